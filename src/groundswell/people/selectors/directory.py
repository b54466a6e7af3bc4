"""Looking for people: only among those whom the reader may know of, only by what the reader may know of them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet

from groundswell.access.allow import Somebody
from groundswell.accounts.models import User
from groundswell.core.clock import today
from groundswell.people.choices import Group, grades_to_bits
from groundswell.people.models import Person, Position, holding_on
from groundswell.people.policies import mergeable_by, visible_to
from groundswell.people.selectors.people import Chip, chips_of
from groundswell.places.models import Place
from groundswell.places.wording import plain_words

PAGE = 30
MOST = 900  # people that one search shows; whoever wants more narrows it


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. Everything narrows; empty means all."""

    q: str = ""
    role: str = ""
    subject: str = ""
    grade: str = ""
    county: str = ""
    place: Place | None = None


def find_people(viewer: Somebody, search: Search, page: int | str = 1) -> Page[Person]:
    """People whom the viewer sees and who match, by name. A filter on what somebody hides does not find them."""
    groups = [Group.WORK] if search.role or search.county or search.place else []
    groups += [Group.TEACHING] if search.subject or search.grade else []
    # Nobody shows more than the name, so whoever is seen by work or teaching is seen by name too.
    rows = Person.objects.filter(_named(search.q), visible_to(viewer, *groups))
    at_work = _working(search)
    if at_work is not None:
        rows = rows.filter(pk__in=at_work.values("person_id"))
    return _page(rows, page)


def find_mergeable(viewer: Somebody, q: str, page: int | str = 1) -> Page[Person]:
    """People whom the viewer may merge, by name or by the beginning of their address."""
    named = _named(q)
    if "@" in q:
        users = User.objects.filter(email__istartswith=q.strip()).values_list("pk", flat=True)
        named = Q(user_id__in=list(users[:MOST]))
    return _page(Person.objects.filter(named, mergeable_by(viewer)), page)


def _page(rows: QuerySet[Person], number: int | str) -> Page[Person]:
    """One walk of the index for the ids of all pages, no more than MOST, then the rows of one page."""
    ids = list(rows.order_by("sort_name", "pk").values_list("pk", flat=True)[:MOST])
    page: Page[Any] = Paginator(ids, PAGE).get_page(number)
    people = Person.objects.filter(pk__in=page.object_list)
    page.object_list = sorted(people, key=lambda person: (person.sort_name, person.pk))
    return page


def _named(q: str) -> Q:
    """Every word begins a word of the name."""
    found = Q()
    for word in plain_words(q).split()[:6]:
        found &= Q(search__contains=f" {word}")
    return found


def _working(search: Search) -> QuerySet[Position] | None:
    """One position of today that has all that is asked."""
    asked = Q()
    if search.role:
        asked &= Q(role=search.role)
    if search.subject:
        asked &= Q(subject__in=[search.subject, "both"] if search.subject in {"math", "science"} else [search.subject])
    if search.county:
        asked &= Q(county=search.county)
    if search.place:
        asked &= Q(place=search.place)
    rows = Position.objects.filter(asked)
    if search.grade:
        rows = rows.alias(taught=F("grades").bitand(grades_to_bits([search.grade]))).filter(taught__gt=0)
    elif not asked:
        return None
    return rows.filter(holding_on(today()))


def chips_on(viewer: Somebody, page: Page[Person]) -> list[tuple[Person, Chip]]:
    """The people of a page of results, each with its chip."""
    people = list(page.object_list)
    chips = chips_of(viewer, people)
    return [(person, chips[person.pk]) for person in people]
