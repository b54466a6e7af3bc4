"""Pages of people: who sees them, who may act, who learns nothing. The world holds names and addresses that could leak."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.accounts.models import User
from groundswell.people.choices import Role
from groundswell.people.models import Consent, Merge, Person, Position
from groundswell.people.services.consents import publish_first_texts
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import NewPerson, provide_people, provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.people.services.profile import provide_own_person

pytestmark = pytest.mark.django_db

MARKS = ("ferreira", "ada@example.org", "manzanita")


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def leaks(html: str) -> list[str]:
    return [mark for mark in MARKS if mark in html.lower()]


@pytest.fixture
def as_(client):
    def enter(user_or_person):
        user = user_or_person if isinstance(user_or_person, User) else user_or_person.user
        client.force_login(user)
        session = client.session
        session["proved_at"] = "2999-01-01T00:00:00+00:00"
        session.save()
        return client

    return enter


@pytest.fixture
def known(dov):
    """Dov with a profile."""
    return provide_own_person(by=dov)


def share(person, level):
    Person.objects.filter(pk=person.pk).update(
        shows_name=level, shows_work=level, shows_teaching=level, shows_contact=level
    )


# A person's page


def test_page_of_a_person_is_not_there_for_a_visitor(client, ada):
    share(ada, 3)
    assert client.get(reverse("people:person", args=[ada.pk])).status_code == 404


def test_page_of_a_person_is_not_there_for_a_stranger(as_, ada, known):
    there = as_(known).get(reverse("people:person", args=[ada.pk]))
    nowhere = as_(known).get(reverse("people:person", args=[ada.pk + 1000]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert leaks(there.content.decode()) == []


def test_page_of_a_person_shows_what_they_show(as_, ada, known):
    Person.objects.filter(pk=ada.pk).update(shows_name=3, shows_work=3, shows_teaching=0, shows_contact=0)
    html = text_of(as_(known).get(reverse("people:person", args=[ada.pk])))
    assert ("Ada Ferreira" in html, "Manzanita School" in html) == (True, True)
    assert ("grades 4" in html, "ada@example.org" in html) == (False, False)


def test_page_of_a_person_shows_teaching_alone(as_, ada, known):
    Person.objects.filter(pk=ada.pk).update(shows_name=3, shows_work=0, shows_teaching=3, shows_contact=0)
    html = text_of(as_(known).get(reverse("people:person", args=[ada.pk])))
    assert ("grades 4–5" in html, "Science" in html, "Manzanita" in html) == (True, True, False)


def test_page_of_a_merged_person_is_that_of_the_other(as_, ada, bea, op):
    merge_people(by=None, keep=bea, merge=ada)
    assert "Bea Ochoa" in text_of(as_(op).get(reverse("people:person", args=[ada.pk])))


def test_page_of_a_person_is_open_to_their_county_and_not_to_another(as_, ada, bea, cy):
    assert "ada@example.org" in text_of(as_(cy).get(reverse("people:person", args=[ada.pk])))
    assert as_(cy).get(reverse("people:person", args=[bea.pk])).status_code == 404


# The directory


def find(client, **asked) -> str:
    return text_of(client.get(reverse("people:directory"), asked))


def test_directory_asks_a_visitor_to_sign_in(client, ada):
    assert client.get(reverse("people:directory")).status_code == 302


def test_directory_shows_a_stranger_nobody(as_, ada, bea, known):
    html = find(as_(known))
    assert leaks(html) == []
    assert "Ochoa" not in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "fer"}, True),
        ({"q": "Férreira ada"}, True),
        ({"q": "erreira"}, False),
        ({"role": "teacher"}, True),
        ({"role": "coach"}, False),
        ({"subject": "science", "grade": "4"}, True),
        ({"subject": "science", "grade": "6"}, False),
        ({"county": "45"}, True),
        ({"county": "52"}, False),
        ({"place": "45700116050504"}, True),
        ({"role": "nonsense", "page": "999", "grade": "<b>"}, True),
    ],
)
def test_directory_finds_by_what_is_shown(as_, ada, known, asked, found):
    share(ada, 3)
    assert ("Ada Ferreira" in find(as_(known), **asked)) is found


@pytest.mark.parametrize(
    ("asked", "hidden"),
    [
        ({"county": "45"}, "work"),
        ({"role": "teacher"}, "work"),
        ({"grade": "4"}, "teaching"),
        ({"subject": "science"}, "teaching"),
    ],
)
def test_directory_does_not_find_by_what_is_hidden(as_, ada, known, asked, hidden):
    share(ada, 3)
    Person.objects.filter(pk=ada.pk).update(**{f"shows_{hidden}": 0})
    assert "Ada Ferreira" in find(as_(known))
    assert leaks(find(as_(known), **asked)) == []


def test_directory_costs_the_same_for_one_and_three(as_, world, known):
    client = as_(known)

    def put(count):
        people = provide_people(
            by=None,
            records=[
                NewPerson(f"n{n}@example.org", "N", f"Name{n}", position=NewPosition(Role.COACH, world.redding))
                for n in range(count)
            ],
        )
        Person.objects.filter(pk__in=[person.pk for person in people]).update(shows_name=3, shows_work=3)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert "Name0" in find(client)
        return len(seen)

    put(1)
    cost()
    one = cost()
    put(3)
    assert cost() == one
    assert one <= 20


# One's own pages


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


def position(**changed):
    return {
        "role": "coach",
        "place": "Bluff High School",
        "title": "",
        "subject": "math",
        "grades": ["9", "10"],
        "since": "2026-08-01",
        "until": "",
        **changed,
    }


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


def test_positions_of_others_are_not_there_for_those_who_may_not(as_, ada, bea, cy, client):
    held = ada.positions.get()
    addresses = [
        reverse("people:positions", args=[ada.pk]),
        reverse("people:add-position", args=[ada.pk]),
        reverse("people:position", args=[ada.pk, held.pk]),
    ]
    for reader in (bea, cy):
        assert [as_(reader).get(address).status_code for address in addresses] == [404, 404, 404]
        assert as_(reader).post(reverse("people:end-position", args=[ada.pk, held.pk])).status_code == 404
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
    assert "Manzanita School" in text_of(client.get(reverse("people:data")))
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


# For those who look after people


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


@pytest.mark.parametrize("name", ["duplicates", "import-people", "consent-texts"])
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
