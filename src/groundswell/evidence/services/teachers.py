"""How many teachers a county has: brought in from a published source, corrected in place."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.evidence.models import TeacherCount
from groundswell.evidence.records import TeacherRecord
from groundswell.intake.choices import Outcome
from groundswell.intake.importers import Applied, Problem
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place


def count_teachers(*, by: User | None, records: Sequence[TeacherRecord], dry_run: bool) -> list[Applied]:
    """Put each number to its county and year; say of each record, in order, what became of it."""
    codes = {one.county for one in records}
    counties = {place.county: place for place in Place.objects.filter(kind=PlaceKind.COUNTY, county__in=codes)}
    known = {(row.county_id, row.year): row for row in TeacherCount.objects.filter(county__in=list(counties.values()))}
    applied = []
    with transaction.atomic():
        for one in records:
            county = counties.get(one.county)
            if county is None:
                problem = Problem(_("This county is not here yet. Load California first: groundswell setup."), "county")
                applied.append(Applied(Outcome.SKIPPED, (problem,)))
                continue
            row = known.get((county.pk, one.year)) or TeacherCount(county=county, year=one.year)
            outcome = _outcome(row, one)
            applied.append(Applied(outcome))
            if not dry_run and outcome != Outcome.UNCHANGED:
                row.teachers, row.source = one.teachers, one.source
                row.full_clean()
                row.save()
        brought = sum(one.outcome in {Outcome.CREATED, Outcome.CHANGED} for one in applied)
        if brought and not dry_run:
            record(verb="evidence.teachers_counted", by=by, facts={"counties": brought})
    return applied


def _outcome(row: TeacherCount, said: TeacherRecord) -> Outcome:
    if row.pk is None:
        return Outcome.CREATED
    return Outcome.UNCHANGED if (row.teachers, row.source) == (said.teachers, said.source) else Outcome.CHANGED
