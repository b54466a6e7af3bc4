"""Whom somebody met at a convening, and who hopes to work with whom."""

from collections.abc import Iterable

from django.db.models import Q

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Attendance, Convening, GroupSeat, Introduction, Registration
from groundswell.core.prepared import Prepared
from groundswell.instruments.choices import ResponseState
from groundswell.instruments.models import Answer
from groundswell.people.choices import Audience
from groundswell.people.models import known

MOST = 150  # names to choose from
LABEL = (
    "place_written", "place__name", "person__given_name", "person__family_name", "person__display_name", "person__erased_at",
    "person__sort_name", "person__shows_work",
)  # fmt: skip


def people_to_name(registration: Registration) -> list[tuple[int, str]]:
    """(id, words) of whom somebody may have met: their tables and groups, then the site where they were; in two queries.

    Whoever shared a table is named; of the others those who let people at their convenings see their name.
    """
    groups = GroupSeat.objects.filter(registration=registration).values("group_id")
    table = Q(seats__group__in=groups)
    there = Attendance.objects.filter(registration=registration).values("site_id")
    shown = Q(attendances__site__in=there, person__shows_name__gte=Audience.CONVENINGS)
    rows = Registration.objects.filter(
        known("person__"), table | shown, convening=registration.convening_id, state=RegistrationState.REGISTERED
    )
    rows = rows.exclude(pk=registration.pk).select_related("person", "place").only(*LABEL).distinct()
    near = set(
        GroupSeat.objects.filter(group__in=groups).values_list("registration_id", flat=True)
    )  # their own table comes first
    found = sorted(rows, key=lambda row: (row.pk not in near, row.person.sort_name, row.pk))[:MOST]
    return [(row.person_id, _label(row)) for row in found]


def _label(row: Registration) -> str:
    school = row.place.name if row.place is not None else row.place_written
    shows = row.person.shows_work >= Audience.CONVENINGS
    return f"{row.person.name}, {school}" if shows and school else row.person.name


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


def registrations_by_person(convening: int, people: Iterable[int]) -> dict[int, Registration]:
    """Their registrations at a convening, with address and convening fetched along."""
    rows = Registration.objects.filter(convening=convening, person__in=list(people))
    return {row.person_id: row for row in rows.select_related("person__user", "convening")}
