"""Places as people wrote them, because the list had none: who may say what they are, and what they could be.

Nobody is named here: a place is told by how it was written, its county and how many wrote it.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Lower

from groundswell.access.allow import Somebody, allows, within_reach
from groundswell.access.permissions import Permission
from groundswell.people.models import Position
from groundswell.places import atlas
from groundswell.places.choices import WHERE_PEOPLE_WORK, PlaceKind, Status
from groundswell.places.models import Place
from groundswell.places.policies import platform_of
from groundswell.places.selectors.finding import places_by_id
from groundswell.places.wording import plain_words

PAGE = 50
LIKELY = 6
ALIKE = 0.35  # of the pieces of both names
COMMON = {
    "school",
    "elementary",
    "high",
    "middle",
    "the",
    "of",
    "academy",
    "charter",
    "jr",
    "sr",
    "unified",
    "district",
}


@dataclass(frozen=True, slots=True)
class Unlisted:
    """One way in which a place was written, in one county. `number` is a position that says so, for addresses."""

    number: int
    written: str
    county: str
    people: int
    roles: list[str] = field(default_factory=list)

    @property
    def county_name(self) -> str:
        held = atlas.counties().get(self.county)
        return held.name if held else ""


def written_by_people(user: Somebody) -> QuerySet[Position]:
    """Positions at places that are not in the list, in counties whose entries the user looks after."""
    rows = Position.objects.filter(place=None)
    if allows(user, Permission.PLACE_EDIT, platform_of()):
        return rows
    offices = Place.objects.filter(within_reach(user, Permission.PLACE_EDIT), kind=PlaceKind.COUNTY_OFFICE)
    return rows.filter(county__in=offices.values("county"))


def unlisted_places(user: Somebody, page: int | str = 1, county: str = "") -> Page[Unlisted]:
    """What was written, most people first."""
    rows = written_by_people(user)
    if county:
        rows = rows.filter(county=county)
    found = (
        rows.annotate(plain=Lower("place_name"))
        .values("plain", "county")
        .annotate(people=Count("person", distinct=True), number=Min("pk"), written=Max("place_name"))
        .order_by("-people", "plain", "county")
    )
    shown: Page[Any] = Paginator(found, PAGE).get_page(page)
    shown.object_list = [
        Unlisted(row["number"], row["written"], row["county"], row["people"]) for row in shown.object_list
    ]
    return shown


def same_place(position: Position) -> QuerySet[Position]:
    """Every position that writes the same place: letters' case does not count, the county does."""
    rows = Position.objects.filter(place=None, county=position.county).alias(plain=Lower("place_name"))
    return rows.filter(plain=Lower(Value(position.place_name)))


def unlisted_of(position: Position) -> Unlisted:
    """The place that this position writes, with the roles of those who wrote it."""
    rows = list(same_place(position).order_by("role"))
    roles = list(dict.fromkeys(str(row.get_role_display()) for row in rows))
    people = len({row.person_id for row in rows})
    return Unlisted(position.pk, position.place_name, position.county, people, roles)


def likely_places(written: str, county: str) -> list[Place]:
    """What it could be: the places of the county that are called most like it, slips of the pen forgiven."""
    asked = _pieces(written)
    rows = Place.objects.filter(county=county, kind__in=WHERE_PEOPLE_WORK, status=Status.OPEN)
    scored = ((_alike(asked, _pieces(name)), pk) for pk, name in rows.values_list("pk", "name"))
    best = sorted((pair for pair in scored if pair[0] >= ALIKE), reverse=True)[:LIKELY]
    found = places_by_id(pk for _score, pk in best)
    return [found[pk] for _score, pk in best]


def _pieces(name: str) -> set[str]:
    """Each two letters that follow each other in the words that tell a school from others."""
    words = plain_words(name).split()
    telling = [word for word in words if word not in COMMON] or words
    return {word[start : start + 2] for word in telling for start in range(len(word) - 1)}


def _alike(one: set[str], other: set[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def count_unlisted(county: str) -> int:
    """How many places of a county wait for somebody who knows them."""
    rows = Position.objects.filter(Q(place=None), county=county)
    return rows.annotate(plain=Lower("place_name")).values("plain").distinct().count()
