"""The instances of siting: OR-Library's medians, and California's schools and county seats."""

import csv
import io
import random
import tarfile
from pathlib import Path

import numpy as np

from groundswell.engines.siting import Question, Site, Team
from groundswell.engines.siting.arrays import LIMITLESS, Numbers

OPTIMA = (
    *(5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255, 7696, 6634, 4374, 2968, 1729, 8162, 6999, 4809, 2845),
    *(1789, 9138, 8579, 4619, 2961, 1828, 9917, 8307, 4498, 3033, 1989, 10086, 9297, 4700, 3013, 10400, 9934, 5057),
    *(11060, 9423, 5128),
)


def medians(data: Path) -> list[tuple[str, np.ndarray, int]]:
    """Read pmed1 to pmed40: name, shortest ways between all pairs, number of medians."""
    from scipy.sparse.csgraph import floyd_warshall

    found = {}
    with tarfile.open(data / "orlib_pmed" / "pmed.tar.xz") as packed:
        for member in packed.getmembers():
            stream = packed.extractfile(member)
            name = Path(member.name).stem
            if stream is None or not name.startswith("pmed"):
                continue
            words = [int(word) for word in io.TextIOWrapper(stream).read().split()]
            n, edges, p = words[:3]
            ways = np.full((n, n), np.inf)
            np.fill_diagonal(ways, 0)
            for start in range(3, 3 + 3 * edges, 3):
                u, v, cost = words[start : start + 3]
                ways[u - 1, v - 1] = ways[v - 1, u - 1] = cost
            found[int(name[4:])] = (name, floyd_warshall(ways), p)
    return [found[number] for number in sorted(found)]


def as_numbers(ways: np.ndarray, p: int) -> Numbers:
    n = len(ways)
    return Numbers(
        km=ways,
        cost=ways,
        by_site=np.ascontiguousarray(ways.T),
        order=np.argsort(ways, axis=1, kind="stable").astype(np.int32),
        size=np.ones(n),
        capacity=np.full(n, LIMITLESS),
        limited=False,
        price=np.zeros(n),
        fixed=np.zeros(n, np.bool_),
        most=p,
        remote=False,
        whole=True,
        site_index=tuple(range(n)),
    )


def california(data: Path, *, teams: int | None, seed: int, tight: float) -> Question:
    """Teams of 3 to 8 from schools, 58 county seats with seats of different numbers; 8 average ones hold `tight`."""
    rng = random.Random(seed)
    with (data / "ca_schools" / "schools_2025_26.csv").open(encoding="utf-8") as stream:
        schools = list(csv.DictReader(stream))
    with (data / "ca_geo" / "counties.csv").open(encoding="utf-8") as stream:
        counties = list(csv.DictReader(stream))
    chosen = schools if teams is None else rng.sample(schools, teams)
    people = [rng.randint(3, 8) for _ in chosen]
    average = sum(people) / 8 / tight
    return Question(
        teams=tuple(
            Team(row["cds_code"], float(row["latitude"]), float(row["longitude"]), count, row["site_county"])
            for row, count in zip(chosen, people, strict=True)
        ),
        sites=tuple(
            Site(
                row["county_seat"], float(row["seat_lat"]), float(row["seat_lon"]), int(average * rng.uniform(0.5, 1.5))
            )
            for row in counties
        ),
        open_sites=8,
        road_factor=1.3,
    )
