"""Reading how many teachers a county has, and how many people came."""

from collections.abc import Collection

from django.db.models import Count

from groundswell.convenings.models import Attendance
from groundswell.evidence.models import TeacherCount


def latest_counts(counties: Collection[int] | None = None) -> dict[int, TeacherCount]:
    """By the id of the county, or of these alone: the number of its latest school year."""
    rows = TeacherCount.objects.select_related("county").order_by("year")
    if counties is not None:
        rows = rows.filter(county_id__in=counties)
    return {row.county_id: row for row in rows}


def turnouts_of(convenings: Collection[int]) -> dict[int, tuple[int, int]]:
    """By the id of a convening: how many people came, from how many counties; nothing for one to which nobody came."""
    rows = Attendance.objects.filter(registration__convening__in=convenings).values("registration__convening")
    counted = rows.annotate(
        people=Count("registration", distinct=True), counties=Count("registration__county", distinct=True)
    )
    return {row["registration__convening"]: (row["people"], row["counties"]) for row in counted}
