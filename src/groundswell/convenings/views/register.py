"""Registering: alone or as a team. Nothing typed is lost; the button works once however often it is pressed."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groundswell.access.doors import sees
from groundswell.accounts.models import User
from groundswell.convenings import policies
from groundswell.convenings.forms.registration import RegistrationForm, TeamForm, colleague_rows
from groundswell.convenings.models import Convening
from groundswell.convenings.selectors import convenings as reading
from groundswell.convenings.selectors.travel import Choice, choices_for, saving_in_words
from groundswell.convenings.services.entrants import (
    AlreadyRegistered,
    Entrant,
    NotOpen,
    Party,
    TeamEntry,
    check_open,
)
from groundswell.convenings.services.registering import register_once
from groundswell.convenings.services.registration import write_link_again
from groundswell.convenings.wording import in_language, when_in_words
from groundswell.core.alike import alike_for_strangers
from groundswell.core.errors import Refused
from groundswell.core.limits import count_attempt
from groundswell.core.services.drafts import drop_draft, fields_kept
from groundswell.core.visitors import owner_key
from groundswell.instruments.forms.answering import AnswerForm, form_for
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.places.selectors.finding import UnknownPlace, find_place

open_to_viewers = sees(reading.convening_to_register, policies.can_see, note="published, or planned by the viewer")


@alike_for_strangers
@open_to_viewers
@require_http_methods(["GET", "POST"])
def alone(request: HttpRequest, convening: Convening) -> HttpResponse:
    """One person registers."""
    form, questions = _forms(request, convening, RegistrationForm)
    if request.method == "POST" and "look" not in request.POST and form.is_valid() & questions_valid(questions):
        entrant = form.entrant(get_language() or "en")
        answer = _submit(request, convening, form, [entrant], questions)
        if answer is not None:
            return answer
    return _page(request, convening, "convenings/register.html", {"form": form, "questions": questions})


@alike_for_strangers
@open_to_viewers
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, convening: Convening) -> HttpResponse:
    """A captain registers a team; colleagues get a letter and confirm by their own link."""
    form, questions = _forms(request, convening, TeamForm)
    more = "more" in request.POST
    colleagues = colleague_rows(request.POST or None, more=more, kept=_rows_kept(request, convening))
    sent = request.method == "POST" and not more and "look" not in request.POST
    if not sent and colleagues.is_bound:
        for one in colleagues:
            one.errors.clear()  # whoever looks for the nearest site, or for more rows, is not done yet
    if sent and form.is_valid() & colleagues.is_valid() & questions_valid(questions):
        said, captain = form.cleaned_data, form.entrant(get_language() or "en")
        others = [one.entrant(captain) for one in colleagues if one.has_changed()]
        entry = TeamEntry(
            said["team_name"] or said["school"].partition(" · ")[0][:120].strip(), captain.place, said["together"]
        )
        answer = _submit(request, convening, form, [captain, *others], questions, team=entry)
        if answer is not None:
            return answer
    if sent:
        for number, one in enumerate(colleagues, start=1):
            if one.errors:
                form.add_error(None, _("Colleague %(n)s: please look at this again.") % {"n": number})
    context = {"form": form, "colleagues": colleagues, "questions": questions, "more": more}
    return _page(request, convening, "convenings/register_team.html", context)


def _rows_kept(request: HttpRequest, convening: Convening) -> int:
    """How many rows of colleagues a draft has, so that the page which opens it again has them all."""
    owner = owner_key(request)
    if request.method != "GET" or not owner:
        return 0
    names = fields_kept(owner=owner, form="register-team", thing=convening.key)
    numbers = [name.split("-")[1] for name in names if name.startswith("colleague-")]
    return max((int(number) + 1 for number in numbers if number.isdecimal() and len(number) < 4), default=0)


@open_to_viewers
@require_GET
def sites(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The choice of sites for one school, nearest first: a part of the form."""
    choices = choices_for(_school(request.GET.get("school", "")), reading.sites_to_choose(convening))
    form = RegistrationForm(choices=choices, initial=proposed(choices))
    context = {"form": form, "convening": convening, **_travel(form)}
    return render(request, "convenings/register_who.html#sites", context)


def actor(request: HttpRequest) -> User | None:
    """The signed-in user, for the record."""
    return request.user if isinstance(request.user, User) else None


def questions_valid(questions: AnswerForm | None) -> bool:
    return questions is None or questions.is_valid()


