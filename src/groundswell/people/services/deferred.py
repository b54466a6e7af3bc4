"""The words by which places and people are found, written anew for all of them; in the worker, because they are many."""

from django.db.models import Q
from django.tasks import task

from groundswell.people.models import Person, known
from groundswell.people.wording import search_text, sort_text
from groundswell.places.models import Place
from groundswell.places.services.bulk import refresh_search

AT_ONCE = 1000


@task
def write_index_anew() -> None:
    """Write anew by what places and people are found. Changes nothing where the words are right."""
    last = 0
    while numbers := list(_after(Place, last)):
        refresh_search(numbers)
        last = numbers[-1]
    last = 0
    while numbers := list(_after(Person, last, known())):
        people = list(Person.objects.filter(pk__in=numbers))
        for person in people:
            names = (person.given_name, person.family_name, person.display_name)
            person.sort_name, person.search = sort_text(*names), search_text(*names)
        Person.objects.bulk_update(people, ["sort_name", "search"], batch_size=AT_ONCE)
        last = numbers[-1]


def _after(model: type[Place] | type[Person], last: int, only: Q | None = None) -> list[int]:
    rows = model.objects.filter(only or Q(), pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])
