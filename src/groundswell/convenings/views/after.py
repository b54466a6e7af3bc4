"""After the day: the survey and the certificate by the mailed link; a county office's requests and follow-ups."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import by_link, requires
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.formats.certificate import Certificate, certificate_pdf
from groundswell.convenings.forms.after import FollowUpForm
from groundswell.convenings.models import FollowUp, FollowUpRequest, Registration
from groundswell.convenings.selectors import after as reading
from groundswell.convenings.selectors.mates import people_to_name
from groundswell.convenings.services import after as acting
from groundswell.convenings.views.mine import secret_link
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import (
    county_words,
    day_and_hours,
    day_in_words,
    hours_in_words,
    in_language,
    topic_words,
)
from groundswell.core.downloads import download, whole
from groundswell.instruments.forms.answering import form_for
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.places.selectors.browsing import county_by_key
from groundswell.ui.form_page import FormPage, run_form
from groundswell.ui.pdf import knows

PAGE = 25  # requests
both = require_http_methods(["GET", "POST"])
county_planners = requires(Permission.FOLLOWUP_PLAN, county_by_key)


@secret_link
@both
def survey(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The survey after the event; the link is the sign-in, there is no code to remember."""
    version = registration.convening.survey
    if version is None:
        raise Http404
    language = get_language() or "en"
    people = people_to_name(registration)
    form: Any = form_for(version, language, request.POST or None, prefix="s", people=people)
    back = reverse("convenings:mine", args=[registration.secret])

    def act() -> None:
        client = request.POST.get("client_id", "")
        acting.answer_survey(registration=registration, given=form.given(), language=language, client_id=client)
        thanks = version.questions.thanks.say(language)
        if thanks:
            messages.success(request, thanks)

    title = in_language(registration.convening, "title", language)
    page = FormPage(
        _("What did you take away?"), _("Send"), back, lead=version.questions.intro.say(language), over=title,
        crumbs=(title, back), template="convenings/survey.html",
    )  # fmt: skip
    return run_form(request, form, page, act)


def earned(registration: Registration) -> Certificate:
    """What stands on somebody's certificate. Raises Http404 for whoever was not there."""
    hours = reading.hours_of(registration)
    if not hours:
        raise Http404
    convening = registration.convening
    number = f"G{registration.pk:07d}-{registration.secret[:6]}"
    return Certificate(
        name=registration.person.name,
        title=in_language(convening, "title", get_language() or "en"),
        when=day_and_hours(convening.starts_at, convening.ends_at),
        where=registration.site.name,
        hours=hours_in_words(hours),
        issuer=convening.collaborative.name,
        number=number,
        check_at=settings.SITE_URL + reverse("convenings:check", args=[number]),
        example=convening.collaborative.example,
    )


@secret_link
@require_GET
def certificate(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Hours earned by attendance, as a page that prints on one sheet: the browser knows the letters of every name."""
    held = earned(registration)
    context = {"registration": registration, "certificate": held, "as_pdf": knows(held.name)}
    return render(request, "convenings/certificate.html", context)


@secret_link
@require_GET
def certificate_as_pdf(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    """The same as PDF; a name in letters that its fonts lack is on the page instead, never with question marks."""
    held = earned(registration)
    if not knows(held.name):
        return redirect("convenings:certificate", registration.secret)
    name = f"{registration.convening.key}-certificate.pdf"
    return download(whole(lambda: certificate_pdf(held)), name=name, kind="application/pdf", inline=True)


def by_number(number: str) -> Registration:
    """The registration of a certificate's number. Raises Http404."""
    stem, _dash, proof = number.partition("-")
    if not (stem.startswith("G") and stem[1:].isdecimal() and len(stem) < 20 and len(proof) == 6):
        raise Http404
    rows = Registration.objects.select_related("convening__collaborative", "site", "person")
    found = rows.filter(pk=int(stem[1:]), secret__startswith=proof).first()
    if found is None or not reading.hours_of(found):
        raise Http404
    return found


@by_link(by_number, note="the number on a certificate; says hours and convening, no name")
@require_GET
def check(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Whoever holds a certificate can check that it is genuine."""
    context = {
        "registration": registration,
        "convening": registration.convening,
        "hours": hours_in_words(reading.hours_of(registration)),
        "day": day_in_words(registration.convening.starts_at),
    }
    return render(request, "convenings/check.html", context)


@county_planners
@require_GET
def follow_ups(request: HttpRequest, county: Place) -> HttpResponse:
    """What the county's own people asked for, and what the office planned."""
    page = Paginator(reading.requests_of(county), PAGE).get_page(request.GET.get("page"))
    context = {
        "county": county,
        "county_name": county_words(county),
        "topics": [(topic_words(topic), count) for topic, count in reading.request_topics(county).items()],
        "requests": [(row, topic_words(row.topic)) for row in page],
        "page": page,
        "planned": reading.follow_ups_of(county),
    }
    return render(request, "convenings/follow_ups.html", context)


@county_planners
@both
def plan_follow_up(request: HttpRequest, county: Place) -> HttpResponse:
    """Plan a follow-up for requests of the county."""
    form = FollowUpForm(request.POST or None, county=county)
    back = reverse("convenings:follow-ups", args=[county.key])

    def act() -> None:
        said = form.cleaned_data
        me: Person | None = getattr(actor(request), "person", None)
        acting.plan_follow_up(
            by=actor(request), convening=said["convening"], county=county, title=said["title"], where=said["where"],
            owner=me if said["owner_is_me"] else None, starts_at=form.starts_at(),
            requests=[form.rows[pk] for pk in said["requests"]],
        )  # fmt: skip

    return run_form(
        request, form, FormPage(_("Plan a follow-up"), _("Plan it"), back, crumbs=(county_words(county), back)), act
    )


def space_of(row: FollowUp | FollowUpRequest) -> int:
    """A follow-up and a request for one lie in their county."""
    return row.county.space_id


def load_follow_up(pk: int) -> FollowUp:
    return reading.follow_up_by_id(pk)


def load_request(pk: int) -> FollowUpRequest:
    return reading.request_by_id(pk)


@requires(Permission.FOLLOWUP_PLAN, load_follow_up, space=space_of)
@require_POST
def finish(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """It was held."""
    acting.finish_follow_up(by=actor(request), follow_up=follow_up)
    return redirect("convenings:follow-ups", follow_up.county.key)


@requires(Permission.FOLLOWUP_PLAN, load_request, space=space_of)
@require_POST
def settle(request: HttpRequest, asked: FollowUpRequest) -> HttpResponse:
    """“I see to it”, done without a meeting, or it cannot be met."""
    by = actor(request)
    me: Person | None = getattr(by, "person", None)
    states = {"mine": FollowUpState.OPEN, "done": FollowUpState.DONE, "declined": FollowUpState.DECLINED}
    chosen = states.get(request.POST.get("act", ""))
    if chosen is not None:
        owner = me if chosen == FollowUpState.OPEN else asked.owner or me
        acting.settle_request(by=by, request=asked, owner=owner, state=chosen)
    return redirect("convenings:follow-ups", asked.county.key)
