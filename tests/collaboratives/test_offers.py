"""Standing offers: found by need, county and subject; asked for; answered; each told to whom it concerns."""

from datetime import timedelta

import pytest

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.collaboratives.choices import AskState
from groundswell.collaboratives.models import OfferRequest
from groundswell.collaboratives.selectors import offers_to_find
from groundswell.collaboratives.services.collaboratives import add_place
from groundswell.collaboratives.services.offers import (
    AskedAlready,
    OfferOver,
    answer_asking,
    ask_for_offer,
    end_offer,
    make_offer,
)
from groundswell.core import clock
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import collaborative, counties  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def coordinator(county, name: str):
    """Somebody who acts for a county's office."""
    person = provide_person(by=None, email=f"{name}@example.org", given_name=name)
    give_role(by=None, user=person.user, role="county-coordinator", space=county.space)
    return person


@pytest.fixture
def offer(counties):  # noqa: F811
    return make_offer(by=None, giver=counties["shasta"], what="A math specialist, twice a year", subject="math")


def test_offer_is_found_by_words_subject_and_county(offer, collaborative, counties):  # noqa: F811
    shasta, lassen = counties["shasta"], counties["lassen"]
    mine = make_offer(by=None, giver=shasta, taker=lassen, what="Science kits", subject="science")
    within = make_offer(by=None, giver=shasta, collaborative=collaborative, what="Places in trainings")
    add_place(by=None, collaborative=collaborative, place=lassen)
    assert set(offers_to_find()) == {offer, mine, within}
    assert list(offers_to_find("MATH twice")) == [offer]
    assert set(offers_to_find(subject="science")) == {mine, within}
    assert set(offers_to_find(county=lassen)) == {offer, mine, within}
    assert list(offers_to_find(county=shasta)) == []


def test_offer_within_a_collaborative_is_for_its_counties(client, collaborative, counties):  # noqa: F811
    within = make_offer(by=None, giver=counties["shasta"], collaborative=collaborative, what="Places in trainings")
    shasta, lassen = counties["shasta"], counties["lassen"]
    asker = coordinator(lassen, "asker")
    client.force_login(asker.user)
    ask = f"/offers/{within.pk}/ask/"
    assert list(offers_to_find(county=lassen)) == []
    assert (ask in client.get("/offers/").content.decode(), client.get(ask).status_code) == (False, 404)
    with pytest.raises(OfferOver):
        ask_for_offer(by=None, offer=within, county=lassen, person=None, words="Please")
    for county in (shasta, lassen):
        add_place(by=None, collaborative=collaborative, place=county)
    assert list(offers_to_find(county=lassen)) == [within]
    assert (ask in client.get("/offers/").content.decode(), client.get(ask).status_code) == (True, 200)
    ask_for_offer(by=None, offer=within, county=lassen, person=None, words="Please")


def test_offer_that_has_ended_is_neither_found_nor_asked_for(offer, counties):  # noqa: F811
    offer.until = offer.since.replace(year=offer.since.year - 1)
    offer.save()
    assert list(offers_to_find()) == []
    with pytest.raises(OfferOver):
        ask_for_offer(by=None, offer=offer, county=counties["lassen"], person=None, words="Please")


def test_offer_to_another_county_is_not_asked_for(counties):  # noqa: F811
    only = make_offer(by=None, giver=counties["shasta"], taker=counties["lassen"], what="Kits")
    with pytest.raises(OfferOver):
        ask_for_offer(by=None, offer=only, county=counties["shasta"], person=None, words="Please")


def test_asking_writes_to_whoever_sees_to_the_offers_and_the_answer_to_whoever_asked(offer, counties):  # noqa: F811
    coordinator(counties["shasta"], "giver")
    asker = coordinator(counties["lassen"], "asker")
    user = User.objects.get(pk=asker.user_id)
    asked = ask_for_offer(by=user, offer=offer, county=counties["lassen"], person=asker, words="Twelve teachers")
    with pytest.raises(AskedAlready):
        ask_for_offer(by=user, offer=offer, county=counties["lassen"], person=asker, words="Again")
    answered = answer_asking(by=None, request=asked, agree=True, words="In March")
    assert (answered.state, answered.answer) == (AskState.AGREED, "In March")
    with pytest.raises(AskedAlready):
        answer_asking(by=None, request=asked, agree=False, words="")
    letters = Letter.objects.filter(kind__startswith="offer-").order_by("pk").values_list("to", "reply_to", "kind")
    assert list(letters) == [
        ("giver@example.org", "asker@example.org", "offer-asked"), ("asker@example.org", "", "offer-answered"),
    ]  # fmt: skip


def test_offer_is_recorded_asked_for_and_answered_in_the_browser(client, counties):  # noqa: F811
    giver, asker = coordinator(counties["shasta"], "giver"), coordinator(counties["lassen"], "asker")
    shasta, lassen = counties["shasta"], counties["lassen"]
    client.force_login(giver.user)
    fields = {"giver": shasta.pk, "subject": "both", "what": "The video room", "client_id": "a"}
    assert client.post(f"/counties/{shasta.key}/offers/add/", fields).status_code == 302
    client.force_login(asker.user)
    assert client.get(f"/counties/{shasta.key}/offers/").status_code == 404
    page = client.get(f"/offers/?q=video&county={lassen.key}").content.decode()
    offer = offers_to_find("video").get()
    assert f"/offers/{offer.pk}/ask/" in page
    fields = {"county": lassen.pk, "words": "Two evenings", "client_id": "b"}
    assert client.post(f"/offers/{offer.pk}/ask/", fields).status_code == 302
    asked = OfferRequest.objects.get()
    only = make_offer(by=None, giver=lassen, what="Ours alone")
    assert f"/offers/{only.pk}/ask/" not in client.get("/offers/").content.decode()  # nobody asks themselves
    client.force_login(giver.user)
    assert "Two evenings" in client.get(f"/counties/{shasta.key}/offers/").content.decode()
    assert (
        client.post(f"/offers/requests/{asked.pk}/", {"agree": "no", "words": "", "client_id": "c"}).status_code == 302
    )
    client.force_login(asker.user)
    assert "not now" in client.get(f"/counties/{lassen.key}/offers/").content.decode()
    end_offer(by=None, offer=offer)


def test_offer_is_read_found_and_asked_for_in_spanish(client, counties):  # noqa: F811
    office = coordinator(counties["shasta"], "ana")
    client.force_login(office.user)
    said = {"giver": counties["shasta"].pk, "taker": "", "subject": "math", "what": "A math specialist",
            "what_es": "Una especialista", "until": ""}  # fmt: skip
    assert client.post("/counties/county-45/offers/add/", {"client_id": "a", **said}).status_code == 302
    [offer] = offers_to_find("especialista")
    assert "A math specialist" in client.get("/offers/").content.decode()
    User.objects.update(language="es")
    client.force_login(User.objects.get(pk=office.user.pk))
    page = client.get("/offers/").content.decode()
    assert ("Una especialista" in page, "A math specialist" in page) == (True, False)
    ask_for_offer(by=None, offer=offer, county=counties["lassen"], person=None, words="Dos tardes")
    assert "Una especialista" in Letter.objects.get(kind="offer-asked").text


def test_offer_that_was_ended_stays_ended_when_the_button_is_pressed_later(offer):
    end_offer(by=None, offer=offer)
    with clock.at(clock.now() + timedelta(days=2)):
        end_offer(by=None, offer=offer)
        assert list(offers_to_find()) == []
