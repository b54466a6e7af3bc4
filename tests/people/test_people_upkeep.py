"""Looking after people: two entries of one person, positions of others, texts, and who works at a place."""

import pytest
from django.urls import reverse

from groundswell.activity.services.jobs import run_next_job
from groundswell.people.models import Merge, Person, Position
from groundswell.people.services.consents import publish_first_texts
from groundswell.people.services.people import provide_person
from groundswell.places.models import Place
from groundswell.places.selectors.finding import find_place
from tests.people.looking import position, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(ada, world):
    return ada, provide_person(by=None, email="af@example.org", given_name="Ada", family_name="Ferreira")


def test_duplicates_are_found_compared_merged_and_taken_apart(as_, op, twins):
    one, other = twins
    client = as_(op)
    compare = reverse("people:compare", args=[one.pk, other.pk])
    assert compare in text_of(client.get(reverse("people:duplicates")))
    assert "af@example.org" in text_of(client.get(reverse("people:duplicates"), {"q": "af@"}))
    assert compare in text_of(client.get(reverse("people:duplicates"), {"q": "ferreira", "with": str(one.pk)}))
    assert "af@example.org" in text_of(client.get(compare))
    client.post(compare)
    assert Person.objects.get(pk=other.pk).merged_into_id == one.pk
    assert client.get(compare).status_code == 404
    assert "Take apart again" in text_of(client.get(reverse("people:duplicates")))
    client.post(reverse("people:undo-merge", args=[Merge.objects.get().pk]))
    assert Person.objects.get(pk=other.pk).merged_into_id is None


@pytest.mark.parametrize("name", ["duplicates", "consent-texts"])
def test_pages_for_the_operator_are_not_there_for_others(as_, ada, cy, op, client, name):
    publish_first_texts()
    url = reverse(f"people:{name}")
    assert client.get(url).status_code == 302
    assert [as_(reader).get(url).status_code for reader in (ada, cy, op)] == [404, 404, 200]


def test_comparing_is_not_there_for_others(as_, twins, cy, ada):
    url = reverse("people:compare", args=[twins[0].pk, twins[1].pk])
    for reader in (ada, cy):
        assert (as_(reader).get(url).status_code, as_(reader).post(url).status_code) == (404, 404)
    assert Person.objects.filter(merged_into=None).count() == 3


def test_the_operator_edits_positions_of_others(as_, op, ada):
    client = as_(op)
    assert "Manzanita" in text_of(client.get(reverse("people:positions", args=[ada.pk])))
    response = client.post(reverse("people:add-position", args=[ada.pk]), position())
    assert response.url == reverse("people:positions", args=[ada.pk])
    assert Position.objects.filter(person=ada).count() == 2


def test_the_operator_publishes_a_text(as_, op):
    publish_first_texts()
    client = as_(op)
    url = reverse("people:consent-text", args=["photo"])
    assert "Photographs" in text_of(client.get(url))
    assert "Please look at this again" in text_of(client.post(url, {"en": "Same", "es": "Same"}))
    client.post(url, {"en": "New words.", "es": "Palabras nuevas."})
    assert "New words." in text_of(client.get(reverse("people:consent-texts")))
    assert client.get(reverse("people:consent-text", args=["nothing"])).status_code == 404


# On pages of places


def test_a_place_shows_who_works_there_to_those_who_may_know(as_, client, ada, cy, known, world):
    url = reverse("places:place", args=[world.manzanita.key])

    def names(html):
        return "Ada Ferreira" in html

    assert names(text_of(client.get(url))) is False
    assert names(text_of(as_(known).get(url))) is False
    assert names(text_of(as_(cy).get(url))) is True
    Person.objects.filter(pk=ada.pk).update(shows_name=3, shows_work=0, shows_teaching=0)
    assert names(text_of(as_(known).get(url))) is False


def test_operator_lets_the_words_of_finding_be_written_anew(client, op, ada, world):
    Place.objects.update(search="")
    Person.objects.update(search="", sort_name="")
    client.force_login(op)
    assert "some cannot be found" in client.get("/operator/").content.decode()
    client.post("/people/index/")
    run_next_job(worker="test")
    assert "some cannot be found" not in client.get("/operator/").content.decode()
    assert find_place("manzanita") == world.manzanita
    ada.refresh_from_db()
    assert (ada.search, ada.sort_name) == (" ada ferreira", "ferreira ada")
