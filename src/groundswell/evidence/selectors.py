"""Reading how many teachers a county has, and how many people came."""

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Coalesce

from groundswell.access.allow import Somebody, allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.convenings.models import Attendance, Convening
from groundswell.core.clock import now
from groundswell.evidence.models import TeacherCount
from groundswell.evidence.policies import readable_by


def latest_counts(counties: Collection[int] | None = None) -> dict[int, TeacherCount]:
    """By the id of the county, or of these alone: the number of its latest school year."""
    rows = TeacherCount.objects.select_related("county").order_by("year")
    if counties is not None:
        rows = rows.filter(county_id__in=counties)
    return {row.county_id: row for row in rows}


def one_person(prefix: str = "") -> Coalesce:
    """The person of a registration as they are counted: of two that were put together, each of which had registered, the
    one that was kept.
    """
    return Coalesce(f"{prefix}person__merged_into", f"{prefix}person")


def latest_reports(user: Somebody) -> list[tuple[Convening, tuple[int, int]]]:
    """For those who read evidence: the latest convenings to which somebody came, with how many and from how many counties."""
    if not allows_anywhere(user, Permission.EVIDENCE_READ):
        return []
    rows = Convening.objects.filter(readable_by(user), ends_at__lt=now()).select_related("collaborative")
    came_to = Attendance.objects.filter(site__convening=OuterRef("pk"))
    latest = list(rows.filter(Exists(came_to)).order_by("-starts_at")[:4])
    came = turnouts_of([row.pk for row in latest]) if latest else {}
    return [(row, came.get(row.pk, (0, 0))) for row in latest]


def turnouts_of(convenings: Collection[int]) -> dict[int, tuple[int, int]]:
    """By the id of a convening: how many people came, from how many counties; nothing for one to which nobody came."""
    rows = Attendance.objects.filter(registration__convening__in=convenings).values("registration__convening")
    counted = rows.annotate(
        people=Count(one_person("registration__"), distinct=True), counties=Count("registration__county", distinct=True)
    )
    return {row["registration__convening"]: (row["people"], row["counties"]) for row in counted}
