"""Which site is nearest to a school, and what travel it saves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Site
from groundswell.core.languages import in_language
from groundswell.engines.distance import KM_PER_MILE, road_km
from groundswell.places.models import Place

KM_PER_HOUR = 80.0  # 50 miles an hour, the stated speed of every travel figure


@dataclass(frozen=True)
class Choice:
    """A site as somebody from a school sees it. `hours` is one way by road, None by link or where a point is missing."""

    site: Site
    hours: float | None

    @property
    def words(self) -> str:
        """“about 35 min” or “about 1 h 20 min”."""
        if self.site.kind == SiteKind.ONLINE:
            return _("by link, from anywhere")
        return _("about %(time)s by road") % {"time": hours_in_words(self.hours)} if self.hours is not None else ""

    @property
    def by_link(self) -> bool:
        """A site that is only called so; one with a name of its own keeps it."""
        name = in_language(self.site, "name", get_language() or "en")
        return self.site.kind == SiteKind.ONLINE and self.words.casefold().startswith(name.casefold())

    @property
    def full(self) -> bool:
        return self.site.capacity is not None and self.site.taken >= self.site.capacity


def hours_in_words(hours: float) -> str:
    """To five minutes: “35 min”, “1 h 20 min”."""
    minutes = max(5, round(hours * 12) * 5)
    if minutes < 60:
        return _("%(m)d min") % {"m": minutes}
    return (
        _("%(h)d h %(m)d min") % {"h": minutes // 60, "m": minutes % 60}
        if minutes % 60
        else _("%(h)d h") % {"h": minutes // 60}
    )


def drive_hours(place: Place | None, site: Site) -> float | None:
    """One way: great circle times the road factor, at KM_PER_HOUR."""
    if place is None or None in (place.latitude, place.longitude, site.latitude, site.longitude):
        return None
    km = road_km(place.latitude or 0, place.longitude or 0, site.latitude or 0, site.longitude or 0)
    return km / KM_PER_HOUR


def choices_for(place: Place | None, sites: Sequence[Site]) -> list[Choice]:
    """The sites, nearest first when the school is known; sites by link come last."""
    found = [Choice(site, None if site.kind == SiteKind.ONLINE else drive_hours(place, site)) for site in sites]
    if place is None:
        return found
    return sorted(found, key=lambda c: (c.site.kind == SiteKind.ONLINE, c.hours is None, c.hours or 0, c.site.number))


def saving_in_words(choices: Sequence[Choice]) -> str:
    """What the nearest site saves against the farthest of the sites, there and back, in one sentence; or nothing."""
    hours = [choice.hours for choice in choices if choice.hours is not None]
    if len(hours) < 2 or hours[-1] - hours[0] < 0.25:
        return ""
    far = max((c for c in choices if c.hours is not None), key=lambda c: c.hours or 0)
    return _(
        "%(site)s is nearest to your school: it saves you %(time)s on the road, there and back, against %(far)s."
    ) % {
        "site": in_language(choices[0].site, "name", get_language() or "en"),
        "time": hours_in_words(2 * (max(hours) - hours[0])),
        "far": in_language(far.site, "name", get_language() or "en"),
    }


def miles(km: float) -> float:
    return km / KM_PER_MILE
