"""Networks of the bars: NetHEPT as it is, and generated ones of any size with California's counties."""

import csv
import gzip
from pathlib import Path

import numpy as np


def nethept(data: Path) -> np.ndarray:
    """Rows (from, to, probability)."""
    with gzip.open(data / "nethept" / "NetHEPT.txt.gz") as stream:
        return np.loadtxt(stream, skiprows=1)


def generated(people: int, ties: int, seed: int = 3) -> np.ndarray:
    """Popularity falls as rank to the 0.6; a person with n ties takes up from each with a chance of 1 in n."""
    dice = np.random.default_rng(seed)
    weight = np.cumsum(np.arange(1, people + 1) ** -0.6)
    who = dice.permutation(people)
    ends = [who[np.searchsorted(weight, dice.random(ties) * weight[-1])] for _ in range(2)]
    return weighted(people, *ends)


def weighted(people: int, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    keep = source != target
    source, target = source[keep], target[keep]
    into = np.bincount(target, minlength=people)
    return np.column_stack([source, target, 1.0 / into[target]])


def counties(data: Path, people: int, ties: int, inside: float, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """People spread over the 58 counties as schools are; a share of ties stays inside the county."""
    with (data / "ca_geo" / "counties.csv").open(encoding="utf-8") as stream:
        schools = np.array([float(row["schools"]) for row in csv.DictReader(stream)])
    dice = np.random.default_rng(seed)
    county = np.sort(dice.choice(len(schools), people, p=schools / schools.sum()))
    weight = np.cumsum(dice.pareto(1.7, people) + 1)
    before = np.concatenate([[0.0], weight])
    first = np.searchsorted(county, np.arange(len(schools) + 1))
    source = np.searchsorted(weight, dice.random(ties) * weight[-1])
    low, high = before[first[county[source]]], before[first[county[source] + 1]]
    at = np.where(dice.random(ties) < inside, low + (high - low) * dice.random(ties), weight[-1] * dice.random(ties))
    return weighted(people, source, np.minimum(np.searchsorted(weight, at), people - 1)), county


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV, gzipped or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(text.decode("utf-8").splitlines()))
