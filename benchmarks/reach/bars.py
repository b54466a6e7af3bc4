"""The bars of reach: spread against CELF and IMM, floors, learning from cascades, real networks, the whole state.

`--peer DIR` is a Python environment that holds pynetim and cynetdiff (with networkx). Seconds are of the processor,
summed over threads, with the clock's beside them, because other work may share the machine.
"""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.reach import learned, real
from benchmarks.reach.worlds import counties, generated, nethept
from groundswell.engines import warm
from groundswell.engines.errors import Infeasible
from groundswell.engines.reach.floors import Floor, choose_with_floors, highest_floor
from groundswell.engines.reach.network import Network, build_network
from groundswell.engines.reach.seeds import choose, plain_task
from groundswell.engines.reach.verifier import spread_by_play

HERE = Path(__file__).parent
K = 50
PATIENCE = 1800
"""Seconds that a peer may take."""


def run(data: Path | None, peer: Path | None) -> str:
    warm.prepare("reach")
    parts = ["Reach: whom to convene so that a practice spreads"]
    if data is None:
        return f"{parts[0]}: left out, as --data was not given."
    parts += [against_celf(data, peer), against_imm(peer)]
    parts += [floors(data), learned.run(), real.run(data)]
    parts.append(whole_state(data) if os.environ.get("GROUNDSWELL_BIG") else "3 million people: set GROUNDSWELL_BIG=1.")
    return "\n\n".join(parts)


def network_of(ties: np.ndarray, people: int) -> Network:
    return build_network(people, ties[:, 0].astype(np.int32), ties[:, 1].astype(np.int32), ties[:, 2])


