"""Choosing hubs: which county seats to open so that people travel least, who would go where, and opening them."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.forms.siting import SitingForm
from groundswell.convenings.models import Convening
from groundswell.convenings.selectors.convenings import convening_by_key
from groundswell.convenings.selectors.siting import Proposal, counties_of_collaborative, propose_hubs
from groundswell.convenings.selectors.travel import KM_PER_HOUR, hours_in_words
from groundswell.convenings.services.siting import open_sites, siting_is_ready
from groundswell.convenings.views.register import actor
from groundswell.core.errors import Refused
from groundswell.engines.errors import InputError
from groundswell.places import atlas
from groundswell.ui.charts.figure import Caption, Figure
from groundswell.ui.charts.grids import shade, words_for_bounds
from groundswell.ui.components.tables import Column, Table
from groundswell.ui.maps import Area, MapPoint, county_map

planners = requires(Permission.CONVENING_EDIT, convening_by_key)
MINUTES = (20, 40, 60, 90)


@planners
@require_GET
def hubs(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Say what is expected, look at what is proposed. The address holds the question, so that it can be sent on."""
    counties = counties_of_collaborative(convening.collaborative)
    asked = "open_sites" in request.GET
    form = SitingForm(request.GET if asked else None, counties=counties)
    proposal, waiting, looks = None, False, _looks(request)
    if asked and form.is_valid():
        try:
            waiting = not siting_is_ready(looks=looks)
            proposal = None if waiting else propose_hubs(convening, form.wish())
        except (InputError, Refused) as wrong:
            form.add_error(None, str(wrong))
        else:
            if proposal is None and not waiting:
                form.add_error(None, _("Nobody is expected there whose place has a point on the map."))
    context = {"convening": convening, "form": form, "counties": counties, "proposal": proposal, "waiting": waiting}
    if proposal is not None:
        context |= shown(proposal) | {"seats": form.cleaned_data["seats"]}
    if not waiting:
        return render(request, "convenings/siting.html", context)
    question = request.GET.copy()
    question["looks"] = str(looks + 1)
    response = render(request, "convenings/siting.html", {**context, "next_look": f"?{question.urlencode()}"})
    response["Refresh"] = f"5; url={request.path}?{question.urlencode()}"
    return response


def _looks(request: HttpRequest) -> int:
    """How often the page has looked whether it is ready."""
    raw = request.GET.get("looks", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else 0


@planners
@require_POST
def open_proposed(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Open the sites that were proposed; those that are open already stay as they are."""
    known = {county.key: county for county in counties_of_collaborative(convening.collaborative)}
    chosen = [known[key] for key in dict.fromkeys(request.POST.get("counties", "").split()) if key in known]
    seats = request.POST.get("seats", "")
    made = open_sites(
        by=actor(request), convening=convening, counties=chosen,
        seats=int(seats) if seats.isdecimal() and len(seats) < 7 and 0 < int(seats) <= 100_000 else None,
    )  # fmt: skip
    messages.success(request, ngettext("%(n)d site is open.", "%(n)d sites are open.", len(made)) % {"n": len(made)})
    return redirect("convenings:plan", convening.key)


def shown(proposal: Proposal) -> dict[str, object]:
    """Sentence, map and tables."""
    new = [hub for hub in proposal.hubs if hub.site is None]
    proof = _("No other choice of as many sites saves more: that is proven.")
    if proposal.gap >= 0.0005:
        proof = _("No other choice of as many sites saves more than %(share)s%% of the travel.")
    return {
        "map": hubs_map(proposal),
        "hubs": hubs_table(proposal),
        "going": going_table(proposal),
        "by_link": by_link(proposal),
        "new": " ".join(hub.key for hub in new),
        "new_count": len(new),
        "proof": proof % {"share": number_format(100 * proposal.gap, 1)} if proposal.gap >= 0.0005 else proof,
    }


def by_link(proposal: Proposal) -> str:
    """How many have too long a way."""
    far = [one for one in proposal.going if one.hours is None]
    if not far:
        return ""
    return ngettext(
        "%(n)d team has a longer way and joins by link: %(people)d people.",
        "%(n)d teams have a longer way and join by link: %(people)d people.",
        len(far),
    ) % {"n": len(far), "people": sum(one.people for one in far)}


def going_table(proposal: Proposal) -> Table:
    """Each team with its way."""
    columns = [
        Column(_("From")), Column(_("County")), Column(_("People"), number=True), Column(_("To")),
        Column(_("One way"), number=True),
    ]  # fmt: skip
    rows = [
        (
            one.name,
            one.county,
            one.people,
            one.hub or _("by link"),
            "" if one.hours is None else hours_in_words(one.hours),
        )
        for one in proposal.going
    ]
    return Table(_("Who would go where"), columns, rows)


def hubs_map(proposal: Proposal) -> Figure:
    """Counties shaded by how long their people are on the road; sites that would open, and seats that would not."""
    names: Mapping[str, atlas.CountyFact] = atlas.counties()
    areas = {
        code: Area(names[code].name, shade(60 * hours, MINUTES), hours_in_words(hours))
        for code, hours in proposal.county_hours.items()
        if code in names
    }
    points = [
        MapPoint(hub.longitude, hub.latitude, hub.name, planning=closed)
        for closed, hubs in ((False, proposal.hubs), (True, proposal.closed))
        for hub in hubs
    ]
    words = {
        "saved": round(proposal.saved), "hours": round(proposal.hours), "alone": round(proposal.alone),
        "site": proposal.alone_name,
    }  # fmt: skip
    sentence = _(
        "These sites save %(saved)d hours on the road: %(hours)d instead of %(alone)d, had everyone met in %(site)s."
    )
    note = _(
        "There and back for all, great circle times 1.3 for the road, at 50 miles an hour. Shades: one way on average."
    )
    steps = words_for_bounds(MINUTES, _(" min"))
    return county_map(
        atlas.outlines(), areas, Caption(sentence % words, note=note), points=points, zoom=set(areas), steps=steps,
        what=_("One way"),
    )  # fmt: skip


def hubs_table(proposal: Proposal) -> Table:
    """Each site with who would come."""
    columns = [
        Column(_("Site")), Column(_("Teams"), number=True), Column(_("People"), number=True),
        Column(_("One way on average"), number=True), Column(_("State")),
    ]  # fmt: skip
    rows = []
    for hub in proposal.hubs:
        way = hours_in_words(hub.km / KM_PER_HOUR) if hub.people else ""
        rows.append((hub.name, hub.teams, hub.people, way, _("planned already") if hub.site else _("new")))
    return Table(_("Sites that would open"), columns, rows)
