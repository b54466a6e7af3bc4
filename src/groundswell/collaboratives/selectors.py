"""Reading collaboratives."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from groundswell.collaboratives.choices import Bond, Part, Subject, TaskState
from groundswell.collaboratives.models import (
    Collaborative,
    Endorsement,
    Member,
    Need,
    Offer,
    OfferRequest,
    Participation,
    Task,
    VisionVersion,
)
from groundswell.core.clock import today
from groundswell.core.prepared import Prepared
from groundswell.people.models import Person
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place

LEADING = (Part.LEAD, Part.DEPUTY)


def collaborative_by_key(key: str) -> Collaborative:
    """The collaborative with this address. Raises Http404."""
    found = _by_key(key=key)
    if not found:
        raise Http404
    return found[0]


_by_key = Prepared(lambda key: Collaborative.objects.select_related("home", "space").filter(key=key), "key")


def collaboratives(*, scope: str = "", subject: str = "") -> QuerySet[Collaborative]:
    """All of them, regional ones in the order of the regions first."""
    rows = Collaborative.objects.select_related("home")
    if scope:
        rows = rows.filter(scope=scope)
    if subject:
        rows = rows.filter(subject=subject)
    return rows.order_by("-scope", "home__region", "name")


def counts_by(field: str) -> dict[str, int]:
    """How many collaboratives by scope or subject."""
    return dict(Collaborative.objects.values_list(field).annotate(n=Count("pk")).order_by(field))


def places_of(collaborative: Collaborative, bond: str) -> list[Participation]:
    """Counties or partners that take part now."""
    return _places(collaborative=collaborative, bond=bond)


_places = Prepared(
    lambda collaborative, bond: (
        Participation.objects.filter(collaborative=collaborative, bond=bond, left_on=None)
        .select_related("place")
        .order_by("place__name")
    ),
    "collaborative",
    "bond",
)


def members_of(collaborative: Collaborative, *, leading: bool = False) -> list[Member]:
    """Members now, those who lead first."""
    rows = Member.objects.filter(collaborative=collaborative, until=None).select_related("person", "place")
    if leading:
        rows = rows.filter(part__in=LEADING)
    order = {part: number for number, part in enumerate(Part.values)}
    return sorted(rows, key=lambda row: (order[row.part], row.person.sort_name))


def member_rows_of_person(collaborative: Collaborative, person: Person) -> list[Member]:
    """The parts that a person holds now."""
    rows = Member.objects.filter(collaborative=collaborative, person=person, until=None)
    return list(rows.select_related("place"))


def representatives_of(collaborative: Collaborative) -> list[tuple[Participation, Member | None]]:
    """Each county that takes part, with whoever speaks for it: a representative before anybody else."""
    speaks: dict[int, Member] = {}
    members = members_of(collaborative)
    for member in sorted(members, key=lambda row: row.part != Part.REPRESENTATIVE):
        if member.place_id is not None:
            speaks.setdefault(member.place_id, member)
    return [(row, speaks.get(row.place_id)) for row in places_of(collaborative, Bond.COUNTY)]


def needs_of(collaborative: Collaborative) -> list[Need]:
    """Needs with their evidence, latest first."""
    rows = Need.objects.filter(collaborative=collaborative).select_related("raised_by")
    return list(rows.prefetch_related("evidence__place").order_by("state", "-made_at"))


def need_by_id(key: str, pk: int) -> Need:
    """A need of the collaborative with this address. Raises Http404."""
    rows = Need.objects.select_related("collaborative__space")
    found = rows.filter(pk=pk, collaborative__key=key).first()
    if found is None:
        raise Http404
    return found


def visions_of(collaborative: Collaborative) -> list[VisionVersion]:
    """All versions, latest first, with goals and how many endorsed them."""
    rows = VisionVersion.objects.filter(collaborative=collaborative).select_related("written_by")
    rows = rows.annotate(behind=Count("endorsements", filter=Q(endorsements__person__merged_into=None)))
    return list(rows.prefetch_related("goals").order_by("-number"))


def current_vision(collaborative: Collaborative) -> VisionVersion | None:
    """The version that holds: the latest adopted one."""
    return next(iter(_current(collaborative=collaborative)), None)


_current = Prepared(
    lambda collaborative: (
        VisionVersion.objects.filter(collaborative=collaborative, adopted_at__isnull=False)
        .prefetch_related("goals")
        .order_by("-number")[:1]
    ),
    "collaborative",
)


def visions_to_endorse(person: Person) -> list[VisionVersion]:
    """The visions that hold in the person's collaboratives and that they have not endorsed."""
    return _to_endorse(person=person)


