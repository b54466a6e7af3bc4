"""Dates and texts as people read them."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groundswell.core.clock import PACIFIC


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
