"""Who does the same work elsewhere, as far as they show it."""

import pytest

from groundswell.people.choices import Role, Subject
from groundswell.people.models import Person
from groundswell.people.selectors.peers import find_peers
from groundswell.people.services.people import NewPerson, provide_people
from groundswell.people.services.positions import NewPosition

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleagues(world):
    """Three who teach science, in the other county and in the same, and one who teaches math."""
    people = provide_people(
        by=None,
        records=[
            NewPerson("a@example.org", "Near", "Alder", position=NewPosition(Role.TEACHER, world.redding, subject=Subject.SCIENCE)),
            NewPerson("b@example.org", "Far", "Birch", position=NewPosition(Role.TEACHER, world.bluff, subject=Subject.BOTH)),
            NewPerson("c@example.org", "Hidden", "Cedar", position=NewPosition(Role.TEACHER, world.bluff, subject=Subject.SCIENCE)),
            NewPerson("d@example.org", "Math", "Dogwood", position=NewPosition(Role.TEACHER, world.bluff, subject=Subject.MATH)),
        ],
    )  # fmt: skip
    Person.objects.filter(pk__in=[people[0].pk, people[1].pk, people[3].pk]).update(shows_name=3, shows_work=3)
    return people


def test_peers_of_other_counties_come_first_and_the_hidden_never(ada, colleagues):
    assert [(peer.name, peer.about) for peer in find_peers(ada.user, ada)] == [
        ("Far Birch", "teacher, Bluff High School"),
        ("Near Alder", "teacher, Redding Elementary"),
    ]


def test_somebody_without_a_position_has_no_peers(colleagues, dov, ada):
    ada.positions.all().delete()
    assert find_peers(ada.user, ada) == []
