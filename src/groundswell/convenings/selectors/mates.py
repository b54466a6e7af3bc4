"""Whom somebody met at a convening, and who hopes to work with whom."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Attendance, Convening, GroupSeat, Introduction, Registration
from groundswell.core.prepared import Prepared
from groundswell.instruments.choices import ResponseState
from groundswell.instruments.models import Answer
from groundswell.people.choices import Audience
from groundswell.people.models import Person, called, known

MOST = 150  # names to choose from
LABEL = (
    "pk", "person_id", "person__shows_work", "person__given_name", "person__family_name", "person__display_name",
    "place__name", "place_written",
)  # fmt: skip


def people_to_name(registration: Registration) -> list[tuple[int, str]]:
    """(id, words) of whom somebody may have met: their tables and groups, then the site where they were; in two queries.

    Whoever shared a table is named; of the others those who let people at their convenings see their name.
    """
    groups = GroupSeat.objects.filter(registration=registration).values("group_id")
    table = GroupSeat.objects.filter(group__in=groups).values("registration_id")
    there = Attendance.objects.filter(registration=registration).values("site_id")
    came = Attendance.objects.filter(site__in=there).values("registration_id")
    rows = Registration.objects.filter(
        known("person__"), convening=registration.convening_id, state=RegistrationState.REGISTERED
    )
    rows = rows.exclude(pk=registration.pk).order_by("person__sort_name", "pk")
    # Without making hundreds of registrations, people and places for a line of words each.
    near = rows.filter(pk__in=table).values_list(*LABEL)[:MOST]
    shown = rows.filter(person__shows_name__gte=Audience.CONVENINGS, pk__in=came)
    found = {row[0]: row for some in (near, shown.values_list(*LABEL)[:MOST]) for row in some}
    return [(person, _label(words, shows)) for _pk, person, shows, *words in list(found.values())[:MOST]]


def _label(words: Sequence[str], shows_work: int) -> str:
    given, family, display, place, written = words
    name, school = called(given, family, display), place or written
    return f"{name}, {school}" if shows_work >= Audience.CONVENINGS and school else name


def mutual_with(convening: Convening, person: int) -> set[int]:
    """Persons whom this one named in the survey and who named them too."""
    if convening.survey is None:
        return set()
    picks = Answer.objects.filter(
        response__about=convening.space_id, response__state=ResponseState.SENT, picked__isnull=False,
        response__version__instrument=convening.survey.instrument_id, response__person__isnull=False,
    )  # fmt: skip
    mine = set(picks.filter(response__person=person).values_list("picked_id", flat=True))
    theirs = set(picks.filter(picked=person).values_list("response__person_id", flat=True))
    return {pk for pk in mine & theirs if pk != person}


def introductions_of(registration: Registration) -> list[Introduction]:
    """Who hopes to work with somebody as they do, with the addresses that may be shown."""
    return _introductions(convening=registration.convening_id, person=registration.person_id)


_introductions = Prepared(
    lambda convening, person: (
        Introduction.objects.filter(known("other__"), convening=convening, person=person)
        .select_related("other__user")
        .order_by("other__sort_name", "pk")
    ),
    "convening",
    "person",
)


def introduced_since(person: Person, since: datetime) -> list[Introduction]:
    """Whom somebody was introduced to lately, over all convenings, the newest first."""
    return _introduced(person=person, since=since)


_introduced = Prepared(
    lambda person, since: (
        Introduction.objects.filter(known("other__"), person=person, told_at__gte=since)
        .select_related("other__user", "convening")
        .order_by("-told_at", "pk")[:4]
    ),
    "person",
    "since",
)


def registrations_by_person(convening: int, people: Iterable[int]) -> dict[int, Registration]:
    """Their registrations at a convening, with address and convening fetched along."""
    rows = Registration.objects.filter(convening=convening, person__in=list(people))
    return {row.person_id: row for row in rows.select_related("person__user", "convening")}
