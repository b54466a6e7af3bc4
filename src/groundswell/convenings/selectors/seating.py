"""Reading who sits where: plans of tables, one's own table, and how often people meet again."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language

from groundswell.convenings.choices import GroupKind, RegistrationState, Seated
from groundswell.convenings.models import Attendance, Convening, Group, GroupSeat, Registration, Seating, Session, Site
from groundswell.core.prepared import Prepared
from groundswell.people.models import NAME, called, name_from

type Pairs = Counter[tuple[int, int]]

# What tables show of somebody and go by: a thousand whole registrations with all that they name would take a second.
ROW = ("convening", "team", "county", "place_written")
PERSON = tuple(f"person__{name}" for name in ("given_name", "family_name", "display_name", "erased_at", "sort_name"))
SEEN = (*ROW, *PERSON, "place__name", "place__parent", "site__name")


def seatings_of(convening: Convening, site: Site | None) -> list[Seating]:
    """The plans of a site, or with None those across sites, in the order of the program."""
    rows = Seating.objects.filter(convening=convening, site=site).select_related("session")
    return list(rows.order_by("session__starts_at", "pk"))


def seating_by_id(key: str, pk: int) -> Seating:
    """A plan of the convening with this address. Raises Http404."""
    rows = Seating.objects.select_related("convening", "session", "site")
    found = rows.filter(convening__key=key, pk=pk).first()
    if found is None:
        raise Http404
    return found


def people_to_seat(convening: Convening, site: Site | None, who: str) -> QuerySet[Registration]:
    """Whom tables are made for: those who registered, or who are checked in and have not left, at a site or everywhere."""
    rows = Registration.objects.filter(convening=convening, state=RegistrationState.REGISTERED)
    if who == Seated.HERE:
        there = Attendance.objects.filter(registration__convening=convening, day=convening.this_day, left_at=None)
        there = there.filter(site=site) if site is not None else there
        rows = rows.filter(pk__in=there.values("registration_id"))
    elif site is not None:
        rows = rows.filter(site=site)
    return rows.select_related("person", "place", "site").only(*SEEN).order_by("person__sort_name", "pk")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody to be seated, as a form names them. `where` is their site across sites, else their school."""

    pk: int  # of the registration
    person_id: int
    name: str
    where: str

    def __str__(self) -> str:
        return f"{self.name}, {self.where}" if self.where else self.name


def names_to_seat(convening: Convening, site: Site | None, who: str) -> list[Named]:
    """The same people, for a list of a thousand to choose from: no rows are made of what it does not show."""
    spanish = (get_language() or "en").startswith("es")
    where = (
        ("site__name_es" if spanish else "site__name", "site__name")
        if site is None
        else ("place__name", "place_written")
    )
    rows = people_to_seat(convening, site, who).values_list("pk", "person_id", *PERSON[:3], *where)
    return [
        Named(pk, person, called(given, family, display), place or otherwise)
        for pk, person, given, family, display, place, otherwise in rows
    ]


@dataclass(frozen=True, slots=True)
class Sitter:
    """What tables show of a registration and go by; `district` is the school's, else the school itself."""

    pk: int
    name: str
    sort_name: str
    team_id: int | None
    county_id: int | None
    place_id: int | None
    district_id: int | None
    place_written: str
    place: str
    site: str


@dataclass(frozen=True, slots=True)
class Chair:
    """Somebody at a table."""

    registration: Sitter
    leads: bool


@dataclass(frozen=True)
class TableLine:
    """A table of one round with those who sit there; who leads it comes first."""

    group: Group
    people: list[Chair]


def rounds_of(seating: Seating) -> list[list[TableLine]]:
    """Its tables by round, in two queries."""
    groups = list(Group.objects.filter(seating=seating).order_by("round", "number"))
    # Columns only: whole registrations with all that hangs on them would take most of the page's time.
    seats = GroupSeat.objects.filter(group__seating=seating).order_by("registration__person__sort_name", "pk")
    at: dict[int, list[Chair]] = defaultdict(list)
    lead = set(seating.facilitators)
    sitters: dict[int, Sitter] = {}
    for group, pk, *said in seats.values_list("group_id", "registration_id", *SITTER):
        if pk not in sitters:
            sitters[pk] = _sitter(pk, *said)
        at[group].append(Chair(sitters[pk], pk in lead))
    rounds: dict[int, list[TableLine]] = defaultdict(list)
    for group in groups:
        people = sorted(at[group.pk], key=lambda one: not one.leads)
        rounds[group.round].append(TableLine(group, people))
    return [rounds[number] for number in sorted(rounds)]


SITTER = tuple(
    f"registration__{name}"
    for name in (
        *(f"person__{name}" for name in (*NAME, "sort_name")), "team_id", "county_id", "place_id", "place__parent_id",
        "place_written", "place__name", "site__name",
    )
)  # fmt: skip


def _sitter(pk: int, *said: Any) -> Sitter:
    given, family, display, erased, sort_name, team, county, school, district, written, place, site = said
    name = name_from(given, family, display, erased)
    return Sitter(pk, name, sort_name, team, county, school, district or school, written, place or written, site)


