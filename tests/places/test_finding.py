"""Places are found by what people type."""

from dataclasses import replace

import pytest

from groundswell.places.selectors import UnknownPlace, find_office, find_place, place_label, search_places
from groundswell.places.services.organizations import rename_place
from groundswell.places.services.schools import import_schools
from groundswell.places.wording import plain_words
from tests.places.test_schools import LAKEVIEW

pytestmark = pytest.mark.django_db


@pytest.fixture
def lakeviews(california: None) -> None:
    """Three schools of one name, one of them closed."""
    import_schools(
        by=None,
        records=[
            LAKEVIEW,
            replace(
                LAKEVIEW, cds_code="39686760000001", county="39", city="Stockton", authority_name="Stockton Unified"
            ),
            replace(LAKEVIEW, cds_code="45752670000003", status="closed"),
            replace(LAKEVIEW, cds_code="38684780000001", county="38", city="San Francisco", name="Jiménez Elementary"),
        ],
    )


def labels(text: str, **narrowed: object) -> list[str]:
    return [place_label(place) for place in search_places(text, **narrowed)]  # type: ignore[arg-type]


def test_beginnings_of_words_in_any_order(lakeviews: None):
    assert labels("stock lakev") == ["Lakeview Elementary · Stockton Unified · Stockton"]


def test_accents_do_not_matter(lakeviews: None):
    assert labels("jimenez") == ["Jiménez Elementary · San Francisco Unified · San Francisco"]
    assert labels("Jiménez") == labels("JIMENEZ")


def test_own_name_comes_before_district_and_larger_kinds_first(lakeviews: None):
    assert labels("stockton")[0] == "Stockton Unified · San Joaquin County"


def test_closed_places_are_not_offered(lakeviews: None):
    assert len(labels("lakeview elementary", kinds=["school"])) == 2
    assert len(labels("lakeview elementary", kinds=["school"], closed=True)) == 3


def test_narrowed_to_a_county(lakeviews: None):
    assert labels("lakeview", county="39") == ["Lakeview Elementary · Stockton Unified · Stockton"]


@pytest.mark.parametrize("text", ["", "l", "%", "_", "'", "   ", "\x00", "﷽"])
def test_too_little_finds_nothing(lakeviews: None, text: str):
    assert search_places(text) == []


def test_search_is_one_query_with_parents(lakeviews: None, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels("lakeview")


def test_label_chosen_from_suggestions_means_its_place(lakeviews: None):
    assert find_place("Lakeview Elementary · Gateway Unified · Redding").cds_code == LAKEVIEW.cds_code


def test_code_means_its_place_and_second_hat_its_office(lakeviews: None):
    assert find_place(LAKEVIEW.cds_code).name == "Lakeview Elementary"
    assert find_place("38684780000000").name == "San Francisco County Office of Education"


def test_name_of_several_places_asks_which(lakeviews: None):
    with pytest.raises(UnknownPlace) as unclear:
        find_place("Lakeview Elementary", kinds=["school"])
    assert str(unclear.value) == (
        "“Lakeview Elementary” can mean several places. Choose one: Lakeview Elementary · Gateway Unified · Redding; "
        "Lakeview Elementary · Stockton Unified · Stockton."
    )


def test_unknown_name_says_so(lakeviews: None):
    with pytest.raises(UnknownPlace) as unknown:
        find_place("Hogwarts")
    assert str(unknown.value) == "No place is known by the name “Hogwarts”."


def test_unknown_name_names_what_is_near(lakeviews: None):
    with pytest.raises(UnknownPlace) as misspelt:
        find_place("Tehema County Department")
    assert misspelt.value.advice() == (
        "No place is known by the name “Tehema County Department”. "
        "Do you mean one of these? Tehama County Department of Education."
    )
    with pytest.raises(UnknownPlace) as narrowed:
        find_place("Lakevew Elementary Stockton", kinds=["school"])
    assert narrowed.value.advice().endswith("these? Lakeview Elementary · Stockton Unified · Stockton.")


@pytest.mark.parametrize("text", ["Hogwarts", "Xyzzy County Office of Education", "Of a", "\x00", "a" * 5000])
def test_nothing_is_near_that_shares_only_what_all_share(lakeviews: None, text: str):
    with pytest.raises(UnknownPlace) as unknown:
        find_place(text)
    assert unknown.value.advice() == str(unknown.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tehama County Office of Education", "Tehama County Department of Education"),
        ("Butte COE", "Butte County Office of Education"),
        ("Oakland Unified School District", "Oakland Unified"),
    ],
)
def test_place_is_found_by_what_everybody_calls_it(lakeviews: None, text: str, name: str):
    assert find_place(text).name == name


def test_forged_text_is_only_unknown(lakeviews: None):
    with pytest.raises(UnknownPlace):
        find_place("\x00" * 5000)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Jiménez (K–8)", "jimenez k 8"),
        ("Đặng Łukasz Øystein", "dang lukasz oystein"),
        ("Straße_Æsop", "strasse aesop"),
        ("李 娜", "李 娜"),
        ("Анна-Мария", "анна мария"),
        ("–", ""),
    ],
)
def test_names_of_every_script_are_searched_by_their_letters(written: str, plain: str):
    assert plain_words(written) == plain


def test_former_name_still_finds(lakeviews: None):
    rename_place(by=None, place=find_place(LAKEVIEW.cds_code), name="Shasta Lake Elementary")
    assert find_place("Lakeview Gateway").name == "Shasta Lake Elementary"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Shasta", "45104540000000"),
        ("shasta county", "45104540000000"),
        ("Region 2", "region-2"),
        ("2", "region-2"),
        ("Del Norte", "08100820000000"),
        ("Orange County Department of Education", "30103060000000"),
    ],
)
def test_office_is_found_by_county_or_region(california: None, text: str, key: str):
    assert find_office(text).key == key


def test_no_such_office(california: None):
    with pytest.raises(UnknownPlace):
        find_office("Jefferson")
