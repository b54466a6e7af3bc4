"""What sets refuse before anything is written, and how places describe themselves."""

import pytest

from groundswell.places.models import Membership, Place, PlaceName, Strength
from groundswell.places.policies import visible_to
from groundswell.places.services.bulk import BadPlace, PlaceDraft, put_places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("drafts", "message"),
    [
        ([PlaceDraft("a", {"kind": "castle", "name": "A"})], "Not a kind of places: castle."),
        ([PlaceDraft("a", {"kind": "school", "name": "A" * 201})], "A name is longer than 200 letters."),
        ([PlaceDraft("a", {"kind": "school", "name": "  "})], "Places need a name: a."),
        ([PlaceDraft("a", {"kind": "school", "name": "A"})] * 2, "A place stands twice in one batch."),
    ],
)
def test_bad_batch_is_refused_whole(drafts: list[PlaceDraft], message: str):
    with pytest.raises(BadPlace) as refused:
        put_places(drafts=drafts)
    assert str(refused.value) == message
    assert not Place.objects.filter(key="a").exists()


def test_changed_authority_is_a_change(california: None):
    board = Place.objects.get(key="sbe")
    district = Place.objects.get(key="45752670000000")
    outcomes = put_places(drafts=[PlaceDraft(district.key, {"name": district.name}, authority=board)])
    assert [str(outcome) for outcome in outcomes] == ["changed"]
    assert Place.objects.filter(key=district.key, authority=board).exists()


def test_place_given_a_parent_for_the_first_time_is_reached_from_it(california: None):
    svmi = Place.objects.get(key="svmi")
    county = Place.objects.get(key="county-43")
    put_places(drafts=[PlaceDraft("svmi", {"name": svmi.name}, parent=county)])
    assert visible_to(None).filter(key="svmi", space__reaches__inner=svmi.space_id, parent=county).exists()  # type: ignore[arg-type]
    assert Place.objects.filter(key="county-43", space__reaches__inner_id=svmi.space_id).exists()


@pytest.mark.parametrize(
    ("key", "sector"),
    [
        ("cde", "state"),
        ("partnership", "state"),
        ("ucb", "higher"),
        ("lhs", "community"),
        ("45752670000000", "schools"),
    ],
)
def test_sector_follows_kind(california: None, key: str, sector: str):
    assert Place.objects.get(key=key).sector == sector


def test_rows_name_themselves(california: None):
    place = Place.objects.get(key="lhs")
    membership = Membership.objects.get(organization=place)
    assert [str(one) for one in (place, PlaceName(name="LHS"), Strength(words="labs"), membership)] == [
        "Lawrence Hall of Science",
        "LHS",
        "labs",
        f"{place.pk} in {membership.body_id}",
    ]
