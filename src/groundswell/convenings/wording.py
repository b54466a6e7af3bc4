"""Dates and texts as people read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groundswell.convenings.choices import ConveningState
from groundswell.convenings.models import Convening, Session, Site
from groundswell.core.clock import PACIFIC
from groundswell.spaces.naming import Name


def in_language(thing: Any, field: str, language: str) -> str:
    """The text of a field in this language, or in English where it is not translated."""
    spanish: str = getattr(thing, f"{field}_es", "") if language.startswith("es") else ""
    english: str = getattr(thing, field)
    return spanish or english


def day_and_hours(starts_at: datetime, ends_at: datetime) -> str:
    """“Tuesday, February 9, 2027, 8:30 a.m. to 3:15 p.m. Pacific”."""
    first, last = starts_at.astimezone(PACIFIC), ends_at.astimezone(PACIFIC)
    if first.date() == last.date():
        return _("%(day)s, %(from)s to %(to)s Pacific") % {
            "day": date_format(first, "l, N j, Y"),
            "from": date_format(first, "g:i a"),
            "to": date_format(last, "g:i a"),
        }
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "l, N j"),
        "last": date_format(last, "l, N j, Y"),
    }


def name_convenings(spaces: list[int]) -> Mapping[int, Name]:
    """Titles by space; those that are published have a page for anybody."""
    rows = Convening.objects.filter(space_id__in=spaces).values_list("space_id", "title", "key", "state")
    return {space: Name(title, _page(key, state)) for space, title, key, state in rows}


def name_sites(spaces: list[int]) -> Mapping[int, Name]:
    """“Redding” with the page of its convening."""
    rows = Site.objects.filter(space_id__in=spaces).values_list(
        "space_id", "name", "convening__key", "convening__state"
    )
    return {space: Name(name, _page(key, state)) for space, name, key, state in rows}


def name_sessions(spaces: list[int]) -> Mapping[int, Name]:
    """Titles of sessions with the page of their convening."""
    rows = Session.objects.filter(space_id__in=spaces)
    found = rows.values_list("space_id", "title", "convening__key", "convening__state")
    return {space: Name(title, _page(key, state)) for space, title, key, state in found}


def _page(key: str, state: str) -> str:
    return "" if state == ConveningState.DRAFT else reverse("convenings:convening", args=[key])
