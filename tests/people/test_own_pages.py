"""One's own pages: profile, what others see, positions, agreements, data, leaving."""

import io
import zipfile

import pytest
from django.urls import reverse

from groundswell.people.models import Consent, Person
from groundswell.people.services.consents import publish_first_texts
from tests.people.looking import leaks, position, text_of

pytestmark = pytest.mark.django_db


def test_own_pages_ask_for_a_name_first(as_, dov):
    response = as_(dov).get(reverse("people:agreements"))
    assert response.url == "/me/edit/?next=%2Fme%2Fagreements%2F"
    saved = as_(dov).post(response.url, {"given_name": "Dov", "family_name": "Adler", "language": "es"})
    assert saved.url == "/me/agreements/"
    person = Person.objects.select_related("user").get(user=dov)
    assert (person.name, person.user.language) == ("Dov Adler", "es")


def test_own_name_is_required_and_what_was_typed_stays(as_, ada):
    html = text_of(as_(ada).post(reverse("people:edit"), {"given_name": "", "family_name": "Typed", "language": "xx"}))
    assert "Typed" in html
    assert Person.objects.get(pk=ada.pk).family_name == "Ferreira"


def test_saving_leads_nowhere_else(as_, ada):
    url = reverse("people:edit") + "?next=https://evil.example.org/"
    form = {"given_name": "A", "family_name": "F", "language": "en"}
    assert as_(ada).post(url, form).url == "/me/"


def test_own_profile_shows_positions(as_, ada):
    assert "Manzanita School" in text_of(as_(ada).get(reverse("people:mine")))


def sharing(name, work, teaching, contact):
    return {"levels_name": name, "levels_work": work, "levels_teaching": teaching, "levels_contact": contact}


def test_sharing_is_held_to_the_name(as_, ada):
    as_(ada).post(reverse("people:sharing"), sharing("1", "3", "2", "0"))
    ada.refresh_from_db()
    assert (ada.shows_name, ada.shows_work, ada.shows_teaching, ada.shows_contact) == (1, 1, 1, 0)


def test_sharing_shows_the_page_as_others_see_it(as_, ada):
    Person.objects.filter(pk=ada.pk).update(shows_name=2, shows_work=1, shows_teaching=0, shows_contact=0)

    def preview(audience: str) -> str:
        html = text_of(as_(ada).get(reverse("people:sharing"), {"as": audience}))
        return html.partition('id="as-others-see-me"')[2]

    assert ("Ada Ferreira" in preview("1"), "Manzanita" in preview("1")) == (True, True)
    assert ("Ada Ferreira" in preview("2"), "Manzanita" in preview("2")) == (True, False)
    assert leaks(preview("3").partition("<footer")[0]) == []
    assert leaks(preview("0").partition("<footer")[0]) == []


def test_adding_a_position_twice_adds_one(as_, ada):
    url = reverse("people:add-position", args=[ada.pk])
    for _time in range(2):
        assert as_(ada).post(url, {**position(), "client_id": "same"}).status_code == 302
    assert ada.positions.filter(role="coach").count() == 1


def test_adding_a_position_at_a_place_that_is_not_listed(as_, ada):
    url = reverse("people:add-position", args=[ada.pk])
    typed = position(place="Little Red School")
    html = text_of(as_(ada).post(url, typed))
    assert "No place is known by the name “Little Red School”." in html
    as_(ada).post(url, {**typed, "not_listed": "on", "county": "45"})
    added = ada.positions.get(role="coach")
    assert (added.place_id, added.place_name, added.county) == (None, "Little Red School", "45")


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "wizard"},
        {"role": ""},
        {"place": ""},
        {"place": "x" * 400},
        {"grades": ["99"]},
        {"since": "yesterday"},
        {"since": "2026-02-02", "until": "2026-02-01"},
        {"place": "N" * 250, "not_listed": "on", "county": "45"},
        {"place": "Nowhere at all", "not_listed": "on", "county": ""},
        {"title": "t" * 121},
    ],
)
def test_a_position_that_cannot_be_is_told_and_kept_on_the_page(as_, ada, wrong):
    response = as_(ada).post(reverse("people:add-position", args=[ada.pk]), position(**wrong))
    assert "Please look at this again" in text_of(response)
    assert ada.positions.count() == 1


def test_changing_and_ending_a_position(as_, ada):
    held = ada.positions.get()
    url = reverse("people:position", args=[ada.pk, held.pk])
    assert "Manzanita School" in text_of(as_(ada).get(url))
    as_(ada).post(url, position(place="Manzanita School", role="teacher", title="Lead teacher"))
    held.refresh_from_db()
    assert (held.title, held.grade_words, held.place_id is not None) == ("Lead teacher", "grades 9–10", True)
    as_(ada).post(reverse("people:end-position", args=[ada.pk, held.pk]))
    held.refresh_from_db()
    assert held.until is not None


def test_positions_of_others_are_not_there_for_those_who_may_not(as_, ada, bea, client):
    held = ada.positions.get()
    addresses = [
        reverse("people:positions", args=[ada.pk]),
        reverse("people:add-position", args=[ada.pk]),
        reverse("people:position", args=[ada.pk, held.pk]),
    ]
    assert [as_(bea).get(address).status_code for address in addresses] == [404, 404, 404]
    assert as_(bea).post(reverse("people:end-position", args=[ada.pk, held.pk])).status_code == 404
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_position_is_found_only_under_its_person(as_, ada, bea):
    other = bea.positions.get()
    assert as_(ada).get(reverse("people:position", args=[ada.pk, other.pk])).status_code == 404


def test_agreeing_and_withdrawing(as_, ada):
    publish_first_texts()
    client = as_(ada)
    assert "Photographs" in text_of(client.get(reverse("people:agreements")))
    client.post(reverse("people:agree", args=["photo"]), {"version": "1"})
    assert Consent.objects.filter(person=ada, withdrawn_at=None).count() == 1
    client.post(reverse("people:withdraw", args=["photo"]))
    assert Consent.objects.filter(person=ada, withdrawn_at=None).count() == 0
    assert client.post(reverse("people:agree", args=["photo"]), {"version": "x"}).status_code == 404
    assert client.post(reverse("people:agree", args=["nothing"]), {"version": "1"}).status_code == 404


def test_own_data_as_a_page_and_a_file(as_, ada):
    client = as_(ada)
    opened = {
        name: "Manzanita School" in text_of(client.get(reverse("people:data"), {"open": name}))
        for name in ("", "positions", "nothing of ours")
    }
    assert opened == {"": False, "positions": True, "nothing of ours": False}
    response = client.post(reverse("people:download"))
    assert zipfile.ZipFile(io.BytesIO(response.content)).namelist() == ["data.json", "index.html"]


def test_leaving_asks_and_signs_out(as_, ada):
    client = as_(ada)
    html = text_of(client.get(reverse("people:leave")))
    assert "That somebody worked at one place stays in the counts of its county." in html
    assert "Please look at this again" in text_of(client.post(reverse("people:leave"), {}))
    assert client.post(reverse("people:leave"), {"sure": "on"}).url == reverse("people:left")
    assert "You have left" in text_of(client.get(reverse("people:left")))
    assert client.get(reverse("people:mine")).status_code == 302
    assert Person.objects.get(pk=ada.pk).erased_at is not None


def test_leaving_asks_for_a_fresh_sign_in(client, ada):
    client.force_login(ada.user)
    session = client.session
    session.pop("proved_at", None)
    session.save()
    assert client.get(reverse("people:leave")).url.startswith("/sign-in/?again=1")
