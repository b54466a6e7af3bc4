"""What a space is called and where its public page is. The app that owns a kind of space says so, for many at once.

    naming.register(Kind.COLLABORATIVE, name_collaboratives)   # in AppConfig.ready

A name function takes the ids of spaces of its kind and returns {id: Name}; ids that it leaves out are called by their
kind's word. It gives a URL only where anybody may open the page, because names stand in feeds and letters.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Name:
    """The words, and the public page or nothing."""

    text: str
    url: str = ""


NameMany = Callable[[list[int]], Mapping[int, Name]]

_kinds: dict[str, NameMany] = {}


def register(kind: Kind, name_many: NameMany) -> None:
    """Called once for a kind."""
    if kind in _kinds:
        raise ValueError(f"Names of {kind} are registered twice.")
    _kinds[kind] = name_many


def names_of(spaces: Iterable[int | None]) -> dict[int, Name]:
    """The names of these spaces; those that are no more are left out. One query for the kinds, and those of each kind."""
    wanted = {space for space in spaces if space is not None}
    if not wanted:
        return {}
    by_kind: dict[str, list[int]] = {}
    for pk, kind in Space.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "kind"):
        by_kind.setdefault(kind, []).append(pk)
    names: dict[int, Name] = {}
    for kind, ids in by_kind.items():
        if kind == Kind.PLATFORM:
            names |= dict.fromkeys(ids, Name(settings.SITE_NAME, "/"))
            continue
        names |= {pk: Name(f"{Kind(kind).label} {pk}") for pk in ids}
        if kind in _kinds:
            names |= _kinds[kind](ids)
    return names
