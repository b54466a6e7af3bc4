"""After the day: the survey and the certificate by the mailed link."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groundswell.access.doors import by_link
from groundswell.convenings.formats.certificate import Certificate, certificate_pdf
from groundswell.convenings.models import Registration
from groundswell.convenings.selectors import after as reading
from groundswell.convenings.selectors.mates import people_to_name
from groundswell.convenings.services import after as acting
from groundswell.convenings.views.mine import secret_link
from groundswell.convenings.wording import (
    day_and_hours,
    day_in_words,
    hours_in_words,
    in_language,
)
from groundswell.core.downloads import download, whole
from groundswell.instruments.forms.answering import form_for
from groundswell.instruments.selectors import answers_of, response_of
from groundswell.ui.form_page import FormPage, run_form
from groundswell.ui.pdf import knows

both = require_http_methods(["GET", "POST"])


@secret_link
@both
def survey(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The survey after the event; the link is the sign-in, there is no code to remember."""
    version = registration.convening.survey
    if version is None:
        raise Http404
    language = get_language() or "en"
    back = reverse("convenings:mine", args=[registration.secret])
    if version.instrument.closed_at is not None:
        messages.info(request, _("This has been closed and takes no more answers."))
        return redirect(back)
    people = people_to_name(registration)
    sent = response_of(registration.person, version.instrument, about=registration.convening.space_id)
    initial = answers_of(sent) if sent is not None and request.method == "GET" else None
    form: Any = form_for(version, language, request.POST or None, initial, prefix="s", people=people)

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
        where=reading.where_of(registration),
        hours=hours_in_words(hours),
        issuer=in_language(convening.collaborative, "name", get_language() or "en"),
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
        "where": reading.where_of(registration),
        "day": day_in_words(registration.convening.starts_at),
    }
    return render(request, "convenings/check.html", context)