def seats_before(seating: Seating) -> list[dict[int, int]]:
    """Who sat where before this plan's session, on the same day or earlier: for each round {registration: group}."""
    rows = GroupSeat.objects.filter(group__convening=seating.convening_id).exclude(group__seating=seating)
    if seating.session is not None:
        rows = rows.filter(Q(group__session=None) | Q(group__session__starts_at__lt=seating.session.starts_at))
    found: dict[tuple[object, ...], dict[int, int]] = defaultdict(dict)
    for starts, kind, number, group, registration in rows.order_by("group_id").values_list(
        "group__session__starts_at", "group__kind", "group__round", "group_id", "registration_id"
    ):
        found[(str(starts), kind, number)][registration] = group
    return [found[key] for key in sorted(found, key=str)]


def pairs_of(groups: Iterable[Iterable[int]]) -> Pairs:
    """How often two people share a group."""
    return Counter(pair for people in groups for pair in combinations(sorted(set(people)), 2))


@dataclass(frozen=True)
class Proof:
    """What a plan does, counted from its seats alone."""

    people: int
    tables: int
    met: int  # pairs who sit together
    first: int  # of them, those who did not sit together before at this convening
    again: int  # meetings that are repeats, in this plan or after an earlier session
    alike: int | None  # pairs at one table who do not differ in what was asked for; None when nothing was


def proof_of(seating: Seating, rounds: list[list[TableLine]]) -> Proof:
    """Counted anew from the seats, also after somebody was moved by hand."""
    tables = [[one.registration for one in line.people] for lines in rounds for line in lines]
    met = pairs_of([row.pk for row in table] for table in tables)
    before: Pairs = Counter()
    for seats in seats_before(seating):
        together: dict[int, list[int]] = defaultdict(list)
        for registration, group in seats.items():
            together[group].append(registration)
        before += pairs_of(together.values())
    again = sum(times - (0 if pair in before else 1) for pair, times in met.items())
    alike = None
    if seating.mixing:
        shared = [Counter(filter(None, (same_of(row, seating.mixing) for row in table))) for table in tables]
        alike = sum(count * (count - 1) // 2 for counts in shared for count in counts.values())
    return Proof(
        people=len({row.pk for table in tables for row in table}), tables=max(map(len, rounds), default=0), met=len(met),
        first=sum(pair not in before for pair in met), again=again, alike=alike,
    )  # fmt: skip


def same_of(row: Sitter | Registration, mixing: str) -> str:
    """In what two people are alike: the key of their school, district, county or team; "" where it is not known."""
    if mixing == "county":
        return str(row.county_id or "")
    if mixing == "team":
        return str(row.team_id or "")
    if mixing == "school":
        return str(row.place_id or row.place_written.casefold())
    if mixing == "district":
        district = row.district_id if isinstance(row, Sitter) else row.place and (row.place.parent_id or row.place_id)
        return str(district or row.place_written.casefold())
    return ""


@dataclass(frozen=True)
class Changes:
    """How a plan and the people differ now."""

    unseated: list[Named]  # came after the plan was made
    missing: int  # have a seat and are not among the people any more

    def __bool__(self) -> bool:
        return bool(self.unseated or self.missing)


def changes_since(seating: Seating, people: Iterable[Named]) -> Changes:
    """Who of those to be seated has no seat in the last round, and how many seats are empty."""
    seated = set(
        GroupSeat.objects.filter(group__seating=seating, group__round=seating.rounds).values_list(
            "registration_id", flat=True
        )
    )
    there = {row.pk: row for row in people}
    return Changes([row for pk, row in there.items() if pk not in seated], len(seated - there.keys()))


@dataclass(frozen=True)
class OwnSeat:
    """Where somebody sits in one round, and with whom."""

    session: Session | None
    round: int
    rounds: int
    name: str
    across: bool
    others: list[str]


def seats_of(registration: Registration) -> list[OwnSeat]:
    """One's own tables in the order of the day, with who sits there too; in one query."""
    own: dict[int, Group] = {}
    others: dict[int, list[str]] = defaultdict(list)
    for seat in _own_seats(registration=registration):
        own[seat.group_id] = seat.group
        if seat.registration_id != registration.pk:
            others[seat.group_id].append(seat.registration.person.name)
    return [
        OwnSeat(
            session=group.session, round=group.round, rounds=group.seating.rounds, name=group.name,
            across=group.kind == GroupKind.ACROSS, others=others[pk],
        )
        for pk, group in own.items()
    ]  # fmt: skip


_own_seats = Prepared(
    lambda registration: (
        GroupSeat.objects.filter(group__seats__registration=registration)
        .select_related("registration__person", "group__session", "group__seating")
        .order_by("group__session__starts_at", "group__round", "registration__person__sort_name", "pk")
    ),
    "registration",
)


def cards_of(rounds: list[list[TableLine]]) -> list[tuple[Sitter, list[str]]]:
    """For each person the table of every round (“” where they have none), by name."""
    names: dict[int, list[str]] = {}
    people: dict[int, Sitter] = {}
    for number, lines in enumerate(rounds):
        for line in lines:
            for one in line.people:
                people[one.registration.pk] = one.registration
                names.setdefault(one.registration.pk, [""] * len(rounds))[number] = line.group.name
    order = sorted(people.values(), key=lambda row: (row.sort_name, row.pk))
    return [(row, names[row.pk]) for row in order]