def asked(peer: Path | None, way: str, ties: np.ndarray) -> dict | None:
    """Ask a peer in its own environment; None where it is not there, fails or takes too long."""
    if peer is None or not (peer / "bin" / "python").exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ties.npy"
        np.save(path, ties)
        command = [str(peer / "bin" / "python"), str(HERE / "peers.py"), way, str(path), str(K)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return None
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def ours(ties: np.ndarray, people: int, seed: int = 1) -> tuple[list[int], float, float, float, float]:
    """Seeds, spread claimed, certificate, processor seconds and clock seconds, sorting the ties included."""
    wall, cpu = time.monotonic(), time.process_time()
    network = network_of(ties, people)
    found = choose(network, plain_task(network, K, seed=seed))
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    return found.chosen.tolist(), found.spread, found.certificate, cpu, wall


def line(name: str, played: tuple[float, float], cpu: float, wall: float, more: str = "") -> str:
    return f"  {name:<34} {played[0]:>10.1f} ± {played[1]:<6.1f} {cpu:>9.2f} {wall:>9.2f}  {more}"


HEAD = f"  {'way':<34} {'spread, played through':<20} {'CPU s':>9} {'clock s':>9}"


def against_celf(data: Path, peer: Path | None) -> str:
    ties = nethept(data)
    people = 15_229
    lines = [f"NetHEPT, k = {K} (spread by the separate verifier, 20,000 plays)", HEAD]
    mine, seconds = [], []
    for seed in (1, 2, 3):
        seeds, _, certificate, cpu, wall = ours(ties, people, seed)
        played = spread_by_play(people, ties, seeds, runs=20_000)
        mine.append(played[0])
        seconds.append(cpu)
        lines.append(line(f"ours, seed {seed}", played, cpu, wall, f"certificate {certificate:.3f}"))
    for way, label in (("celf", "CELF, 1,000 plays (cynetdiff)"), ("imm", "PyNetIM IMM, eps 0.1")):
        theirs = asked(peer, way, ties)
        if theirs is None:
            lines.append(f"  {label}: left out, as --peer has no such environment or it took over {PATIENCE:,} s.")
            continue
        played = spread_by_play(people, ties, theirs["seeds"], runs=20_000)
        lines.append(line(label, played, theirs["processor"], theirs["seconds"]))
        lines.append(
            f"    ours to it: spread {np.mean(mine) / played[0]:.4f} (least {min(mine) / played[0]:.4f}), "
            f"time 1/{theirs['processor'] / np.mean(seconds):.0f}"
        )
    return "\n".join(lines)


def against_imm(peer: Path | None) -> str:
    people = 100_000
    ties = generated(people, 1_000_000)
    lines = [f"Generated, {people:,} people, {len(ties):,} ties, k = {K} (2,000 plays)", HEAD]
    runs = [ours(ties, people, seed) for seed in (1, 2, 3)]
    played = [spread_by_play(people, ties, found[0], runs=2000) for found in runs]
    lines += [
        line(f"ours, seed {seed}", spread, found[3], found[4], f"certificate {found[2]:.3f}")
        for seed, (found, spread) in enumerate(zip(runs, played, strict=True), start=1)
    ]
    theirs = asked(peer, "imm", ties)
    if theirs is None:
        return "\n".join([*lines, "  PyNetIM: left out, as --peer has no such environment."])
    spread = spread_by_play(people, ties, theirs["seeds"], runs=2000)
    lines.append(line("PyNetIM IMM, eps 0.3", spread, theirs["processor"], theirs["seconds"]))
    mean = np.mean([entry[0] for entry in played])
    cpu = np.mean([found[3] for found in runs])
    lines.append(f"    ours to it: spread {mean / spread[0]:.4f}, time 1/{theirs['processor'] / cpu:.0f}")
    return "\n".join(lines)


def floors(data: Path) -> str:
    people = 10_000
    ties, county = counties(data, people, 60_000, inside=0.85)
    network = network_of(ties, people)
    sizes = np.bincount(county, minlength=58)
    groups = tuple(
        Floor(str(g), np.flatnonzero(county == g).astype(np.int32), 0.0) for g in range(58) if sizes[g] >= 10
    )
    free = choose(network, plain_task(network, K))
    mean = free.spread / people
    lines = [
        f"Floors of people reached in each of {len(groups)} counties (10 people or more) of {people:,} people, k = {K};",
        f"without floors {free.spread:.0f} are reached, {mean:.1%}. A floor is a share of that share.",
        "  floor    missed without   held   price   CPU s",
    ]
    for share in (0.25, 0.5, 0.6):
        cpu = time.process_time()
        wanted = tuple(Floor(g.name, g.members, share * mean * len(g.members)) for g in groups)
        try:
            found = choose_with_floors(network, plain_task(network, K), wanted)
        except Infeasible as error:
            lines.append(f"  {share:.0%}: {error} {error.conflicts[-1]}")
            continue
        missed = sum(held.without < held.floor.least for held in found.held)
        kept = sum(held.reached >= held.floor.least - 2 * held.error for held in found.held)
        spent = time.process_time() - cpu
        lines.append(f"  {share:>4.0%} {missed:>16} {kept:>4} of {len(groups)} {found.price:>6.1%} {spent:>7.1f}")
    cpu = time.process_time()
    share, found = highest_floor(network, plain_task(network, K), groups, 0.05)
    lines.append(
        f"  highest floor for every county at a price of 5 %: {share:.1%} of its people ({share / mean:.0%} of the mean "
        f"share), price {found.price:.1%}, {time.process_time() - cpu:.0f} CPU s"
    )
    return "\n".join(lines)


def whole_state(data: Path) -> str:
    """3 million people and 30 million ties: the memory is that of the whole process, generating included."""
    import resource

    people = 3_000_000
    ties, _ = counties(data, people, 30_000_000, inside=0.85)
    source, target, chance = ties[:, 0].astype(np.int32), ties[:, 1].astype(np.int32), ties[:, 2].astype(np.float32)
    del ties
    wall, cpu = time.monotonic(), time.process_time()
    network = build_network(people, source, target, chance)
    found = choose(network, plain_task(network, K))
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return (
        f"{people:,} people, {network.ties:,} ties, k = {K}: spread {found.spread:,.0f}, certificate "
        f"{found.certificate:.3f}, {cpu:.0f} CPU s, {wall:.0f} s on the clock, peak memory {peak:.1f} GiB"
    )
