"""Tables of a site and groups across sites: asked for, looked at, repaired after walk-ins, printed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import Seated, SeatingState
from groundswell.convenings.forms.seating import AgainForm, MoveForm, TablesForm
from groundswell.convenings.models import Convening, Seating, SessionPerson, Site
from groundswell.convenings.selectors import day
from groundswell.convenings.selectors import seating as reading
from groundswell.convenings.selectors.convenings import convening_by_key
from groundswell.convenings.selectors.seating import Named
from groundswell.convenings.services import seating as acting
from groundswell.convenings.services.groups import move_seat
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import name_of_site, seating_words, title_of
from groundswell.core.errors import Refused
from groundswell.engines import warm
from groundswell.ui.form_page import FormPage, run_form

both = require_http_methods(["GET", "POST"])


def space_of(seating: Seating) -> int:
    """Tables lie in their site; groups across sites in the convening."""
    return seating.site.space_id if seating.site is not None else seating.convening.space_id


for_hosts = requires(Permission.CONVENING_ROSTER, reading.seating_by_id, space=space_of)


@requires(Permission.CONVENING_ROSTER, day.site_by_number)
@both
def tables(request: HttpRequest, site: Site) -> HttpResponse:
    """The tables of a site, session by session, and making more."""
    return _ask(request, site.convening, site)


@requires(Permission.CONVENING_ROSTER, convening_by_key)
@both
def groups(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Groups of people from several sites, who talk on screen."""
    return _ask(request, convening, None)


def _ask(request: HttpRequest, convening: Convening, site: Site | None) -> HttpResponse:
    people = reading.names_to_seat(convening, site, Seated.REGISTERED)
    here = reading.people_to_seat(convening, site, Seated.HERE).count()
    leading = set(SessionPerson.objects.filter(session__convening=convening).values_list("person_id", flat=True))
    initial = {
        "who": Seated.HERE if here else Seated.REGISTERED,
        "mixing": "county" if site is None else "school",
        "facilitators": [str(row.pk) for row in people if row.person_id in leading],
    }
    form = TablesForm(request.POST or None, convening=convening, site=site, people=people, initial=initial)

    def act() -> str:
        made = acting.ask_for_tables(
            by=actor(request), convening=convening, session=form.cleaned_data["session"], site=site, wish=form.wish()
        )
        return reverse("convenings:seating", args=[convening.key, made.pk])

    up, name = _up(convening, site)
    page = FormPage(
        _("Tables") if site else _("Groups across sites"), _("Make the tables") if site else _("Make the groups"), up,
        over=name, crumbs=(name, up), template="convenings/tables.html",
        context={
            "site": site, "convening": convening, "seatings": reading.seatings_of(convening, site),
            "registered": len(people), "here": here,
        },
    )  # fmt: skip
    return run_form(request, form, page, act)


def _up(convening: Convening, site: Site | None) -> tuple[str, str]:
    """The page above, and what it is called."""
    if site is not None:
        return reverse("convenings:host", args=[convening.key, site.number]), name_of_site(site)
    return reverse("convenings:plan", args=[convening.key]), title_of(convening)


@for_hosts
@require_GET
def seating(request: HttpRequest, held: Seating) -> HttpResponse:
    """Who sits where, what the plan does, and what has changed since."""
    return _page(request, held)


def _page(request: HttpRequest, seating: Seating, status: int = 200, **forms: Any) -> HttpResponse:
    rounds = reading.rounds_of(seating)
    up, name = _up(seating.convening, seating.site)
    there = reading.names_to_seat(seating.convening, seating.site, Seated.HERE)
    everyone = reading.names_to_seat(seating.convening, seating.site, Seated.REGISTERED)
    groups = seating.groups.order_by("round", "number")
    proof = reading.proof_of(seating, rounds)
    context = {
        "seating": seating,
        "convening": seating.convening,
        "site": seating.site,
        "up": up,
        "name": name,
        "rounds": rounds,
        "working": seating.state == SeatingState.WORKING,
        "percent": round(100 * seating.share),
        "unready": seating.state == SeatingState.WORKING and not warm.is_ready("mixing"),
        "proof": proof,
        "words": seating_words(seating, proof),
        "changes": reading.changes_since(seating, there if seating.who == Seated.HERE else everyone),
        "again": AgainForm(
            rounds=seating.rounds, initial={"who": Seated.HERE if there else seating.who, "first": 1}
        ),
        "move": MoveForm(people=to_move(everyone, there), groups=groups, rounds=seating.rounds),
        **forms,
    }  # fmt: skip
    response = render(request, "convenings/seating.html", context, status=status)
    if seating.state == SeatingState.WORKING:
        response["Refresh"] = "5"  # the page looks again by itself, without a script too
    return response


def to_move(registered: Sequence[Named], there: Sequence[Named]) -> list[Named]:
    """Whoever has a place here, and whoever came from another site's list."""
    return list({row.pk: row for row in (*registered, *there)}.values())


@for_hosts
@require_POST
def again(request: HttpRequest, held: Seating) -> HttpResponse:
    """Seat those who came, and close the gaps of those who left."""
    form = AgainForm(request.POST, rounds=held.rounds)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = acting.seat_again(
                by=actor(request), seating=held, who=said["who"], first=said["first"], afresh=said["afresh"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if made.state == SeatingState.MADE and not said["afresh"]:
                messages.success(request, _("Seated again. %(moved)d people changed tables.") % {"moved": made.moved})
            return redirect("convenings:seating", held.convening.key, held.pk)
    return _page(request, held, 422, again=form)


@for_hosts
@require_POST
def move(request: HttpRequest, held: Seating) -> HttpResponse:
    """One person to another table."""
    people = to_move(
        *(reading.names_to_seat(held.convening, held.site, who) for who in (Seated.REGISTERED, Seated.HERE))
    )
    groups = held.groups.order_by("round", "number")
    form = MoveForm(request.POST, people=people, groups=groups, rounds=held.rounds)
    if form.is_valid():
        chosen = next(row for row in people if str(row.pk) == form.cleaned_data["registration"])
        group = form.cleaned_data["group"]
        move_seat(by=actor(request), seating=held, registration=chosen.pk, group=group)
        messages.success(request, _("%(name)s now sits at %(table)s.") % {"name": chosen.name, "table": group.name})
        return redirect("convenings:seating", held.convening.key, held.pk)
    return _page(request, held, 422, move=form)


@for_hosts
@require_GET
def cards(request: HttpRequest, held: Seating) -> HttpResponse:
    """A card for each person with the table of each round, and a sheet for each table, on paper."""
    rounds = reading.rounds_of(held)
    up = reverse("convenings:seating", args=[held.convening.key, held.pk])
    context = {
        "seating": held, "convening": held.convening, "site": held.site, "up": up, "rounds": rounds,
        "cards": reading.cards_of(rounds), "several": len(rounds) > 1,
    }  # fmt: skip
    return render(request, "convenings/cards.html", context)
