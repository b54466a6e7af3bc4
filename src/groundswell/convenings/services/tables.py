"""Making tables with the mixing engine: who sat together before does not again, and every table has its facilitator.

What happened before counts as rounds of the same plan that are over, so that the engine knows who has met. Small plans are
made while the page loads; large ones, and the first after an update (the engine compiles its core), in the worker.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from groundswell.convenings.choices import SeatingState
from groundswell.convenings.models import Group, GroupSeat, Registration, Seating
from groundswell.convenings.selectors.seating import people_to_seat, same_of, seats_before
from groundswell.convenings.services.groups import table_name, write_rounds
from groundswell.engines import mixing
from groundswell.engines.errors import Infeasible, InputError
from groundswell.engines.mixing.model import REPEATS
from groundswell.engines.progress import Limit, Progress, silent

HERE, PAST = "here", "past"  # the engine's “sites”: tables of this plan, and tables that only the past had


def make_tables(
    *, seating: Seating, first: int, afresh: bool, limit: Limit, progress: Progress = silent
) -> Seating:  # fmt: skip
    """Mix and write; what cannot be done is kept as words for the page, and the tables before stay."""
    seating = Seating.objects.select_related("convening", "session", "site", "by").get(pk=seating.pk)
    people = list(people_to_seat(seating.convening, seating.site, seating.who))
    try:
        made, count = _mix(seating, people, first=first, afresh=afresh, limit=limit, progress=progress)
    except InputError as problem:
        words = " ".join([str(problem), *(problem.conflicts if isinstance(problem, Infeasible) else ())])
        Seating.objects.filter(pk=seating.pk).update(state=SeatingState.FAILED, problem=words)
        seating.refresh_from_db()
        return seating
    skipped = len(made.seating) - seating.rounds
    rounds = [
        {table_name(seating.kind, n): [int(one) for one in seated] for n, seated in enumerate(tables[:count], 1)}
        for tables in made.seating[skipped + first - 1 :]
    ]
    with transaction.atomic():
        write_rounds(by=seating.by, seating=seating, rounds=rounds, first=first)
        Seating.objects.filter(pk=seating.pk).update(
            state=SeatingState.MADE, share=1.0, is_best=made.proof.repeats.is_best, moved=0 if afresh else made.moved
        )
    seating.refresh_from_db()
    return seating


def _mix(
    seating: Seating, people: Sequence[Registration], *, first: int, afresh: bool, limit: Limit, progress: Progress
) -> tuple[mixing.Mix, int]:
    """The engine's answer, with the rounds of earlier sessions in front; and how many tables it fills."""
    known = {str(row.pk) for row in people}
    count = max(1, round(len(people) / seating.size))
    past = [_as_tables(seats, known) for seats in seats_before(seating)]
    past = [tables for tables in past if any(map(len, tables))]
    own = [] if afresh and first == 1 else _own_rounds(seating, known)
    if own and not afresh:
        count = max(count, *map(len, own[first - 1 :]))
    earlier = (*past, *own)
    most = max([count, *map(len, earlier)])
    sites = {HERE: tuple(range(1, count + 1))} | ({PAST: tuple(range(count + 1, most + 1))} if most > count else {})
    coming = frozenset(range(len(past) + 1, len(past) + seating.rounds + 1))
    gathering = mixing.Gathering(
        people=tuple(_person(row, seating) for row in people),
        tables=mixing.Tables(most, sites=sites),
        rounds=len(past) + seating.rounds,
        rules=_rules(seating, people, count, coming),
    )
    if not earlier:
        return mixing.mix(gathering, seed=seating.seed, limit=limit, progress=progress), count
    padded = tuple(tuple(tables) + ((),) * (most - len(tables)) for tables in earlier)
    start = len(past) + first
    made = mixing.remix(
        gathering, padded, from_round=start, afresh=not own or afresh, seed=seating.seed, limit=limit, progress=progress
    )
    return made, count


def _person(row: Registration, seating: Seating) -> mixing.Person:
    alike = {seating.mixing: same_of(row, seating.mixing)} if seating.mixing else {}
    return mixing.Person(
        str(row.pk), row.person.name, alike, facilitator=row.pk in seating.facilitators, site=HERE
    )  # fmt: skip


def _rules(
    seating: Seating, people: Sequence[Registration], count: int, coming: frozenset[int]
) -> mixing.Rules:  # fmt: skip
    """Facilitators are parted rather than counted: as many as there are tables then lead one each."""
    together: list[mixing.Together] = []
    if seating.keep_teams:
        teams: dict[int, list[str]] = {}
        for row in people:
            if row.team_id is not None:
                teams.setdefault(row.team_id, []).append(str(row.pk))
        together = [mixing.Together(tuple(ids), coming) for ids in teams.values() if 1 < len(ids) <= seating.size]
    leading = [str(row.pk) for row in people if row.pk in seating.facilitators][:count]
    apart = (mixing.Apart(tuple(leading), coming),) if len(leading) > 1 else ()
    aims = (REPEATS, *((seating.mixing,) if seating.mixing else ()))
    return mixing.Rules(together=tuple(together), apart=apart, aims=aims)


def _as_tables(seats: dict[int, int], known: set[str]) -> tuple[tuple[str, ...], ...]:
    groups: dict[int, list[str]] = {}
    for registration, group in seats.items():
        if str(registration) in known:
            groups.setdefault(group, []).append(str(registration))
    return tuple(tuple(ids) for ids in groups.values())


def _own_rounds(seating: Seating, known: set[str]) -> list[tuple[tuple[str, ...], ...]]:
    """The plan as it stands, table by table (an empty one keeps its place), without those who are not there now."""
    groups = list(Group.objects.filter(seating=seating, round__lte=seating.rounds).order_by("round", "number"))
    at: dict[int, list[str]] = {group.pk: [] for group in groups}
    for held, registration in GroupSeat.objects.filter(group__in=groups).values_list("group_id", "registration_id"):
        if str(registration) in known:
            at[held].append(str(registration))
    rounds: dict[int, list[tuple[str, ...]]] = {}
    for group in groups:
        rounds.setdefault(group.round, []).append(tuple(at[group.pk]))
    return [tuple(rounds[number]) for number in sorted(rounds)]


def tell_share(seating: int) -> Any:
    """A progress callback that keeps the share for the page."""
    told = [0.0]

    def tell(share: float, _sentence: str) -> None:
        if share - told[0] >= 0.05:
            told[0] = share
            Seating.objects.filter(pk=seating).update(share=share)

    return tell
