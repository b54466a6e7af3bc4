"""The k people to convene so that expected reach is greatest, run until a certificate says how good the choice is.

After OPIM-C (Tang, Tang, Xiao and Yuan, SIGMOD 2018): one sample chooses and bounds the best possible from above, a
second sample, independent of the first, bounds the choice from below. The certificate is the ratio. It cannot come
near 1 for many people, because the upper bound of greedy choice is loose: 0.75 to 0.8 is the most seen for k = 50.
"""

from dataclasses import dataclass, replace

import numpy as np

from groundswell.engines.progress import Limit, Progress, silent
from groundswell.engines.reach.coverage import Cover, cover, hits
from groundswell.engines.reach.network import Ints, Network, Truths
from groundswell.engines.reach.sampling import Sampler, Sets, everyone, join, lower_bound, upper_bound

CHOOSING, CHECKING, BEGINNING = 1, 2, 3  # purposes: streams of random numbers that never meet
CERTIFICATE = 0.7
DOUBT = 0.001
"""Chance that the certificate is wrong."""

ROUNDS = 16
EACH = DOUBT / (2 * ROUNDS)
FEW = 1024
"""Sets drawn at least where they are cut short."""

HUGE = 500
"""Mean size of sets from which they are cut short."""

ENTRIES = 400_000_000
"""Members of sets kept at a time: at 8 bytes each, 3 GB."""

