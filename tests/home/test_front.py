"""The front page, and the search that looks through all that is public."""

import pytest

from groundswell.collaboratives.services.collaboratives import add_place
from groundswell.convenings.services.planning import cancel_convening, change_convening, plan_convening
from groundswell.core import clock
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    END,
    START,
    collaborative,
    convening,
    counties,
    redding,
)

pytestmark = pytest.mark.django_db


def titles(rows) -> list[str]:
    return [row["title"] for row in rows]


def test_front_page_shows_what_comes_then_what_was_and_nothing_that_was_canceled(client, redding):  # noqa: F811
    with clock.at(START):
        shown = client.get("/").context
        assert (titles(shown["coming"]), titles(shown["latest"])) == (["Talk"], [])
    with clock.at(END + (END - START)):
        shown = client.get("/").context
        assert (titles(shown["coming"]), titles(shown["latest"])) == ([], ["Talk"])
        cancel_convening(by=None, convening=redding.convening)
        assert titles(client.get("/").context["latest"]) == []


def test_front_page_without_collaboratives_has_no_map(client, redding, counties):  # noqa: F811
    assert client.get("/").context["map"] is None
    add_place(by=None, collaborative=redding.convening.collaborative, place=counties["lassen"])
    assert "1 county takes part." in client.get("/").content.decode()


def test_front_page_sends_whoever_is_signed_in_to_their_own(client):
    client.force_login(provide_person(by=None, email="ana@example.org", given_name="Ana").user)
    assert client.get("/").headers["location"] == "/today/"


def found(client, words: str, language: str = "en") -> tuple[list[str], list[str]]:
    shown = client.get("/search/", {"q": words}, headers={"accept-language": language}).context
    return titles(shown["convenings"]), [row.name for row in shown["collaboratives"]]


def test_search_finds_convenings_and_collaboratives_by_all_words(client, redding):  # noqa: F811
    change_convening(by=None, convening=redding.convening, fields={"title": "Talk in math"})
    assert found(client, "math talk") == (["Talk in math"], [])
    assert found(client, "math science") == ([], [])
    assert found(client, "NORTH") == ([], ["North"])
    assert found(client, "t") == ([], [])  # one letter finds half of everything


def test_search_finds_a_convening_by_its_spanish_title(client, redding):  # noqa: F811
    change_convening(by=None, convening=redding.convening, fields={"title_es": "Hablar en clase"})
    assert found(client, "hablar", "es") == (["Hablar en clase"], [])


def test_search_leaves_out_drafts(client, collaborative):  # noqa: F811
    fields = {"title": "Secret talk", "subject": "both", "starts_at": START, "ends_at": END}
    plan_convening(by=None, collaborative=collaborative, fields=fields)
    assert found(client, "talk") == ([], [])
