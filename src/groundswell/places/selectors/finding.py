"""Finding a place by what somebody types: a few letters of a school, an office, a label chosen from suggestions."""

import operator
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache, reduce
from math import log
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from groundswell.core.errors import Refused
from groundswell.core.prepared import Prepared
from groundswell.places import atlas
from groundswell.places.choices import PlaceKind, Status
from groundswell.places.models import Place
from groundswell.places.wording import plain_words

SHORTEST = 2  # letters; fewer find half the state
MOST_WORDS = 8
MOST_NEAR = 3
CLOSE = 0.8  # of the best place's score: what still counts as near
DISTRICT = re.compile(r" school district$", re.IGNORECASE)  # the state's directory leaves it out of a district's name
LONGEST_WORD = 16  # letters of a word that tell it from others
PART = " · "  # between the parts of a label


class UnknownPlace(Refused):
    """Nothing, or more than one thing, is meant by what was typed. `candidates` are the likeliest."""

    def __init__(self, text: str, candidates: Collection[Place] = (), *, kinds: Collection[str] = ()) -> None:
        self.text, self.kinds = text, tuple(kinds)
        self.candidates = tuple(candidates)
        if self.candidates:
            names = "; ".join(place_label(place) for place in self.candidates[:5])
            message = _("“%(text)s” can mean several places. Choose one: %(names)s.") % {"text": text, "names": names}
        else:
            message = _("No place is known by the name “%(text)s”.") % {"text": text}
        super().__init__(message)

    def advice(self) -> str:
        """The sentence, and up to three places whose names are near. Looks for them: ask only where somebody reads it."""
        near = [] if self.candidates else near_places(self.text, kinds=self.kinds)
        if not near:
            return str(self)
        names = "; ".join(place_label(place) for place in near)
        return f"{self} " + _("Do you mean one of these? %(names)s.") % {"names": names}


def search_places(
    text: str, *, kinds: Iterable[str] = (), county: str = "", limit: int = 12, closed: bool = False
) -> list[Place]:
    """Places each of whose words begins with one that was typed, in any order; one query, with parents.

    Those whose own name begins with what was typed come first, then larger kinds, then by name.
    """
    return list(matching(text, kinds=kinds, county=county, closed=closed)[:limit])