GROWTH = (1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
"""Factors by which a sample may grow from round to round."""

WORK = 1_600_000
"""Members of sets drawn even where the certificate is reached before: small networks get a surer answer for nothing."""

WORK_AT_LEAST = 200_000
"""The same for the smallest networks, which answer at once."""


HITS = 6000
"""Sets that each of the first `EACH_OF` chosen should hit before it is sure who are best: few are hit where few people
are reached.
"""

EACH_OF = 5

MORE_WORK = 10
"""Times as much may be drawn for that."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Whom to convene, in order of what each adds, and what is known of it.

    `spread` counts the convened themselves and leaves out those who are in already and those whom they reach.
    `sets` chose and `sets_checking` measured. `lowest` and `best_possible` are bounds that hold together with
    probability 1 - DOUBT; `certificate` is their ratio.
    """

    chosen: Ints
    spread: float
    lowest: float
    best_possible: float
    certificate: float
    sets: int
    sets_checking: int
    ceiling: int
    people: int
    cut_short: bool


@dataclass(frozen=True, eq=False)
class Task:
    """What is asked: how many people, from whom (`allowed`), and who has taken the practice up `already`."""

    k: int
    allowed: Truths
    already: Truths
    seed: int = 1
    threads: int = 2
    certificate: float = CERTIFICATE


def plain_task(network: Network, k: int, *, seed: int = 1, threads: int = 2, certificate: float = CERTIFICATE) -> Task:
    """Ask for k of all people, with nobody in already."""
    return Task(k, np.ones(network.people, np.bool_), np.zeros(network.people, np.bool_), seed, threads, certificate)


def choose(network: Network, task: Task, *, limit: Limit | None = None, progress: Progress = silent) -> Choice:
    """Draw more and more sets until the certificate is reached, the steps (sets drawn) are used up, or time is over."""
    limit = limit or Limit()
    deadline = limit.start()
    sampler = Sampler(network, everyone(network.people), seed=task.seed, threads=task.threads)
    given, most = _prepare(sampler, task, limit)
    sets = min(4 * sampler.chunk, most)
    first: list[Sets] = []
    second: list[Sets] = []
    best: Choice | None = None
    for number in range(ROUNDS):
        have = len(first) * sampler.chunk
        progress(number / ROUNDS, f"drawing {sets - have:,} more samples of who would reach whom")
        new_first = sampler.draw(CHOOSING, have, sets - have, deadline if best else None)
        checked = len(second) * sampler.chunk
        new_second = sampler.draw(
            CHECKING, checked, _checking(sets, sampler.chunk) - checked, deadline if best else None
        )
        if best is not None and deadline.over():
            return _cut(best)
        first += new_first
        second += new_second
        joined = join(first)
        first_cover = cover(joined, network.people, task.k, task.allowed, task.already, given)
        found = _judge(network, task, first_cover, sets, second)
        better = best is None or found.lowest >= best.lowest
        best = found if better or best is None else best
        done = found.certificate >= task.certificate and (sets >= most or _enough(found, first, given))
        if done or sets >= most:
            return best
        if deadline.over():
            return _cut(best)
        sets = min(most, _next(sets, found, task, first, sampler.chunk))
    return best if best is not None else _nothing(network)


def _judge(network: Network, task: Task, found: Cover, choosing: int, checking: list[Sets]) -> Choice:
    n = network.people
    sets = sum(len(part) for part in checking)
    hit = sum(hits(part, n, found.chosen, task.already) for part in checking)
    low = lower_bound(hit, sets, n, EACH)
    high = max(upper_bound(found.ceiling, choosing, n, EACH), low)
    certificate = low / high if high > 0 else 1.0
    return Choice(found.chosen, hit * n / sets, low, high, certificate, choosing, sets, found.ceiling, n, False)


def _checking(sets: int, chunk: int) -> int:
    """A second sample of half the size: what chooses matters more than what checks."""
    return max(1, sets // (2 * chunk)) * chunk


def _enough(found: Choice, first: list[Sets], given: Ints) -> bool:
    """Whether so much was drawn that the estimate is sure; sets that were cut short are counted by number."""
    return sum(len(part) for part in first) >= FEW if len(given) else _lacking(found, first) <= 1.0


def _lacking(found: Choice, first: list[Sets]) -> float:
    """How many times as much as until now is to be drawn that the estimate is sure."""
    work = min(WORK, WORK_AT_LEAST + 400 * found.people)
    wanted = HITS * min(len(found.chosen), EACH_OF)
    more = min(wanted / max(1, found.ceiling), MORE_WORK * work / max(1, _entries(first)))
    return max(work / max(1, _entries(first)), more)


def _entries(first: list[Sets]) -> int:
    return sum(len(part.members) for part in first)


def _next(sets: int, found: Choice, task: Task, first: list[Sets], chunk: int) -> int:
    """Guess how many sets are needed, from how much the bounds narrow when all counts grow alike."""
    if found.certificate >= task.certificate:
        factor = _lacking(found, first)
    else:
        factor = next((f for f in GROWTH if _foreseen(found, f) >= task.certificate), GROWTH[-1])
    return max(sets + chunk, round(min(max(factor, GROWTH[0]), GROWTH[-1]) * sets / chunk) * chunk)


def _foreseen(found: Choice, factor: float) -> float:
    """Certificate with `factor` times the sets if the shares hit stayed as they are."""
    checking = found.sets_checking * factor
    low = lower_bound(found.spread / found.people * checking, checking, found.people, EACH)
    high = upper_bound(found.ceiling * factor, found.sets * factor, found.people, EACH)
    return low / max(high, 1e-9)


def _prepare(sampler: Sampler, task: Task, limit: Limit) -> tuple[Ints, int]:
    """Return the people chosen beforehand, and how many sets fit in memory and steps.

    Where a practice that catches on reaches a large part of the network, sets are huge. The first few people are then
    chosen on few sets, and later sets end as soon as they meet one of them.
    """
    size = sampler.fit()
    given = np.zeros(0, np.int32)
    if size > HUGE and task.k >= 5 and not task.already.any():
        few = join(sampler.draw(BEGINNING, 0, 256))
        begun = cover(few, sampler.network.people, task.k, task.allowed, task.already)
        share = np.cumsum(begun.gains) / max(1, int(begun.gains.sum()))
        given = begun.chosen[: min(task.k // 5, int(np.searchsorted(share, 0.9)) + 1)].copy()
        sampler.catch(given)
        size = sampler.pilot(256)
    fits = int(ENTRIES * 2 / 3 / max(size, 2.0))
    steps = fits if limit.steps is None else min(fits, limit.steps * 2 // 3)
    if steps < sampler.chunk:
        sampler.chunk = max(1, 2 ** int(np.log2(max(1, steps))))
    return given, max(1, steps // sampler.chunk) * sampler.chunk


def _cut(best: Choice) -> Choice:
    return replace(best, cut_short=True)


def _nothing(network: Network) -> Choice:
    return Choice(np.zeros(0, np.int32), 0.0, 0.0, float(network.people), 0.0, 0, 0, 0, network.people, True)
