"""Pages of people: who sees them, who finds whom. The world holds names and addresses that could leak."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.people.choices import Role
from groundswell.people.models import Person
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import NewPerson, provide_people
from groundswell.people.services.positions import NewPosition
from tests.people.looking import leaks, share, text_of

pytestmark = pytest.mark.django_db


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