def matching(text: str, *, kinds: Iterable[str] = (), county: str = "", closed: bool = False) -> QuerySet[Place]:
    """The same as a query, for pages that count and page through it. Empty for fewer than two letters."""
    words = plain_words(text).split()[:MOST_WORDS]
    rows = Place.objects.select_related("parent")
    if sum(map(len, words)) < SHORTEST:
        return rows.none()
    for word in words:
        rows = rows.filter(search__contains=f" {word}")
    wanted = list(kinds)
    if wanted:
        rows = rows.filter(kind__in=wanted)
    if county:
        rows = rows.filter(county=county)
    if not closed:
        rows = rows.filter(status=Status.OPEN)
    typed = " " + " ".join(words)
    nearness = Case(
        When(search__startswith=f"{typed} ", then=Value(0)),
        When(search__startswith=typed, then=Value(1)),
        When(search__startswith=f" {words[0]}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.order_by(nearness, _kind_order(), "name", "pk")


def near_places(text: str, *, kinds: Collection[str] = ()) -> list[Place]:
    """Up to three open places that have the rarest word and at least half of all; three queries, with parents.

    A word that begins no name is cut until it does, at most by half: “Tehema” finds Tehama. Short words tell nothing. Where
    more than three fit equally well the largest kind is meant (an office, not its districts), or none is near.
    """
    words = [word for word in plain_words(text.replace("·", " ")).split()[:MOST_WORDS] if len(word) > SHORTEST]
    rows = Place.objects.filter(status=Status.OPEN, **({"kind__in": list(kinds)} if kinds else {}))
    starts = {start: _begins(start) for word in words for start in _beginnings(word)}
    having = rows.aggregate(all=Count("pk"), **{f"n{start}": Count("pk", filter=has) for start, has in starts.items()})
    meant = [next((one for one in _beginnings(word) if having[f"n{one}"]), "") for word in words]
    weights = {start: log(1 + having["all"] / having[f"n{start}"]) for start in meant if start}
    if 2 * len(weights) < len(words) or not weights:
        return []
    telling = max(weights, key=weights.__getitem__)
    scored = rows.filter(starts[telling]).annotate(hits=_sum(dict.fromkeys(weights, 1.0)), score=_sum(weights))
    order, shown = ("-score", _kind_order(), "name", "pk"), ("pk", "score", "kind")
    near = list(scored.filter(hits__gte=len(words) / 2).order_by(*order).values_list(*shown)[: MOST_NEAR + 1])
    if len(near) > MOST_NEAR and near[-1][1] == near[0][1]:
        near = [row for row in near if row[2] == near[0][2]]
    numbers = [number for number, score, _kind in near if score > CLOSE * near[0][1]]
    if len(numbers) > MOST_NEAR:
        numbers = [] if near[-1][1] == near[0][1] else numbers[:MOST_NEAR]
    found = places_by_id(numbers)
    return [found[number] for number in numbers]


def _beginnings(word: str) -> list[str]:
    """The word and what is left of it when its end is cut off, longest first."""
    word = word[:LONGEST_WORD]
    return [word[:length] for length in range(len(word), max(SHORTEST, (len(word) - 1) // 2), -1)]


def _begins(start: str) -> Q:
    return Q(search__contains=f" {start}")


def _sum(weights: Mapping[str, float]) -> Combinable:
    """Of each place: the weights of those beginnings that it has."""
    parts = [Case(When(_begins(start), then=Value(weight)), default=Value(0.0)) for start, weight in weights.items()]
    return reduce(operator.add, parts, Value(0.0))


def _kind_order() -> Case:
    order = [
        PlaceKind.REGION,
        PlaceKind.COUNTY_OFFICE,
        PlaceKind.COUNTY,
        PlaceKind.DISTRICT,
        PlaceKind.SCHOOL,
        PlaceKind.PARTNER,
    ]
    whens = [When(kind=kind, then=Value(place)) for place, kind in enumerate(order)]
    return Case(*whens, default=Value(len(order)), output_field=IntegerField())


def place_label(place: Place) -> str:
    """A place in one line that tells it from its namesakes: "Lincoln Elementary · Oakland Unified · Oakland".

    Needs `parent` where it is a school or district.
    """
    parts = [place.name]
    if place.kind == PlaceKind.SCHOOL and place.parent is not None:
        parts.append(belongs_to(place))
    if place.kind == PlaceKind.COUNTY_OFFICE and place.district_name:
        parts.append(place.district_name)
    if place.kind == PlaceKind.SCHOOL and place.city:
        parts.append(place.city)
    elif place.kind == PlaceKind.DISTRICT and place.county:
        parts.append(_("%(county)s County") % {"county": atlas.counties()[place.county].name})
    return PART.join(dict.fromkeys(parts))


def about_place(place: Place) -> str:
    """The label without the name: "Oakland Unified · Oakland"."""
    return place_label(place).removeprefix(place.name).removeprefix(PART)


def belongs_to(school: Place) -> str:
    """The name of a school's district or county office, with the hat that its code names."""
    parent = school.parent
    if parent is None:
        return ""
    district = parent.district_cds is not None and (school.cds_code or "")[:7] == parent.district_cds[:7]
    return parent.district_name if district else parent.name


def find_place(text: str, *, kinds: Iterable[str] = ()) -> Place:
    """The one place meant by what was typed: a label, a CDS code or key, or words that only one place has.

    Raises UnknownPlace, which names the likeliest.
    """
    typed = " ".join(text.replace("\x00", " ").split())[:400]
    typed = DISTRICT.sub("", typed) or typed
    wanted = list(kinds)
    rows = Place.objects.select_related("parent", "space")
    if typed and " " not in typed:
        exact = rows.filter(Q(key=typed) | Q(district_cds=typed)).first()
        if exact is not None and exact.merged_into_id is not None:
            exact = rows.get(pk=exact.merged_into_id)
        if exact is not None and (not wanted or exact.kind in wanted):
            return exact
    # Whether there is any comes first: most of what is typed and not chosen is no place that we know.
    words = plain_words(typed.replace("·", " ")).split()[:MOST_WORDS]
    if sum(map(len, words)) < SHORTEST or not _any_of(len(words), tuple(wanted))(
        **{f"word{number}": f" {word}" for number, word in enumerate(words)}
    ):
        raise UnknownPlace(typed, kinds=wanted)
    numbers = list(matching(typed.replace("·", " "), kinds=wanted).values_list("pk", flat=True)[:20])
    by_number = rows.in_bulk(numbers)
    found = [by_number[number] for number in numbers]
    labeled = [place for place in found if place_label(place).casefold() == typed.casefold()]
    named = [place for place in found if place.name.casefold() == typed.casefold()]
    meant = labeled or named or found
    if len(meant) > 1:
        raise UnknownPlace(typed, meant)
    return meant[0]


@cache
def _any_of(words: int, kinds: tuple[str, ...]) -> Prepared[Place]:
    """One of the open places with so many words. Of few shapes: words are at most eight, kinds those that code asks for."""

    def build(**slots: Any) -> QuerySet[Place]:
        rows = Place.objects.filter(*(Q(search__contains=slot) for slot in slots.values()), status=Status.OPEN)
        return (rows.filter(kind__in=kinds) if kinds else rows).only("pk")[:1]

    return Prepared(build, *(f"word{number}" for number in range(words)))


def find_office(text: str) -> Place:
    """A county office by its county's name ("Shasta", "Shasta County"), or a region ("Region 2", "2"); with its space.

    Raises UnknownPlace.
    """
    typed = plain_words(text)
    rows = Place.objects.select_related("parent", "space")
    number = typed.removeprefix("region").strip()
    if number.isdecimal():
        region = rows.filter(kind=PlaceKind.REGION, key=f"region-{int(number)}").first()
        if region is not None:
            return region
    code = atlas.county_codes().get(typed.removesuffix(" county").strip())
    if code is not None:
        return rows.get(kind=PlaceKind.COUNTY_OFFICE, county=code)
    return find_place(text, kinds=[PlaceKind.COUNTY_OFFICE, PlaceKind.REGION])


def places_by_id(ids: Iterable[int]) -> dict[int, Place]:
    """Places with their parents, by id."""
    return {place.pk: place for place in Place.objects.filter(pk__in=list(ids)).select_related("parent")}
