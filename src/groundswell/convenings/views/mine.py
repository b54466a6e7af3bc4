"""What the link in the mail opens: one's own registration, without an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import by_link
from groundswell.accounts.models import User
from groundswell.convenings.calendar import calendar_text
from groundswell.convenings.choices import ConveningState, RegistrationState, SiteKind
from groundswell.convenings.formats.codes import qr_svg
from groundswell.convenings.forms.day import AddressForm
from groundswell.convenings.forms.registration import DetailsForm, SwapForm
from groundswell.convenings.models import Registration, Site
from groundswell.convenings.selectors.after import attendances_of, gifts_of, hours_in, sites_in
from groundswell.convenings.selectors.convenings import sites_to_choose
from groundswell.convenings.selectors.mates import introductions_of
from groundswell.convenings.selectors.registrations import (
    is_captain,
    letters_fail,
    not_reached,
    registration_by_secret,
    seen_until,
    team_of,
    waiting_before,
)
from groundswell.convenings.selectors.seating import seats_of
from groundswell.convenings.selectors.travel import choices_for
from groundswell.convenings.services.entrants import ACTIVE, Entrant, takes_registrations
from groundswell.convenings.services.letters import calendar_entry
from groundswell.convenings.services.registering import answer_questions
from groundswell.convenings.services.registration import (
    Details,
    cancel_registration,
    change_details,
    change_site,
    confirm_registration,
    swap_person,
)
from groundswell.convenings.views.sent import number_in
from groundswell.convenings.wording import hours_in_words, in_language, name_of_site, when_in_words
from groundswell.core.errors import Refused
from groundswell.instruments.forms.answering import form_for
from groundswell.instruments.selectors import answers_of
from groundswell.people.choices import bits_to_grades, grades_to_bits
from groundswell.places.selectors.finding import place_label
from groundswell.ui.form_page import FormPage, run_form

secret_link = by_link(registration_by_secret, note="256 random bits, sent to the registrant's address")


def owner(registration: Registration) -> User | None:
    """Whoever holds the link acts as its owner."""
    return registration.person.user


@secret_link
@require_GET
def mine(request: HttpRequest, registration: Registration) -> HttpResponse:
    """See the registration, with everything that can be done."""
    return page(request, registration)


def page(request: HttpRequest, registration: Registration, status: int = 200, **forms: Any) -> HttpResponse:
    """Their own page, with a form as it was sent where it has errors."""
    convening = registration.convening
    language = get_language() or "en"
    version = convening.questions
    days = attendances_of(registration)
    hours = hours_in(convening, days)
    initial = answers_of(registration.answers) if registration.answers_id and registration.answers else None
    been = ", ".join(name_of_site(site) for site in sites_in(days))
    attended = bool(been)
    questions = form_for(version, language, initial=initial, prefix="q") if version else None
    team = team_of(registration)
    context = {
        "live_after": seen_until(registration),
        "registration": registration,
        "convening": convening,
        "title": in_language(convening, "title", language),
        "when": when_in_words(convening),
        "active": registration.state in ACTIVE and convening.state != ConveningState.CANCELLED,
        "waiting": registration.state == RegistrationState.WAITING,
        "called_off": _("This convening will not take place.") if convening.state == ConveningState.CANCELLED else "",
        "notice": in_language(convening, "notice", language),
        "may_register": registration.state not in ACTIVE and takes_registrations(convening),
        "in_calendar": not calendar_entry(registration).cancelled,
        "online": registration.site.kind == SiteKind.ONLINE,
        "over": convening.is_over,
        "team": team,
        "not_reached": not_reached(team) if is_captain(registration) else set(),
        "captain": is_captain(registration) and convening.state != ConveningState.CANCELLED,
        "before": waiting_before(registration),
        "workplace": place_label(registration.place) if registration.place else registration.place_written,
        "unasked": questions is not None and not registration.answers_id,
        "seats": seats_of(registration),
        "introductions": introductions_of(registration),
        "choices": [
            c for c in choices_for(registration.place, sites_to_choose(convening)) if c.site.pk != registration.site_id
        ],
        "address": AddressForm() if registration.person.user_id is None or letters_fail(registration) else None,
        "questions": questions,
        "attended": attended,
        "been": been,
        "gifts": gifts_of(registration) if attended else [],
        "hours": hours,
        "hours_words": hours_in_words(hours),
        "qr": qr_svg(request.build_absolute_uri(reverse("convenings:scan", args=[registration.secret]))),
        **forms,
    }
    return render(request, "convenings/mine.html", context, status=status)


@secret_link
@require_GET
def seats(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Where they sit, as a part of their page: fetched when tables have changed."""
    active = registration.state in ACTIVE and registration.convening.state != ConveningState.CANCELLED
    context = {"registration": registration, "active": active, "seats": seats_of(registration)}
    return render(request, "convenings/live/mine_seats.html", context)