def _forms(request: HttpRequest, convening: Convening, kind: type[RegistrationForm]) -> tuple[Any, AnswerForm | None]:
    data = request.POST or None
    looks = "look" in request.POST or "more" in request.POST
    # A form that is sent needs the sites in no order; whoever looks, or sees it again with errors, gets the nearest first.
    place = _school(request.POST.get("school", "")) if looks else None
    choices = choices_for(place, reading.sites_to_choose(convening))
    if data is None or looks:
        typed = request.POST.dict() | {"grades": request.POST.getlist("grades")} if looks else {}
        form = kind(initial={**_initial(request), **proposed(choices), **typed}, choices=choices)
    else:
        form = kind(data, choices=choices)
    version = convening.questions
    questions = form_for(version, get_language() or "en", data, prefix="q") if version else None
    if looks and questions is not None:
        questions.errors.clear()
    return form, questions


def proposed(choices: Sequence[Choice]) -> dict[str, str]:
    """The nearest site, chosen already where the way is known and a seat is free."""
    nearest = choices[0] if choices else None
    if nearest is None or nearest.hours is None or nearest.full or not _by_distance(choices):
        return {}
    return {"site": str(nearest.site.pk)}


def _by_distance(choices: Sequence[Choice]) -> bool:
    hours = [choice.hours for choice in choices if choice.hours is not None]
    return hours == sorted(hours)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What we know of whoever is signed in."""
    person = getattr(actor(request), "person", None)
    if person is None:
        return {}
    return {"given_name": person.given_name, "family_name": person.family_name, "email": request.user.email}  # type: ignore[union-attr]


def _school(written: str) -> Place | None:
    """The place that is meant, when it is clear."""
    if not written.strip():
        return None
    try:
        return find_place(written[:200], kinds=[PlaceKind.SCHOOL, PlaceKind.DISTRICT, PlaceKind.COUNTY_OFFICE])
    except UnknownPlace:
        return None


def _travel(form: RegistrationForm) -> dict[str, Any]:
    return {"saving": saving_in_words(form.choices_offered), "nearest": form.choices_offered[:1]}


def _submit(
    request: HttpRequest,
    convening: Convening,
    form: RegistrationForm,
    entrants: Sequence[Entrant],
    questions: AnswerForm | None,
    *,
    team: TeamEntry | None = None,
) -> HttpResponse | None:
    """Register once for this press of the button, and go on; or put what stands against it into the form."""
    response = redirect("convenings:written", convening.key)
    party = Party(
        by=actor(request),
        convening=convening,
        site=form.cleaned_data["site"],
        entrants=entrants,
        team=team,
        given=questions.given() if questions else None,
        key=_press(request, convening),
    )
    try:
        count_attempt(request, "register", most=400, seconds=600)
        response["Location"] = reverse("convenings:mine", args=[register_once(party=party)])
    except AlreadyRegistered as known:
        # The page must not tell a stranger who is registered: the owner of the address gets the link by mail.
        write_link_again(registration=known.registration)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    if owner := owner_key(request):
        drop_draft(owner=owner, form="register" if team is None else "register-team", thing=convening.key)
    return response


def _press(request: HttpRequest, convening: Convening) -> str:
    """The key of this press of the button: the random number that came with the form, whoever sends it. A forged one has
    none, so that nobody is shown what another registered.
    """
    try:
        return f"register:{convening.pk}:{uuid.UUID(request.POST.get('client_id', ''))}"
    except ValueError:
        return ""


def _page(request: HttpRequest, convening: Convening, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form, or the sentence that says why there is none."""
    closed = ""
    try:
        check_open(convening)
    except NotOpen as refused:
        closed = str(refused)
    language = get_language() or "en"
    form = context["form"]
    status = 422 if form.is_bound and (form.errors or form.non_field_errors()) else 200
    if status == 422 and form.cleaned_data.get("place"):
        form.offer(choices_for(form.cleaned_data["place"], [choice.site for choice in form.choices_offered]))
    context |= {
        "convening": convening,
        "title": in_language(convening, "title", language),
        "when": when_in_words(convening),
        "cost": in_language(convening, "cost", language),
        "team_rule": in_language(convening, "team_rule", language),
        "closed": closed,
    }
    return render(request, template, {**context, **_travel(form)}, status=status)


@open_to_viewers
@require_GET
def written(request: HttpRequest, convening: Convening) -> HttpResponse:
    """After registering with an address that is registered already: look into your mail."""
    title = in_language(convening, "title", get_language() or "en")
    return render(request, "convenings/written.html", {"convening": convening, "title": title})
