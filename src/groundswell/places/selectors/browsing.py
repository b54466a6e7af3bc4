"""Places from the top down, for pages: each function is a bounded number of queries, however large the state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When
from django.http import Http404
from django.urls import reverse

from groundswell.core.clock import today
from groundswell.core.prepared import Prepared
from groundswell.places.choices import MemberRole, PlaceKind, Status
from groundswell.places.models import Membership, Place, PlaceName, Strength
from groundswell.spaces.naming import Name

DISTRICTS = Q(kind=PlaceKind.DISTRICT) | Q(district_cds__isnull=False)
SCHOOLS = Q(kind=PlaceKind.SCHOOL)
COUNTED = {  # as the fields of `Counts`
    "districts": Count("pk", filter=DISTRICTS),
    "schools": Count("pk", filter=SCHOOLS),
    "students": Sum("students", filter=SCHOOLS, default=0),
}


@dataclass(frozen=True)
class Counts:
    """What a county holds."""

    districts: int = 0
    schools: int = 0
    students: int = 0


def place_of_key(key: str) -> Place | None:
    """A place with what its page shows of those it belongs to. The code of a second hat finds the county office, the key of
    an entry that was merged the one that stays.
    """
    found = next(iter(_by_key(key=key) or _by_code(code=key)), None)
    if found is None or found.merged_into_id is None:
        return found
    return Place.objects.select_related("parent", "authority").get(pk=found.merged_into_id)


_by_key = Prepared(lambda key: Place.objects.select_related("parent", "authority").filter(key=key), "key")
_by_code = Prepared(
    lambda code: Place.objects.select_related("parent", "authority").filter(district_cds=code).order_by("pk"), "code"
)


def county_by_key(key: str) -> Place:
    """A county. Raises Http404."""
    found = Place.objects.select_related("space").filter(key=key, kind=PlaceKind.COUNTY).first()
    if found is None:
        raise Http404
    return found


def outer_places(place: Place) -> list[Place]:
    """What a place lies within, from the top down, without the partnership; only key, kind and name are read."""
    rows = _outer(space=place.space_id, place=place)
    return sorted(rows, key=lambda outer: OUTER.index(PlaceKind(outer.kind)))


OUTER = [PlaceKind.AGENCY, PlaceKind.REGION, PlaceKind.COUNTY, PlaceKind.COUNTY_OFFICE, PlaceKind.DISTRICT]
_outer = Prepared(
    lambda space, place: (
        Place.objects.filter(space__reaches__inner=space, kind__in=OUTER).exclude(pk=place).only("key", "kind", "name")
    ),
    "space",
    "place",
)


def counties_of(region: int | None = None, locale: str = "") -> list[Place]:
    """Counties by name."""
    rows = Place.objects.filter(kind=PlaceKind.COUNTY)
    if region is not None:
        rows = rows.filter(region=region)
    if locale:
        rows = rows.filter(locale=locale)
    return list(rows.order_by("name"))


def all_counties() -> QuerySet[Place]:
    """Every county by name, as a form's choices."""
    return Place.objects.filter(kind=PlaceKind.COUNTY).order_by("name")


def homes() -> QuerySet[Place]:
    """The regions by number, then the counties by name: whoever looks after a collaborative."""
    number = Case(When(kind=PlaceKind.REGION, then="region"), default=Value(99))
    return Place.objects.filter(kind__in=[PlaceKind.REGION, PlaceKind.COUNTY]).order_by(number, "name")


def regions() -> list[Place]:
    return list(Place.objects.filter(kind=PlaceKind.REGION).order_by("region"))


def counts_by_county(region: int | None = None) -> Mapping[str, Counts]:
    """Districts and open schools that stand in each county, by county code."""
    rows = Place.objects.filter(status=Status.OPEN)
    if region is not None:
        rows = rows.filter(region=region)
    return {county: Counts(*row) for county, *row in rows.values_list("county").annotate(**COUNTED)}


def counts_of(county: str) -> Counts:
    """What one county holds, by its code."""
    return next((Counts(*row) for row in _counts(county=county)), Counts())


_counts = Prepared(
    lambda county: (
        Place.objects.filter(county=county, status=Status.OPEN)
        .values_list("county")
        .annotate(**COUNTED)
        .values_list(*COUNTED)
    ),
    "county",
)


def office_of(county: str) -> Place | None:
    """The county office of a county, by the county's code."""
    return next(iter(_office(county=county)), None)


