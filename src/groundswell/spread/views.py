"""Commitments: made by the mailed link or signed in, and what became of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.access.doors import sees
from groundswell.convenings.models import Registration
from groundswell.convenings.selectors.mates import people_to_name
from groundswell.convenings.views.mine import secret_link
from groundswell.core.languages import in_language
from groundswell.people.models import Person
from groundswell.spread.forms import CommitmentForm, SayForm
from groundswell.spread.models import Commitment
from groundswell.spread.selectors import commitment_by_id
from groundswell.spread.services.commitments import make_commitment, say_what_became
from groundswell.ui.form_page import FormPage, run_form

both = require_http_methods(["GET", "POST"])


@secret_link
@both
def commit(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Mean to try or share something by a day."""
    form = CommitmentForm(request.POST or None, people=people_to_name(registration))
    back = reverse("convenings:mine", args=[registration.secret])

    def act() -> None:
        said = dict(form.cleaned_data)
        chosen = said.pop("witness")
        make_commitment(
            by=registration.person.user,
            person=registration.person,
            convening=registration.convening,
            witness=Person.objects.get(pk=chosen) if chosen else None,
            **said,
        )

    title = in_language(registration.convening, "title", get_language() or "en")
    page = FormPage(
        _("What will you try or share?"), _("I mean to"), back, crumbs=(title, back),
        lead=_("The day after it is due we ask you what became of it. Nobody rates you by it."),
    )  # fmt: skip
    return run_form(request, form, page, act)


def may_say(user: object, commitment: Commitment) -> bool:
    """Its person or its witness."""
    person = getattr(user, "person", None)
    return isinstance(person, Person) and person.pk in {commitment.person_id, commitment.witness_id}


@sees(commitment_by_id, may_say, note="the person and their witness")
@both
def say(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Say what became of it, signed in."""
    return _say(request, commitment, getattr(request.user, "person", None), "/today/")


def _say(request: HttpRequest, commitment: Commitment, person: Person | None, back: str) -> HttpResponse:
    if person is None:
        raise Http404
    of_another = person.pk != commitment.person_id
    form = SayForm(request.POST or None, of_another=of_another)

    def act() -> None:
        say_what_became(by=person.user, commitment=commitment, person=person, **form.cleaned_data)

    over = commitment.person.name if of_another else ""
    return run_form(request, form, FormPage(commitment.text, _("Say so"), back, over=over), act)


@secret_link
@both
def say_by_link(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Say what became of one's own commitment, or of one that one is the witness of, by the link that was mailed to oneself:
    `?commitment=` names it.
    """
    raw = request.GET.get("commitment", "")
    if not (raw.isdecimal() and len(raw) < 19):
        raise Http404
    commitment = commitment_by_id(int(raw))
    if registration.person_id not in {commitment.person_id, commitment.witness_id}:
        raise Http404
    return _say(request, commitment, registration.person, reverse("convenings:mine", args=[registration.secret]))
