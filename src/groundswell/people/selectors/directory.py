"""Looking for people: only among those whom the reader may know of, only by what the reader may know of them."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.utils.functional import cached_property

from groundswell.access.allow import Somebody
from groundswell.core.clock import today
from groundswell.people.choices import Group, grades_to_bits
from groundswell.people.models import Person, Position, holding_on
from groundswell.people.policies import editable_by, visible_to
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


class ShortPaginator(Paginator[Person]):
    """Counts no further than MOST, so that a page costs the same whatever the size of the state."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        return rows.order_by()[:MOST].count()


def find_people(viewer: Somebody, search: Search, page: int | str = 1) -> Page[Person]:
    """People whom the viewer sees and who match, by name. A filter on what somebody hides does not find them."""
    rows = Person.objects.filter(visible_to(viewer, Group.NAME), _named(search.q))
    at_work = _working(search)
    if search.role or search.county or search.place:
        rows = rows.filter(visible_to(viewer, Group.WORK))
    if search.subject or search.grade:
        rows = rows.filter(visible_to(viewer, Group.TEACHING))
    if at_work is not None:
        rows = rows.filter(pk__in=at_work.values("person_id"))
    return ShortPaginator(rows.order_by("sort_name", "pk"), PAGE).get_page(page)


def find_editable(viewer: Somebody, q: str, page: int | str = 1) -> Page[Person]:
    """People whose positions the viewer may edit, by name or by the beginning of their address."""
    named = _named(q)
    if "@" in q:
        named = Q(user__email__istartswith=q.strip())
    rows = Person.objects.filter(editable_by(viewer), named).select_related("user")
    return ShortPaginator(rows.order_by("sort_name", "pk"), PAGE).get_page(page)


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