def _rows_to_endorse(person: Any) -> QuerySet[VisionVersion]:
    mine = Member.objects.filter(person=person, until=None).values("collaborative_id")
    newer = VisionVersion.objects.filter(
        collaborative_id=OuterRef("collaborative_id"), adopted_at__isnull=False, number__gt=OuterRef("number")
    )
    endorsed = Endorsement.objects.filter(vision=OuterRef("pk"), person=person)
    rows = VisionVersion.objects.filter(~Exists(newer), ~Exists(endorsed), collaborative_id__in=mine)
    rows = rows.filter(adopted_at__isnull=False, collaborative__ends_on=None)
    return rows.select_related("collaborative").order_by("-adopted_at")[:6]


_to_endorse = Prepared(_rows_to_endorse, "person")


def endorsements_of(vision: VisionVersion) -> list[Endorsement]:
    """Who stands behind it, with the place they speak for; two rows of one person count once."""
    rows = Endorsement.objects.filter(vision=vision, person__merged_into=None).select_related("person", "place")
    return list(rows.order_by("made_at"))


def counties_without_endorsement(collaborative: Collaborative, vision: VisionVersion) -> list[Place]:
    """Counties that take part and for which nobody has endorsed."""
    endorsed = Endorsement.objects.filter(vision=vision, place__isnull=False).values("place_id")
    rows = Participation.objects.filter(collaborative=collaborative, bond=Bond.COUNTY, left_on=None)
    return [row.place for row in rows.exclude(place_id__in=endorsed).select_related("place").order_by("place__name")]


def tasks_of(collaborative: Collaborative, *, state: str = TaskState.OPEN, county: int | None = None) -> QuerySet[Task]:
    """Tasks by due day; those without one come last."""
    rows = Task.objects.filter(collaborative=collaborative, state=state)
    if county is not None:
        rows = rows.filter(county_id=county)
    return rows.select_related("owner", "county", "offered_to").order_by(F("due_on").asc(nulls_last=True), "pk")


def tasks_without_owner(collaborative: Collaborative) -> QuerySet[Task]:
    """Open tasks that nobody does, by due day."""
    return tasks_of(collaborative).filter(owner=None)


def task_by_id(key: str, pk: int) -> Task:
    """A task of the collaborative with this address. Raises Http404."""
    rows = Task.objects.select_related("collaborative__space", "owner", "county", "offered_to")
    found = rows.filter(pk=pk, collaborative__key=key).first()
    if found is None:
        raise Http404
    return found


def workload_of(collaborative: Collaborative) -> list[tuple[str, int, int]]:
    """Name, open and finished tasks of everyone who owns any; the fullest first."""
    rows = Task.objects.filter(collaborative=collaborative, owner__isnull=False).values("owner_id")
    counted = rows.annotate(
        open=Count("pk", filter=Q(state=TaskState.OPEN)), done=Count("pk", filter=Q(state=TaskState.DONE))
    )
    by_person = {row["owner_id"]: row for row in counted}
    people = Person.objects.in_bulk(list(by_person))
    lines = [(people[pk].name, row["open"], row["done"]) for pk, row in by_person.items()]
    return sorted(lines, key=lambda line: (-line[1], -line[2], line[0]))


