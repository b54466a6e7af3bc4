"""The bars of siting: OR-Library's p-median, hubs with seats against CP-SAT, all of California."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.siting.instances import OPTIMA, as_numbers, california, medians
from groundswell.engines import warm
from groundswell.engines.progress import Deadline, Limit, silent
from groundswell.engines.siting import Question, answer
from groundswell.engines.siting.verify import problems, root_bound

HERE = Path(__file__).parent
PEER_SECONDS = 30


class ProcessorTime(Deadline):
    """A limit of processor time: on a machine that others use too, seconds on the clock say little."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self._spent = time.process_time()

    def elapsed(self) -> float:
        return time.process_time() - self._spent


def run(data: Path | None, peer: Path | None) -> str:
    warm.prepare("siting")
    if data is None or not (data / "orlib_pmed").is_dir():
        return "Siting: left out, as --data has no orlib_pmed."
    parts = ["Siting: which hubs, who goes where", plain(data, peer)]
    if (data / "ca_schools").is_dir() and (data / "ca_geo").is_dir():
        parts += [crowded(data), whole_state(data)]
    else:
        parts.append("Hubs with seats: left out, as --data has no ca_schools and ca_geo.")
    return "\n\n".join(parts)


def plain(data: Path, peer: Path | None) -> str:
    """All forty, 5 s of one processor each; the peer on the same files where it is there."""
    from groundswell.engines.siting.plain import solve_plain
    from groundswell.engines.siting.work import Work

    theirs = medians_of_peer(data, peer)
    lines = ["      n    p  optimum     ours    bound  certificate  wall s  CPU s   pbp-pmedian s"]
    gaps, certificates, seconds = [], [], []  # seconds of one processor
    for number, (name, ways, p) in enumerate(medians(data)):
        given = as_numbers(ways, p)
        wall, cpu = time.monotonic(), time.process_time()
        work = Work(given, ProcessorTime(5), steps=1_000_000, within=0.0, seed=1, progress=silent)
        solve_plain(work)
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        # Counted again from the sites alone.
        cost = float(np.minimum.reduce([ways[site] for site in work.sites]).sum())
        if len(set(work.sites.tolist())) > p or abs(cost - work.cost) > 1e-6:
            raise AssertionError(name)
        gaps.append(cost / OPTIMA[number] - 1)
        certificates.append(1 - work.bound / cost)
        seconds.append(cpu)
        lines.append(
            f"{name:7}{len(ways):4}{p:5}{OPTIMA[number]:9}{cost:9.0f}{work.bound:9.0f}{certificates[-1]:12.3%}"
            f"{wall:9.2f}{cpu:7.2f}   {theirs.get(name, '')}"
        )
    head = (
        f"OR-Library pmed1-40: {sum(gap < 1e-12 for gap in gaps)} of {len(gaps)} at the optimum (bar: 38), mean gap "
        f"{np.mean(gaps):.4%} (bar: 0.01 %), worst certificate {max(certificates):.3%} (bar: 0.5 %), "
        f"{sum(c < 1e-12 for c in certificates)} proven, longest {max(seconds):.2f} s of one processor (limit 5 s)."
    )
    note = (
        "pbp-pmedian (exact, no seats): seconds on the clock, starting Python not counted, to its proven optimum, or "
        f"none in {PEER_SECONDS} s; on a busy machine compare with our wall s. Where it is the faster, it leads."
        if theirs
        else "pbp-pmedian: left out, as --peer has no folder of that name."
    )
    return "\n".join([head, *lines, note])


def medians_of_peer(data: Path, peer: Path | None) -> dict[str, str]:
    """Run pbp-pmedian in a process of its own, one for each file."""
    folder = None if peer is None else peer / "pbp-pmedian"
    if folder is None or not folder.is_dir():
        return {}
    found = {}
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    for name, ways, p in medians(data):
        request = json.dumps({"ways": ways.tolist(), "p": p})
        try:
            done = subprocess.run(
                [sys.executable, HERE / "peer_pmedian.py"],
                input=request,
                capture_output=True,
                text=True,
                env=environment,
                timeout=PEER_SECONDS,
                check=False,
            )
            told = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
            found[name] = "failed" if told is None else f"{told['seconds']:.2f} ({told['value']:.0f})"
        except subprocess.TimeoutExpired:
            found[name] = f"no answer in {PEER_SECONDS} s"
    return found


