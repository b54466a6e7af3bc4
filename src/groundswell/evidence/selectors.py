"""Reading how many teachers a county has."""

from collections.abc import Collection

from groundswell.evidence.models import TeacherCount


def latest_counts(counties: Collection[int] | None = None) -> dict[int, TeacherCount]:
    """By the id of the county, or of these alone: the number of its latest school year."""
    rows = TeacherCount.objects.select_related("county").order_by("year")
    if counties is not None:
        rows = rows.filter(county_id__in=counties)
    return {row.county_id: row for row in rows}
