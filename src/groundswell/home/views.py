"""The front page for everybody, and one's own page."""

from typing import cast

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from groundswell.access.doors import signed_in
from groundswell.accounts.models import User
from groundswell.collaboratives.models import Collaborative, Participation
from groundswell.convenings.models import Convening
from groundswell.convenings.wording import calendar_page
from groundswell.core.alike import alike_for_strangers
from groundswell.core.clock import PACIFIC, now
from groundswell.core.clock import today as day_today
from groundswell.core.doors import public
from groundswell.core.languages import in_language
from groundswell.home.agenda import agenda_of, what_is_due
from groundswell.home.selectors import front, today_of
from groundswell.places import atlas
from groundswell.places.selectors.finding import place_label, search_places
from groundswell.ui.charts.figure import Caption
from groundswell.ui.maps import Area, county_map


@alike_for_strangers
@public("the front page")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is, what is next; somebody who is signed in goes to their own page."""
    if request.user.is_authenticated:
        return redirect("home:today")
    found = front()
    language = get_language() or "en"
    context = {
        **found,
        "coming": [convening_row(one, language) for one in found["coming"]],
        "latest": [convening_row(one, language) for one in found["latest"]],
        "map": state_map(),
    }
    return render(request, "home/front.html", context)


def convening_row(convening: Convening, language: str) -> dict[str, object]:
    """For an entry with its day."""
    return {
        "convening": convening,
        "title": in_language(convening, "title", language),
        "lead": in_language(convening, "lead", language),
        "url": reverse("convenings:convening", args=[convening.key]),
        **calendar_page(convening),
    }


def state_map() -> object:
    """California with the counties in which a collaborative works; None where there is none."""
    rows = Participation.objects.filter(left_on=None, bond="county").values_list("place__county", flat=True)
    counts: dict[str, int] = {}
    for code in rows:
        counts[code] = counts.get(code, 0) + 1
    if not counts:
        return None
    areas = {
        code: Area(county.name if code in counts else "", min(5, 2 + counts[code]) if code in counts else 0, "")
        for code, county in atlas.counties().items()
    }
    sentence = ngettext("%(n)d county takes part.", "%(n)d counties take part.", len(counts)) % {"n": len(counts)}
    return county_map(atlas.outlines(), areas, Caption(sentence), names=False)


@signed_in
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What is due, what is next, what is new, whom to meet."""
    person = getattr(request.user, "person", None)
    found = today_of(cast("User", request.user), person)
    lines = agenda_of(found, person)
    context = {
        "today": found,
        "lines": lines,
        "date": day_today(),
        "greeting": greeting(person.given_name if person else ""),
        "lead": what_is_due(lines),
    }
    return render(request, "home/today.html", context)


def greeting(name: str) -> str:
    """By the hour in California, with the first name."""
    hour = now().astimezone(PACIFIC).hour
    words = _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
    return _("%(greeting)s, %(name)s") % {"greeting": words, "name": name} if name else words


@public("searches what is public")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Convenings, collaboratives and places by their words."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    language = get_language() or "en"
    convenings: list[dict[str, object]] = []
    collaboratives: list[Collaborative] = []
    places: list[tuple[str, str]] = []
    if len(text) > 1:
        rows = Convening.objects.exclude(state="draft").select_related("collaborative")
        for word in text.split()[:5]:
            rows = rows.filter(Q(title__icontains=word) | Q(title_es__icontains=word))
        convenings = [convening_row(one, language) for one in rows.order_by("-starts_at")[:10]]
        groups = Collaborative.objects.all()
        for word in text.split()[:5]:
            groups = groups.filter(Q(name__icontains=word) | Q(name_es__icontains=word))
        collaboratives = list(groups.order_by("name")[:10])
        places = [(place_label(p), reverse("places:place", args=[p.key])) for p in search_places(text, limit=10)]
    context = {"text": text, "convenings": convenings, "collaboratives": collaboratives, "places": places}
    return render(request, "home/search.html", context)
