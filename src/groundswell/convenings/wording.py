"""Dates and texts as people read them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.urls import reverse
from django.utils import formats
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from groundswell.convenings.choices import ConveningState, Mixing
from groundswell.convenings.models import Convening, Seating, Session, Site
from groundswell.convenings.selectors.seating import Proof
from groundswell.core.clock import PACIFIC
from groundswell.core.languages import in_language as in_language  # noqa: PLC0414 - whatever shows a convening reads its texts with it
from groundswell.places.models import Place
from groundswell.spaces.naming import Name


def day_in_words(moment: datetime) -> str:
    """“Tuesday, Feb. 9, 2027”, “martes, 9 de febrero de 2027”."""
    local = moment.astimezone(PACIFIC)
    return _("%(weekday)s, %(date)s") % {"weekday": date_format(local, "l"), "date": date_format(local, "DATE_FORMAT")}


def hour_in_words(moment: datetime) -> str:
    """“8:30 a.m.”, “08:30”."""
    return date_format(moment.astimezone(PACIFIC), "TIME_FORMAT")


def hour_of_program(moment: datetime) -> str:
    """“8:30”, narrow, as it stands beside a program."""
    # Translators: Django's pattern of an hour in a program, without a.m. where the day makes it plain
    return date_format(moment.astimezone(PACIFIC), pgettext("pattern of an hour", "g:i"))


def day_and_hours(starts_at: datetime, ends_at: datetime) -> str:
    """“Tuesday, Feb. 9, 2027, 8:30 a.m. to 3:15 p.m. Pacific”."""
    return _day_and_hours(starts_at, ends_at, get_language())


def when_in_words(convening: Convening) -> str:
    """Its day and hours, or that the new date is not known yet."""
    if convening.state == ConveningState.POSTPONED:
        return _("Postponed: the new date is not known yet")
    return day_and_hours(convening.starts_at, convening.ends_at)


def calendar_page(convening: Convening) -> dict[str, str]:
    """Its first day as a row of a list begins with it; nothing while the new date is not known."""
    if convening.state == ConveningState.POSTPONED:
        return {"day": "", "month": ""}
    local = convening.starts_at.astimezone(PACIFIC)
    return {"day": date_format(local, "j"), "month": date_format(local, "M")}


@lru_cache(maxsize=500)  # lists and letters say the same few days again and again
def _day_and_hours(starts_at: datetime, ends_at: datetime, _language: str | None) -> str:
    if starts_at.astimezone(PACIFIC).date() == ends_at.astimezone(PACIFIC).date():
        return _("%(day)s, %(from)s to %(to)s Pacific") % {
            "day": day_in_words(starts_at),
            "from": hour_in_words(starts_at),
            "to": hour_in_words(ends_at),
        }
    return _("%(first)s to %(last)s") % {"first": day_in_words(starts_at), "last": day_in_words(ends_at)}


def hours_in_words(hours: Decimal) -> str:
    """Hours earned, with the decimal sign of the language: “5.5”, “5,5”."""
    return str(formats.localize(hours.normalize() if hours % 1 else Decimal(int(hours))))


def title_of(convening: Convening | Session) -> str:
    """Its title in the language of the page."""
    return in_language(convening, "title", get_language() or "en")


def name_of_site(site: Site) -> str:
    """Its name in the language of the page."""
    return in_language(site, "name", get_language() or "en")


def county_words(place: Place) -> str:
    """“Shasta County”, “condado de Shasta”."""
    return _("%(county)s County") % {"county": place.name.removesuffix(" County")}


# What the survey after an event may ask of a county office; codes of others are shown as they are.
TOPICS = {
    "coaching": gettext_lazy("planning or teaching a lesson together"),
    "team": gettext_lazy("a session for a team or school"),
    "materials": gettext_lazy("materials or a kit"),
    "standards": gettext_lazy("standards, and how math and science connect"),
    "other": gettext_lazy("something else"),
}


def topic_words(topic: str) -> str:
    """What was asked for, in words."""
    return str(TOPICS.get(topic, topic))


SAME = {
    Mixing.SCHOOL: gettext_lazy("the same school"),
    Mixing.DISTRICT: gettext_lazy("the same district"),
    Mixing.COUNTY: gettext_lazy("the same county"),
    Mixing.TEAM: gettext_lazy("the same team"),
}


def seating_words(seating: Seating, proof: Proof) -> list[str]:
    """What a plan of tables does, in sentences: who meets, who meets again, and whether less would be possible."""
    if not proof.people:
        return []
    told = ngettext(
        "%(count)d pair of people sits together, %(first)d for the first time at this convening.",
        "%(count)d pairs of people sit together, %(first)d of them for the first time at this convening.",
        proof.met,
    ) % {"count": proof.met, "first": proof.first}
    words = [told]
    if not proof.again:
        words.append(_("Nobody sits with the same person twice."))
    else:
        again = ngettext("%(count)d meeting is a repeat.", "%(count)d meetings are repeats.", proof.again)
        words.append(again % {"count": proof.again})
        words.append(
            _("No plan with tables of this size has fewer.") if seating.is_best else _("A better plan may exist.")
        )
    if proof.alike is not None:
        same = {"count": proof.alike, "same": SAME[Mixing(seating.mixing)]}
        none = _("Nobody sits with somebody from %(same)s.")
        some = ngettext(
            "%(count)d pair at a table is from %(same)s.", "%(count)d pairs at a table are from %(same)s.", proof.alike
        )
        words.append((some if proof.alike else none) % same)
    return words


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
