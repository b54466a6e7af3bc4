"""Standing offers: finding one, asking for it, and a county's own: what it promises, who asks, what it has asked."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.allow import allows_anywhere, within_reach
from groundswell.access.doors import anywhere, requires
from groundswell.access.permissions import Permission
from groundswell.collaboratives import forms, selectors
from groundswell.collaboratives.choices import Subject
from groundswell.collaboratives.models import Collaborative, Offer, OfferRequest
from groundswell.collaboratives.services import offers as offering
from groundswell.collaboratives.views.frame import actor, address, crumbs, for_members, person_of
from groundswell.collaboratives.wording import offer_words
from groundswell.core.doors import public
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.places.selectors.browsing import county_by_key
from groundswell.ui.form_page import FormPage, run_form

PAGE = 40
both = require_http_methods(["GET", "POST"])


def giver_of_offer(offer: Offer) -> int:
    return offer.giver.space_id


def giver_of_request(request: OfferRequest) -> int:
    return request.offer.giver.space_id


for_givers = requires(Permission.STANDING_OFFER, county_by_key)
for_giver_of_offer = requires(Permission.STANDING_OFFER, selectors.offer_by_id, space=giver_of_offer)
for_giver_of_request = requires(Permission.STANDING_OFFER, selectors.request_by_id, space=giver_of_request)
for_planners = anywhere(Permission.FOLLOWUP_PLAN)


@public("what county offices offer each other; nobody is named")
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Offers by words, subject and the county that needs one."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    subject = request.GET.get("subject", "")
    subject = subject if subject in Subject.values else ""
    county = Place.objects.filter(key=request.GET.get("county", "")[:60], kind=PlaceKind.COUNTY).first()
    found = selectors.offers_to_find(words, subject=subject, county=county)
    mine = counties_of_planner(request)
    together = selectors.together_with(mine) if mine else set()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "words": words,
        "subject": subject,
        "subjects": Subject.choices,
        "county": county,
        "counties": Place.objects.filter(kind=PlaceKind.COUNTY).order_by("name").only("key", "name"),
        "page": page,
        "offers": [(offer, may_ask(offer, mine, together)) for offer in page],
        "own": [place for place in mine if allows_anywhere(request.user, Permission.STANDING_OFFER)][:6],
    }
    return render(request, "collaboratives/offers.html", context)


def may_ask(offer: Offer, mine: list[Place], together: set[tuple[int, int]]) -> bool:
    """Whether it is open to one of these counties, which take part in these collaboratives (`selectors.takers_of`)."""
    return any(
        county.pk != offer.giver_id
        and offer.taker_id in {None, county.pk}
        and (offer.taker_id or offer.collaborative_id is None or (county.pk, offer.collaborative_id) in together)
        for county in mine
    )


def counties_of_planner(request: HttpRequest) -> list[Place]:
    """The counties for which somebody plans follow-ups: for these they may ask."""
    if not allows_anywhere(request.user, Permission.FOLLOWUP_PLAN):
        return []
    return list(planned_counties(request)[:60])


def planned_counties(request: HttpRequest) -> QuerySet[Place]:
    rows = Place.objects.filter(within_reach(request.user, Permission.FOLLOWUP_PLAN), kind=PlaceKind.COUNTY)
    return rows.order_by("name")


@for_planners
@both
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a county for what it offers."""
    offer = selectors.offer_by_id(pk)
    counties = planned_counties(request).filter(pk__in=selectors.takers_of(offer).values("pk"))
    if not counties:
        raise Http404
    form = forms.AskForm(request.POST or None, counties=counties)

    def act() -> str:
        asked = offering.ask_for_offer(by=actor(request), offer=offer, person=person_of(request), **form.cleaned_data)
        return reverse("collaboratives:county-offers", args=[asked.county.key])

    page = FormPage(
        _("Ask for it"),
        _("Send"),
        reverse("collaboratives:offers"),
        lead=offer_words(offer),
        over=offer.giver.name,
        crumbs=(_("Standing offers"), reverse("collaboratives:offers")),
    )
    return run_form(request, form, page, act)


@for_givers
@require_GET
def of_county(request: HttpRequest, county: Place) -> HttpResponse:
    """What a county promises, who asks for it, and what it has asked of others."""
    context = {
        "county": county,
        "offers": selectors.offers_given(county),
        "requests": selectors.requests_to(county),
        "asked": selectors.requests_from(county),
    }
    return render(request, "collaboratives/county_offers.html", context)


@for_givers
@both
def add(request: HttpRequest, county: Place) -> HttpResponse:
    """A county promises something, outside of any collaborative."""
    counties = Place.objects.filter(kind=PlaceKind.COUNTY).order_by("name")
    form = forms.OfferForm(
        request.POST or None, givers=counties.filter(pk=county.pk), takers=counties, everyone=_("every county")
    )
    back = reverse("collaboratives:county-offers", args=[county.key])

    def act() -> None:
        offering.make_offer(by=actor(request), contact=person_of(request), **form.cleaned_data)

    page = FormPage(_("A standing offer"), _("Record the offer"), back, over=county.name, crumbs=(county.name, back))
    return run_form(request, form, page, act)


@for_members
@both
def add_in_collaborative(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """One county of a collaborative promises others lasting support."""
    counties = forms.counties(collaborative)
    everyone = _("every county of the collaborative")
    form = forms.OfferForm(request.POST or None, givers=counties, takers=counties, everyone=everyone)

    def act() -> None:
        offering.make_offer(
            by=actor(request), collaborative=collaborative, contact=person_of(request), **form.cleaned_data
        )

    page = FormPage(_("A standing offer"), _("Record the offer"), address(collaborative), crumbs=crumbs(collaborative))
    return run_form(request, form, page, act)


@for_giver_of_offer
@require_POST
def end(request: HttpRequest, offer: Offer) -> HttpResponse:
    """The promise ends today."""
    offering.end_offer(by=actor(request), offer=offer)
    return redirect("collaboratives:county-offers", offer.giver.key)


@for_giver_of_request
@both
def answer(request: HttpRequest, asked: OfferRequest) -> HttpResponse:
    """Say yes or not now to a county that asked."""
    form = forms.AnswerForm(request.POST or None)
    back = reverse("collaboratives:county-offers", args=[asked.offer.giver.key])

    def act() -> None:
        said = form.cleaned_data
        offering.answer_asking(by=actor(request), request=asked, agree=said["agree"] == "yes", words=said["words"])

    title = _("%(county)s asks") % {"county": asked.county.name}
    page = FormPage(
        title,
        _("Send the answer"),
        back,
        lead=asked.words,
        over=offer_words(asked.offer),
        crumbs=(_("Standing offers"), back),
    )
    return run_form(request, form, page, act)
