"""Reading standards: looking up, searching, and what a page about one item shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.standards.choices import ItemKind, LinkKind
from groundswell.standards.codes import parse_codes
from groundswell.standards.models import Framework, Item, ItemLink

DIMENSIONS = (ItemKind.SEP, ItemKind.DCI, ItemKind.CCC)
REVERSE = {
    LinkKind.MATH: _("science that connects here"),
    LinkKind.DIMENSION: _("performance expectations built from it"),
    LinkKind.LEADS_TO: _("is prepared by"),
}
TOP = (ItemKind.GROUP, ItemKind.DOMAIN, *DIMENSIONS)


@dataclass(frozen=True)
class Chip:
    """What `{% standard_chip %}` needs."""

    code: str
    statement: str
    subject: str
    about: str
    url: str


def chip_of(item: Item, said: str = "") -> Chip:
    """An item as a chip; without a statement it opens to its title or kind. `said` is how a connection calls it."""
    about = f"{item.get_kind_display()} · {item.grades}"
    words = item.statement or item.title or str(item.get_kind_display()).capitalize()
    return Chip(said or item.code, words, item.subject, about, item_url(item))


def item_url(item: Item) -> str:
    return reverse("standards:item", kwargs={"code": item.code})


def items_by_code(codes: Iterable[str]) -> dict[str, Item]:
    """Items by their own spelling; unknown codes are left out."""
    return {item.code: item for item in Item.objects.filter(code__in=set(codes))}


def items_in_text(text: str) -> list[Item]:
    """The items whose codes stand in the text, in order, each once."""
    codes = list(dict.fromkeys(found.code for found in parse_codes(text)))
    known = items_by_code(codes)
    return [known[code] for code in codes if code in known]


def search_items(query: str, *, subject: str = "", grade: int | None = None, limit: int = 20) -> list[Item]:
    """Items for a line that somebody types: their code first, then codes that begin so, then words of title or text."""
    query = query.strip()
    if not query:
        return []
    rows = Item.objects.exclude(kind=ItemKind.GROUP)
    if subject:
        rows = rows.filter(subject=subject)
    if grade is not None:
        rows = rows.filter(grade_low__lte=grade, grade_high__gte=grade)
    exact = [found.code for found in parse_codes(query)]
    begun = Q(code__istartswith=query)
    for code in exact:
        begun |= Q(code__startswith=f"{code}.") | Q(code__startswith=f"{code}-") | Q(parent__code=code)
    found = list(rows.filter(code__in=exact).order_by("position"))
    found += list(rows.filter(begun).exclude(code__in=exact).order_by("position")[:limit])
    if len(found) < limit:
        words = Q(title__icontains=query) | Q(statement__icontains=query)
        known = [item.pk for item in found]
        found += list(rows.filter(words).exclude(pk__in=known).order_by("position")[: limit - len(found)])
    return found[:limit]


def frameworks_with_tops() -> list[tuple[Framework, list[Item]]]:
    """Each framework with its widest items."""
    tops: dict[int, list[Item]] = defaultdict(list)
    for item in Item.objects.filter(parent=None, kind__in=TOP).order_by("position"):
        tops[item.framework_id].append(item)
    return [(framework, tops[framework.pk]) for framework in Framework.objects.order_by("subject")]


@dataclass(frozen=True)
class Connections:
    """One group of connections of an item, each item as it is called there (3.PS2.A is PS2.A in grade 3).

    `as_printed` are those that name no item of ours.
    """

    title: str | Promise
    items: list[tuple[Item, str]]
    as_printed: list[str]


def connections_of(item: Item) -> list[Connections]:
    """Both ways, by kind, in the order in which a teacher asks for them."""
    outgoing: dict[str, list[ItemLink]] = defaultdict(list)
    incoming: dict[str, list[ItemLink]] = defaultdict(list)
    for link in ItemLink.objects.filter(source=item).select_related("target"):
        outgoing[link.kind].append(link)
    for link in ItemLink.objects.filter(target=item).select_related("source"):
        incoming[link.kind].append(link)
    groups = (
        _group(LinkKind.DIMENSION.label, outgoing[LinkKind.DIMENSION]),
        _group(LinkKind.MATH.label, outgoing[LinkKind.MATH]),
        _group(REVERSE[LinkKind.MATH], incoming=incoming[LinkKind.MATH]),
        _group(REVERSE[LinkKind.DIMENSION], incoming=incoming[LinkKind.DIMENSION]),
        _group(REVERSE[LinkKind.LEADS_TO], incoming=incoming[LinkKind.LEADS_TO]),
        _group(LinkKind.LEADS_TO.label, outgoing[LinkKind.LEADS_TO]),
        _group(LinkKind.RELATED.label, outgoing[LinkKind.RELATED], incoming[LinkKind.RELATED]),
        _group(LinkKind.WITHIN_GRADE.label, outgoing[LinkKind.WITHIN_GRADE]),
        _group(LinkKind.ACROSS_GRADES.label, outgoing[LinkKind.ACROSS_GRADES]),
    )
    return [group for group in groups if group.items or group.as_printed]


def _group(title: str | Promise, outgoing: Iterable[ItemLink] = (), incoming: Iterable[ItemLink] = ()) -> Connections:
    outgoing = list(outgoing)
    items = [(link.target, link.said) for link in outgoing if link.target]
    items += [(link.source, link.source.code) for link in incoming]
    return Connections(
        title,
        sorted(dict.fromkeys(items), key=lambda pair: (pair[0].position, pair[1])),
        sorted(link.said for link in outgoing if link.target is None),
    )