def _details(registration: Registration) -> dict[str, Any]:
    place = registration.place
    return {
        "role": registration.role,
        "language": registration.language,
        "school": place_label(place) if place else registration.place_written,
        "county": registration.county.county if registration.county and place is None else "",
        "teaches": registration.teaches,
        "grades": bits_to_grades(registration.grades),
    }


@secret_link
@require_POST
def confirm(request: HttpRequest, registration: Registration) -> HttpResponse:
    """“I will come.”"""
    confirm_registration(by=owner(registration), registration=registration, language=get_language() or "en")
    messages.success(request, _("Thank you: we count on you."))
    return redirect("convenings:mine", registration.secret)


@secret_link
@require_POST
def give_back(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Give the place back."""
    cancel_registration(by=owner(registration), registration=registration, declined=registration.confirmed_at is None)
    messages.success(request, _("Your place has been given back. Thank you for telling us."))
    return redirect("convenings:mine", registration.secret)


@secret_link
@require_POST
def move(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Go to another site."""
    site = Site.objects.filter(pk=number_in(request.POST, "site"), convening=registration.convening).first()
    if site is None:
        messages.error(request, _("Choose one of the sites of this convening."))
        return redirect("convenings:mine", registration.secret)
    try:
        change_site(by=owner(registration), registration=registration, site=site)
        messages.success(
            request,
            _("You are now registered at %(site)s.") % {"site": in_language(site, "name", get_language() or "en")},
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("convenings:mine", registration.secret)


@secret_link
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Change school, role, subject, grades."""
    if request.method == "GET" and not _open_to_changes(registration):
        return redirect("convenings:mine", registration.secret)
    form = DetailsForm(request.POST or None, initial=_details(registration))

    def act() -> None:
        said = form.cleaned_data
        fresh = Details(
            role=said["role"],
            place=said["place"],
            place_written=said["school"],
            county=said["county"],
            teaches=said["teaches"],
            grades=grades_to_bits(said["grades"]),
            language=said["language"],
        )
        change_details(by=owner(registration), registration=registration, details=fresh)
        messages.success(request, _("Changed."))

    return run_form(request, form, _form_page(registration, _("About you"), _("Save")), act)


@secret_link
@require_http_methods(["GET", "POST"])
def swap(request: HttpRequest, registration: Registration) -> HttpResponse:
    """A colleague comes instead."""
    if request.method == "GET" and not _open_to_changes(registration):
        return redirect("convenings:mine", registration.secret)
    form = SwapForm(request.POST or None)

    def act() -> None:
        said = form.cleaned_data
        entrant = Entrant(
            email=said["email"], given_name=said["given_name"], family_name=said["family_name"], role=said["role"],
            place=registration.place, place_written=registration.place_written,
            county=registration.county.county if registration.county else "", language=registration.language,
        )  # fmt: skip
        swap_person(by=owner(registration), registration=registration, entrant=entrant)
        messages.success(request, _("%(name)s comes instead and has been written to.") % {"name": said["given_name"]})

    lead = _("Your place goes to them, not to the waiting list.")
    page = _form_page(registration, _("Send a colleague instead"), _("Send them instead"), lead)
    return run_form(request, form, page, act)


def _form_page(registration: Registration, title: str, submit: str, lead: str = "") -> FormPage:
    back = reverse("convenings:mine", args=[registration.secret])
    over = in_language(registration.convening, "title", get_language() or "en")
    return FormPage(title, submit, back, lead=lead, over=over, crumbs=(over, back))


def _open_to_changes(registration: Registration) -> bool:
    """A place that was given back, and a convening that is over, have nothing to change: the page says which it is."""
    convening = registration.convening
    held = registration.state in ACTIVE and convening.state != ConveningState.CANCELLED
    return held and not convening.is_over


@secret_link
@require_http_methods(["POST"])
def answers(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Answer the convening's questions, or change the answers."""
    version = registration.convening.questions
    if version is None:
        raise Http404
    form = form_for(version, get_language() or "en", request.POST, prefix="q")
    if not form.is_valid():
        return page(request, registration, 422, questions=form)
    try:
        language = get_language() or "en"
        answer_questions(registration=registration, version=version, given=form.given(), language=language)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your answers are kept."))
    return redirect("convenings:mine", registration.secret)


@secret_link
@require_GET
def calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The registration as a calendar entry."""
    text = calendar_text(calendar_entry(registration))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{registration.convening.key}.ics"'
    return response