def tasks_of_person(person: Person) -> list[Task]:
    """What one person has to do, over all collaboratives, and what is offered to them."""
    return _tasks(person=person)


_tasks = Prepared(
    lambda person: (
        Task.objects.filter(Q(owner=person) | Q(offered_to=person), state=TaskState.OPEN)
        .select_related("collaborative", "county", "offered_to", "owner")
        .order_by(F("due_on").asc(nulls_last=True), "pk")[:50]
    ),
    "person",
)


def offers_of(collaborative: Collaborative) -> list[Offer]:
    """Standing offers that were made within this collaborative."""
    return _offers(collaborative=collaborative)


_offers = Prepared(
    lambda collaborative: (
        Offer.objects.filter(collaborative=collaborative)
        .select_related("giver", "taker", "contact")
        .order_by("until", "giver__name", "pk")
    ),
    "collaborative",
)


def offers_to_find(words: str = "", *, subject: str = "", county: Place | None = None) -> QuerySet[Offer]:
    """Offers that stand today: with all of these words, for this subject, open to this county."""
    rows = Offer.objects.filter(Q(until=None) | Q(until__gte=today()))
    for word in words.split()[:6]:
        rows = rows.filter(Q(what__icontains=word) | Q(what_es__icontains=word) | Q(giver__name__icontains=word))
    if subject:
        rows = rows.filter(subject__in=[subject, Subject.BOTH])
    if county is not None:
        together = Participation.objects.filter(place=county, bond=Bond.COUNTY, left_on=None).values("collaborative_id")
        open_to = Q(taker=county) | Q(taker=None, collaborative=None) | Q(taker=None, collaborative_id__in=together)
        rows = rows.filter(open_to).exclude(giver=county)
    return rows.select_related("giver", "taker", "collaborative").order_by("giver__name", "what", "pk")


def offer_by_id(pk: int) -> Offer:
    """Raises Http404."""
    rows = Offer.objects.select_related("giver__space", "taker", "collaborative", "contact")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def offers_given(county: Place) -> list[Offer]:
    """What a county promises now."""
    return _given(county=county, day=today())


_given = Prepared(
    lambda county, day: (
        Offer.objects.filter(Q(until=None) | Q(until__gte=day), giver=county)
        .select_related("giver", "taker", "contact")
        .order_by("taker__name", "pk")
    ),
    "county",
    "day",
)


def requests_to(county: Place) -> list[OfferRequest]:
    """What others ask of a county; those that wait for an answer first, then the latest."""
    rows = OfferRequest.objects.filter(offer__giver=county).select_related("offer", "county", "person__user")
    return list(rows.order_by(F("answered_at").asc(nulls_first=True), "-made_at")[:50])


def requests_from(county: Place) -> list[OfferRequest]:
    """What a county has asked of others, the latest first."""
    rows = OfferRequest.objects.filter(county=county).select_related("offer__giver")
    return list(rows.order_by("-made_at")[:50])


def request_by_id(pk: int) -> OfferRequest:
    """Raises Http404."""
    rows = OfferRequest.objects.select_related("offer__giver__space", "county", "person")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def takers_of(offer: Offer) -> QuerySet[Place]:
    """The counties that may ask for an offer: the one it is for, those of its collaborative, or all but its giver."""
    rows = Place.objects.filter(kind=PlaceKind.COUNTY).exclude(pk=offer.giver_id)
    if offer.taker_id is not None:
        return rows.filter(pk=offer.taker_id)
    if offer.collaborative_id is not None:
        together = Participation.objects.filter(collaborative=offer.collaborative_id, bond=Bond.COUNTY, left_on=None)
        return rows.filter(pk__in=together.values("place_id"))
    return rows


def together_with(counties: Sequence[Place]) -> set[tuple[int, int]]:
    """(county, collaborative) for each in which one of these takes part."""
    rows = Participation.objects.filter(place__in=counties, bond=Bond.COUNTY, left_on=None)
    return set(rows.values_list("place_id", "collaborative_id"))
