"""Answering by the instrument's own page: by its link, on a phone first. A planner answers back with what fits."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.doors import by_link, signed_in
from groundswell.accounts.models import User
from groundswell.core.errors import Refused
from groundswell.core.services.drafts import drop_draft
from groundswell.core.visitors import owner_key
from groundswell.instruments import selectors
from groundswell.instruments.choices import OpenTo
from groundswell.instruments.forms.answering import form_for
from groundswell.instruments.models import Instrument, InstrumentVersion, Response
from groundswell.instruments.ranking import Option
from groundswell.instruments.services.responses import submit_response, withdraw_response
from groundswell.people.models import Person

NOTE = "the instrument's link opens it, where its owner allows that"


def load_open(token: str) -> Instrument:
    """The instrument of this link, where it may be answered by its own page at all."""
    rows = Instrument.objects.select_related("space").exclude(open_to=OpenTo.NOBODY)
    return get_object_or_404(rows, token=token)


def load_sent(token: str, sent: uuid.UUID) -> Response:
    """A response by the number that the form sent, which only its sender knows."""
    rows = Response.objects.select_related("version__instrument", "person")
    return get_object_or_404(rows, client_id=sent, version__instrument__token=token)


def load_activity(token: str, option: str) -> tuple[Instrument, Option]:
    """An option of the planner's published version."""
    instrument = load_open(token)
    version = selectors.published_version(instrument)
    result = version.questions.result if version else None
    chosen = result.option(option) if result else None
    if chosen is None:
        raise Http404
    return instrument, chosen


def person_of(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    return Person.objects.filter(user_id=request.user.pk).first()


def user_of(request: HttpRequest) -> User:
    """The user of a request that was let in as somebody."""
    return cast("User", request.user)


def language_of() -> str:
    return (get_language() or "en").split("-")[0]


@by_link(load_open, note=NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The questions; what somebody answered before is there to change."""
    if instrument.open_to == OpenTo.SIGNED_IN and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    version = selectors.published_version(instrument)
    if version is None or instrument.closed_at is not None:
        return render(request, "instruments/closed.html", {"instrument": instrument}, status=200 if version else 404)
    person = person_of(request)
    held = selectors.response_of(person, instrument) if person and not instrument.repeats else None
    initial = selectors.answers_of(held) if held else None
    form = form_for(version, language_of(), request.POST if request.method == "POST" else None, initial)
    if request.method == "POST" and form.is_valid():
        sent = _client_id(request)
        try:
            response = submit_response(
                version=version, given=form.given(), person=person, language=language_of(), client_id=sent
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            drop_draft(owner=owner_key(request), form="instrument", thing=instrument.token)
            return redirect("instruments:sent", token=instrument.token, sent=response.client_id or sent)
    return render(request, "instruments/answer.html", _page(instrument, version, form, held))


def _client_id(request: HttpRequest) -> uuid.UUID:
    """The form's own number; one that is missing or forged is replaced, so that the next page has an address."""
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid.uuid4()


def _page(instrument: Instrument, version: InstrumentVersion, form: Any, held: Response | None) -> dict[str, Any]:
    definition = version.questions
    return {
        "instrument": instrument,
        "form": form,
        "intro": definition.intro.say(language_of()),
        "submit": _("Show what fits") if definition.result else (_("Send the changes") if held else _("Send")),
        "held": held,
        "untranslated": language_of() != "en" and bool(definition.untranslated(language_of())),
    }


@by_link(load_sent, note="only who sent it knows the number")
@require_safe
def sent(request: HttpRequest, response: Response) -> HttpResponse:
    """Thanks; and for a planner, what fits, best first, one of which can be kept."""
    instrument, language = response.version.instrument, language_of()
    definition = response.version.questions
    answers = selectors.answers_of(response)
    proposals = selectors.proposals_for(response.version, answers, language)
    context = {
        "instrument": instrument,
        "response": response,
        "thanks": definition.thanks.say(language),
        "result": definition.result,
        "result_title": definition.result.title.say(language) if definition.result else "",
        "result_intro": definition.result.intro.say(language) if definition.result else "",
        "proposals": [spoken(proposal.option, language) | {"reasons": proposal.reasons} for proposal in proposals],
        "said": selectors.answers_in_words(response, language),
        "mine": response.person is not None and response.person.user_id == request.user.pk,
    }
    return render(request, "instruments/sent.html", context)


def spoken(option: Option, language: str) -> dict[str, Any]:
    """An option in one language, as templates want it."""
    steps = [
        {"text": step.text.say(language), "minutes": step.minutes, "seconds": round(step.minutes * 60)}
        for step in option.steps
    ]
    return {
        "code": option.code,
        "title": option.title.say(language),
        "about": option.about.say(language),
        "evidence": option.evidence.say(language),
        "minutes_words": _("%(least)s to %(most)s minutes")
        % {"least": f"{option.least_minutes:g}", "most": f"{option.most_minutes:g}"},
        "steps": steps,
    }


@by_link(load_activity, note="the planner's link opens its activities too")
@require_safe
def activity(request: HttpRequest, chosen: tuple[Instrument, Option]) -> HttpResponse:
    """One activity in large letters for the wall of a classroom, with a timer for each step."""
    instrument, option = chosen
    return render(
        request, "instruments/wall.html", {"instrument": instrument, "activity": spoken(option, language_of())}
    )


@by_link(load_sent, note="only who sent it knows the number")
@require_POST
def withdraw(request: HttpRequest, response: Response) -> HttpResponse:
    """Take one's answers back."""
    if response.person is None or response.person.user_id != request.user.pk:
        raise Http404
    withdraw_response(by=user_of(request), response=response)
    messages.success(request, _("Your answers are taken back."))
    return redirect("instruments:answer", token=response.version.instrument.token)


@signed_in
@require_safe
def my_answers(request: HttpRequest) -> HttpResponse:
    """What one has answered over time, so that the same prompt can be read again from first to last."""
    person = person_of(request)
    return render(request, "instruments/mine.html", {"answered": selectors.sent_by(person) if person else []})