def crowded(data: Path) -> str:
    """1,000 teams, 58 sites, 8 hubs with seats: ours to the proof, CP-SAT to within 15 % of our bound."""
    lines = ["1,000 teams, 58 sites, 8 hubs, teams not split, seats 0.5 to 1.5 times the average:"]
    for seed, tight in ((1, 0.85), (2, 0.95), (3, 0.7)):
        question = california(data, teams=1000, seed=seed, tight=tight)
        wall, cpu = time.monotonic(), time.process_time()
        hubs = answer(question, within=0.005, limit=Limit(seconds=20))
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        wrong = problems(question, hubs)
        theirs = time.process_time()
        seconds, reached = cpsat(question, target=hubs.bound * 1.15, limit=120)
        theirs = time.process_time() - theirs
        when = f"within 15 % after {seconds:.1f} s" if seconds is not None else "not within 15 % in 120 s"
        when += f" ({theirs:.0f} s CPU)"
        lines.append(
            f"  seed {seed}, {tight:.0%} full: {hubs.cost:,.0f} person-km, bound {hubs.bound:,.0f}, gap {hubs.gap:.2%} "
            f"(bar: 1 %), {wall:.1f} s ({cpu:.1f} s CPU), verifier finds {len(wrong)} faults; the bound computed again "
            f"from multipliers alone {root_bound(question, hubs):,.0f}"
        )
        ratio = f"; ours takes 1/{theirs / cpu:.0f} of that processor time{'' if seconds else ' at most'} (bar: 1/10)"
        lines.append(f"    CP-SAT, 2 workers: {when}, best {reached:,.0f}{ratio}")
    return "\n".join(lines)


def cpsat(question: Question, *, target: float, limit: float) -> tuple[float | None, float]:
    """Seconds until CP-SAT has a plan that costs at most `target` (None: not within the limit), and its best."""
    from ortools.sat.python import cp_model

    from groundswell.engines.siting.arrays import numbers

    given = numbers(question)
    model = cp_model.CpModel()
    n, m = given.cost.shape
    open_site = [model.new_bool_var("") for _ in range(m)]
    goes = [[model.new_bool_var("") for _ in range(m)] for _ in range(n)]
    for team in range(n):
        model.add_exactly_one(goes[team])
    for site in range(m):
        people = sum(int(given.size[team]) * goes[team][site] for team in range(n))
        model.add(people <= int(given.capacity[site]) * open_site[site])
        for team in range(n):
            model.add_implication(goes[team][site], open_site[site])
    model.add(sum(open_site) <= question.open_sites)
    model.minimize(sum(round(given.cost[team, site]) * goes[team][site] for team in range(n) for site in range(m)))

    class Watch(cp_model.CpSolverSolutionCallback):
        def __init__(self) -> None:
            super().__init__()
            self.seconds: float | None = None
            self.best = float("inf")

        def on_solution_callback(self) -> None:
            self.best = self.objective_value
            if self.best <= target and self.seconds is None:
                self.seconds = time.monotonic() - started
                self.stop_search()

    watch = Watch()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = limit
    started = time.monotonic()
    solver.solve(model, watch)
    return watch.seconds, watch.best


def whole_state(data: Path) -> str:
    """All schools' teams to 8 of the 58 county seats."""
    question = california(data, teams=None, seed=1, tight=0.85)
    wall, cpu = time.monotonic(), time.process_time()
    hubs = answer(question, within=0.005, limit=Limit(seconds=30))
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    return (
        f"All of California: {len(question.teams):,} teams, 58 county seats, 8 hubs: {hubs.cost:,.0f} person-km, gap "
        f"{hubs.gap:.2%} (bar: 1 %) in {wall:.1f} s ({cpu:.1f} s CPU; bar: 30 s). Open: {', '.join(hubs.open)}. "
        f"The verifier finds {len(problems(question, hubs))} faults."
    )
