"""What tests of pages of people look at: the text of a page, and marks of Ada that must not stand in it."""

from groundswell.people.models import Person

MARKS = ("ferreira", "ada@example.org", "manzanita")


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def leaks(html: str) -> list[str]:
    return [mark for mark in MARKS if mark in html.lower()]


def share(person, level):
    Person.objects.filter(pk=person.pk).update(
        shows_name=level, shows_work=level, shows_teaching=level, shows_contact=level
    )


def position(**changed):
    """The fields of the form of a position."""
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
