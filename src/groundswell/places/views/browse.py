"""Pages of places. All are public: what they show, the state publishes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from groundswell.core.clock import today
from groundswell.core.doors import public
from groundswell.places import atlas, figures, policies
from groundswell.places.choices import Locale, PartnerKind, PlaceKind
from groundswell.places.models import Place
from groundswell.places.selectors import browsing, finding

PAGE = 50
FEW = 20  # schools without a district on a county's page; the county office's page has them all


@public("places are published by the state")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """California: the map, the regions with their counties, the search."""
    locale = known_choice(request.GET.get("locale", ""), Locale.values)
    counties = browsing.counties_of(locale=locale)
    counts = browsing.counts_by_county()
    regions = [
        (region, [county for county in counties if county.region == region.region]) for region in browsing.regions()
    ]
    sentence = _("California's 58 counties in 11 regions.")
    context = {
        "regions": [(region, held) for region, held in regions if held],
        "map": figures.schools_map(counties, counts, sentence) if counties else None,
        "locale": locale,
        "locales": Locale.choices,
        "may_import": policies.can_import_schools(request.user),
    }
    return render(request, "places/overview.html", context)


@public("places are published by the state")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Places by name, paged."""
    query = request.GET.get("q", "").strip()[:200]
    page = Paginator(finding.matching(query, closed=True), 20).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "page": page,
        "found": [(place, figures.place_url(place), finding.about_place(place)) for place in page],
    }
    return render(request, "places/search.html", context)


@public("places are published by the state")
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """For lines in which a place is typed: what each suggestion puts there, `find_place` understands."""
    kinds = [kind for kind in request.GET.get("kind", "").split(",") if kind in PlaceKind.values]
    found = finding.search_places(request.GET.get("q", "")[:200], kinds=kinds, limit=12)
    options = [{"value": finding.place_label(place), "label": place.get_kind_display()} for place in found]
    return JsonResponse({"options": options})


@public("organizations that work with county offices are public")
@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """Organizations by kind and by what they are good at."""
    kind = known_choice(request.GET.get("kind", ""), PartnerKind.values)
    strengths = browsing.all_strengths()
    good_at = known_choice(request.GET.get("good_at", ""), strengths)
    context = {
        "partners": [(place, figures.place_url(place)) for place in browsing.partners(kind, good_at)],
        "kind": kind,
        "good_at": good_at,
        "kinds": [(code, PartnerKind(code).label, n) for code, n in browsing.partner_kind_counts().items() if code],
        "strengths": strengths,
        "may_add": policies.can_add_partner(request.user),
    }
    return render(request, "places/partners.html", context)


@public("places are published by the state")
@require_GET
def place(request: HttpRequest, key: str) -> HttpResponse:
    """One place: what it belongs to, what it holds, what it is called; with the panels of the apps above."""
    found = browsing.place_of_key(key)
    if found is None:
        raise Http404
    if found.key != key:
        return redirect(figures.place_url(found), permanent=True)
    context = {
        "place": found,
        "above": [(outer, figures.place_url(outer)) for outer in browsing.outer_places(found)],
        "other_names": browsing.other_names_of(found),
        "may_edit": policies.can_edit_place(request.user, found),
        "may_give": policies.can_give_on_place(request.user, found),
        **PAGES[found.kind](request, found),
    }
    return render(request, f"places/{TEMPLATES.get(found.kind, found.kind)}.html", context)


def region_page(_request: HttpRequest, place: Place) -> dict[str, Any]:
    counties, counts = browsing.counties_of(place.region), browsing.counts_by_county(place.region)
    sentence = _("The counties of %(region)s.") % {"region": place.name}
    return {
        "map": figures.schools_map(counties, counts, sentence),
        "table": figures.county_table(counties, counts),
        "counties": len(counties),
    }


def county_page(request: HttpRequest, place: Place) -> dict[str, Any]:
    locale = known_choice(request.GET.get("locale", ""), Locale.values)
    counts = browsing.counts_of(place.county)
    office = browsing.office_of(place.county)
    apart = list(browsing.schools_without_district(place.county)[: FEW + 1])
    page = Paginator(browsing.districts_of(place.county, locale), PAGE).get_page(request.GET.get("page"))
    return {
        "counts": counts,
        "office": office,
        "office_url": figures.place_url(office) if office else "",
        "map": figures.spot_map(place),
        "page": page,
        "table": figures.district_table(page),
        "apart": figures.school_table(apart[:FEW], _("Schools without a district")) if apart else None,
        "more_apart": len(apart) > FEW,
        "locale": locale,
        "locales": Locale.choices,
    }


def authority_page(request: HttpRequest, place: Place) -> dict[str, Any]:
    """A district or a county office: its schools, paged."""
    page = Paginator(browsing.schools_of(place), PAGE).get_page(request.GET.get("page"))
    return {
        "map": figures.spot_map(place),
        "page": page,
        "table": figures.school_table(page, _("Open schools")),
        "school_words": figures.count_words(page.paginator.count),
    }


def school_page(_request: HttpRequest, place: Place) -> dict[str, Any]:
    return {
        "map": figures.spot_map(place),
        "belongs_to": finding.belongs_to(place),
        "belongs_url": figures.place_url(place.parent) if place.parent else "",
        "authority_url": figures.place_url(place.authority) if place.authority else "",
    }


def organization_page(request: HttpRequest, place: Place) -> dict[str, Any]:
    """The partnership with its members on a date; a partner with what it is good at and where it belongs."""
    on = known_date(request.GET.get("on", "")) or today()
    members = browsing.members_of(place, on) if place.kind == PlaceKind.PARTNERSHIP else []
    return {
        "on": on,
        "partnership": atlas.partnership() if place.kind == PlaceKind.PARTNERSHIP else None,
        "members": [(one, figures.place_url(one.organization)) for one in members],
        "memberships": [(one, figures.place_url(one.body)) for one in browsing.memberships_of(place)],
        "strengths": browsing.strengths_of(place),
        "map": figures.spot_map(place),
    }


PAGES: dict[str, Callable[[HttpRequest, Place], dict[str, Any]]] = {
    PlaceKind.PARTNERSHIP: organization_page,
    PlaceKind.AGENCY: organization_page,
    PlaceKind.REGION: region_page,
    PlaceKind.COUNTY: county_page,
    PlaceKind.COUNTY_OFFICE: authority_page,
    PlaceKind.DISTRICT: authority_page,
    PlaceKind.SCHOOL: school_page,
    PlaceKind.PARTNER: organization_page,
}
TEMPLATES: dict[str, str] = {
    PlaceKind.PARTNERSHIP: "organization",
    PlaceKind.AGENCY: "organization",
    PlaceKind.PARTNER: "organization",
    PlaceKind.COUNTY_OFFICE: "authority",
    PlaceKind.DISTRICT: "authority",
}


def known_choice(text: str, known: list[str]) -> str:
    """The choice if it is one, else none: an address that somebody made up shows everything."""
    return text if text in known else ""


def known_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
