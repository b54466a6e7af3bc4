"""One question, one answer: whom to convene, with floors where asked for. What pages and the command line call."""

from dataclasses import dataclass

import numpy as np

from groundswell.engines.errors import InputError
from groundswell.engines.progress import Limit, Progress, silent
from groundswell.engines.reach.brokers import Structure, study
from groundswell.engines.reach.floors import FairChoice, Floor, Held, choose_with_floors, highest_floor
from groundswell.engines.reach.forecast import MONTHS, Doubt, Forecast, forecast
from groundswell.engines.reach.forms import GroupLine, PersonLine, group_lines, person_line
from groundswell.engines.reach.gaps import Gaps, find_gaps
from groundswell.engines.reach.network import Ints
from groundswell.engines.reach.seeds import CERTIFICATE, Choice, Task, choose
from groundswell.engines.reach.world import World, floors_from

VISITS = 30_000_000
"""People visited in all plays of a forecast: fewer plays in networks where each play reaches many."""


@dataclass(frozen=True)
class Question:
    """Convene `k` people; floors as `county=5%`; or the highest floor for each group of `fair` that `price` buys."""

    k: int
    floors: tuple[str, ...] = ()
    fair: str | None = None
    price: float = 0.05
    seed: int = 1
    threads: int = 2
    certificate: float = CERTIFICATE


@dataclass(frozen=True, eq=False)
class Answer:
    """Whom to convene and what it reaches. `price` and `free_spread` compare with a choice without floors."""

    chosen: Ints
    spread: float
    certificate: float
    best_possible: float
    floors: tuple[Held, ...]
    price: float
    free_spread: float
    common_floor: float | None
    cut_short: bool
    notes: tuple[str, ...]

    def reached(self) -> dict[str, float]:
        """People reached in each group with a floor, by the group's name (with its column where names repeat)."""
        names = [held.floor.name.partition(": ")[2] for held in self.floors]
        plain = len(set(names)) == len(names)
        return {
            (name if plain else held.floor.name): round(held.reached, 4)
            for name, held in zip(names, self.floors, strict=True)
        }


def answer(world: World, question: Question, *, limit: Limit | None = None, progress: Progress = silent) -> Answer:
    """Answer the question. Raises `InputError` where it makes no sense, `Infeasible` where floors cannot hold."""
    allowed, already = world.allowed(), world.already()
    there = int((allowed & ~already).sum())
    if question.k < 1:
        raise InputError("Convene at least one person.")
    if not there:
        raise InputError("Nobody in the file of people may be invited. Write yes in the column “invite” for some.")
    task = Task(min(question.k, there), allowed, already, question.seed, question.threads, question.certificate)
    notes = world.notes
    if question.k > there:
        notes = (*notes, f"Only {there:,} people can be convened; the answer has them all.")
    if question.fair is not None:
        if question.floors:
            raise InputError("Ask for floors or for the highest floor that a price buys, not for both at once.")
        names, codes = world.grouped(question.fair)
        groups = tuple(
            Floor(f"{question.fair}: {name}", np.flatnonzero(codes == number).astype(np.int32), 0.0)
            for number, name in enumerate(names)
        )
        share, fair = highest_floor(world.network, task, groups, question.price, limit=limit, progress=progress)
        return _fair(fair, notes, share)
    if question.floors:
        floors = floors_from(world, question.floors)
        return _fair(choose_with_floors(world.network, task, floors, limit=limit, progress=progress), notes, None)
    return _free(choose(world.network, task, limit=limit, progress=progress), notes)


def _free(found: Choice, notes: tuple[str, ...]) -> Answer:
    return Answer(
        found.chosen, found.spread, found.certificate, found.best_possible, (), 0.0, found.spread, None,
        found.cut_short, notes,
    )  # fmt: skip


def _fair(found: FairChoice, notes: tuple[str, ...], share: float | None) -> Answer:
    return Answer(
        found.chosen, found.spread, found.certificate, found.free.best_possible, found.held, found.price,
        found.free_spread, share, found.cut_short, notes,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Outlook:
    """What follows from convening: forecast, gaps, and both forms. `lines` is by group of `column` (empty: none)."""

    column: str
    forecast: Forecast
    gaps: Gaps
    lines: tuple[GroupLine, ...]
    persons: tuple[PersonLine, ...]


def outlook(
    world: World,
    chosen: Ints,
    column: str = "",
    *,
    months: tuple[int, ...] = MONTHS,
    seed: int = 1,
    threads: int = 2,
    progress: Progress = silent,
) -> Outlook:
    """Play it through for those convened and those in already, by the groups of a column."""
    names, codes = world.grouped(column) if column else ((), np.full(len(world.ids), -1, np.int32))
    beginners = np.union1d(chosen, np.flatnonzero(world.already())).astype(np.int32)
    doubt = Doubt(world.learned.doubt()) if world.learned is not None else None

    def played(runs: int) -> Forecast:
        return forecast(
            world.network, beginners, codes, delay=world.delay, doubt=doubt, months=months, runs=runs, seed=seed,
            threads=threads, progress=progress,
        )  # fmt: skip

    taste = played(32)
    reached = max(1.0, float(taste.group[-1, -1, 1]))
    seen = played(int(np.clip(VISITS / reached / 10, 64, 2000)))
    gaps = find_gaps(world.network, beginners, world.people, chance=seen.person[:, -1])
    groups = len(names)
    lines = group_lines(
        names,
        np.bincount(codes[codes >= 0], minlength=groups).tolist(),
        np.bincount(codes[chosen][codes[chosen] >= 0], minlength=groups).tolist(),
        [[(float(low), float(mean), float(high)) for low, mean, high in seen.group[g]] for g in range(groups)],
        np.bincount(codes[gaps.cut_off & (codes >= 0)], minlength=groups).tolist(),
    )
    persons = tuple(person_line(world.ids, world.people, number) for number in chosen.tolist())
    return Outlook(column, seen, gaps, lines, persons)


def structure(world: World, column: str, *, seed: int = 1) -> Structure:
    """Study brokers, cut points and circles by the groups of a column."""
    _, codes = world.grouped(column)
    return study(world.network, codes, seed=seed)