_office = Prepared(
    lambda county: Place.objects.filter(kind=PlaceKind.COUNTY_OFFICE, county=county).order_by("pk")[:1], "county"
)


def districts_of(county: str, locale: str = "") -> QuerySet[Place]:
    """A county's districts by name, the county office among them where it is the district; with their open schools."""
    rows = Place.objects.filter(DISTRICTS, county=county)
    if locale:
        rows = rows.filter(locale=locale)
    counted = Count("children", filter=Q(children__kind=PlaceKind.SCHOOL, children__status=Status.OPEN))
    return rows.annotate(open_schools=counted).order_by("name")


def schools_of(parent: Place, *, closed: bool = False) -> QuerySet[Place]:
    """Schools that belong to a district or a county office, by name."""
    rows = Place.objects.filter(kind=PlaceKind.SCHOOL, parent=parent)
    return (rows if closed else rows.filter(status=Status.OPEN)).order_by("name", "pk")


def schools_without_district(county: str) -> QuerySet[Place]:
    """Schools standing in a county that belong to no district: of the county office, of the state, state charters."""
    rows = Place.objects.filter(kind=PlaceKind.SCHOOL, county=county, status=Status.OPEN)
    offices = Q(parent__kind__in=[PlaceKind.COUNTY_OFFICE, PlaceKind.AGENCY], parent__district_cds=None)
    return rows.filter(offices).select_related("parent", "authority").order_by("name", "pk")


def other_names_of(place: Place) -> list[PlaceName]:
    """Former names, the latest first, then names in use."""
    return _other_names(place=place)


_other_names = Prepared(lambda place: PlaceName.objects.filter(place=place).order_by("-used_until", "name"), "place")


def names_in_use(place: Place) -> list[str]:
    """Names that people use for it beside its own."""
    return list(PlaceName.objects.filter(place=place, used_until=None).order_by("name").values_list("name", flat=True))


def strengths_of(place: Place) -> list[str]:
    return list(Strength.objects.filter(place=place).order_by("words").values_list("words", flat=True))


def partners(kind: str = "", good_at: str = "") -> QuerySet[Place]:
    """Organizations that are no school authority, by name; of one kind, or good at something."""
    rows = Place.objects.filter(kind__in=[PlaceKind.PARTNER, PlaceKind.AGENCY], status=Status.OPEN)
    if kind:
        rows = rows.filter(partner_kind=kind)
    if good_at:
        rows = rows.filter(Exists(Strength.objects.filter(place=OuterRef("pk"), words=good_at)))
    return rows.prefetch_related("strengths").order_by("name")


def partner_kind_counts() -> dict[str, int]:
    rows = Place.objects.filter(kind__in=[PlaceKind.PARTNER, PlaceKind.AGENCY], status=Status.OPEN)
    return dict(rows.values_list("partner_kind").annotate(Count("pk")).order_by("partner_kind"))


def all_strengths() -> list[str]:
    return list(Strength.objects.order_by("words").values_list("words", flat=True).distinct())


def members_of(body: Place, on: date | None = None) -> list[Membership]:
    """Who belongs to a body on a date (today when not given). Those whose date of joining is not recorded are included."""
    day = on or today()
    rows = Membership.objects.filter(body=body).select_related("organization")
    rows = rows.filter(Q(joined_on=None) | Q(joined_on__lte=day), Q(left_on=None) | Q(left_on__gt=day))
    order = [MemberRole.FOUNDER, MemberRole.FUNDER, MemberRole.CONTENT, MemberRole.REGIONAL, MemberRole.DOCUMENTER]
    whens = [When(role=role, then=Value(rank)) for rank, role in enumerate(order)]
    return list(rows.order_by(Case(*whens, default=Value(len(order))), "organization__name"))


def memberships_of(organization: Place) -> list[Membership]:
    """To what an organization belongs or has belonged, the latest first."""
    rows = Membership.objects.filter(organization=organization).select_related("body")
    return list(rows.order_by("-joined_on", "body__name"))


def name_spaces(ids: list[int]) -> dict[int, Name]:
    """For lines of the record, roles and letters: what places are called, by the ids of their spaces. All pages are public."""
    rows = Place.objects.filter(space_id__in=ids).values_list("space_id", "name", "key")
    return {space: Name(name, reverse("places:place", args=[key])) for space, name, key in rows}
