"""A query that is composed once gives the rows that the plain query gives, for each value anew."""

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db.models import Q

from groundswell.core.prepared import Prepared
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db

BY_COUNTY = Prepared(
    lambda county, least: Place.objects.filter(county=county, pk__gt=least).select_related("space").order_by("key"),
    "county",
    "least",
)
CONTAINING = Prepared(
    lambda words: Place.objects.filter(Q(search__contains=words)).order_by("pk").only("key"),
    "words",
)


@pytest.fixture
def places() -> None:
    parent = None
    named = [("45", "Shasta"), ("45", "50% North_East"), ("10", "Fresno"), ("45", "A\\B")]
    for number, (county, name) in enumerate(named):
        fields = {"kind": PlaceKind.PARTNER, "name": name, "county": county, "search": f" {name.lower()} "}
        space = make_space(kind=Kind.PLACE)
        parent = Place.objects.create(parent=parent, space=space, key=f"place-{9 - number}", **fields)


def test_prepared_gives_the_rows_of_the_plain_query_for_each_value(places: None):
    first = Place.objects.order_by("pk").values_list("pk", flat=True)[0]
    for county in ("45", "10", "99"):
        for least in (0, first):
            assert BY_COUNTY(county=county, least=least) == list(
                Place.objects.filter(county=county, pk__gt=least).order_by("key")
            )


def test_prepared_asks_the_database_once_and_brings_what_was_selected(places: None, django_assert_num_queries):
    with django_assert_num_queries(1):
        kinds = {place.space.kind for place in BY_COUNTY(county="45", least=0)}
    assert kinds == {"place"}


def test_prepared_still_refuses_what_was_not_selected(places: None):
    with pytest.raises(FieldFetchBlocked):
        _names = [place.parent for place in BY_COUNTY(county="45", least=0)]


@pytest.mark.parametrize("words", [" shasta", "%", "_", "\\", " no such place"])
def test_prepared_patterns_take_what_is_typed_as_it_is(places: None, words: str):
    assert CONTAINING(words=words) == list(Place.objects.filter(search__contains=words).order_by("pk"))


def test_prepared_wants_a_value_for_each_slot(places: None):
    with pytest.raises(KeyError, match="least"):
        BY_COUNTY(county="45")


OF_COUNTIES = Prepared(
    lambda counties, spaces: (
        Place.objects.filter(county__in=counties, space__pk__in=spaces).order_by("pk").values_list("key", flat=True)
    ),
    "counties",
    "spaces",
    many=["counties", "spaces"],
)


@pytest.mark.parametrize("counties", [["45"], ["10", "45"], ["10", "45", "99"], ["45", "45", "10", "45", "99"], []])
def test_prepared_lists_of_any_length_give_what_the_plain_query_gives(
    places: None, counties, django_assert_num_queries
):
    spaces = list(Place.objects.order_by("pk").values_list("space_id", flat=True))
    for some in (spaces, spaces[1:], spaces[:1], []):
        plain = Place.objects.filter(county__in=counties, space__in=some).order_by("pk").values_list("key", flat=True)
        with django_assert_num_queries(1 if counties and some else 0):
            found = OF_COUNTIES(counties=counties, spaces=some)
        assert found == list(plain)
