"""What one has agreed to; and, for who looks after the site, the texts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.doors import anywhere, signed_in
from groundswell.access.permissions import Permission
from groundswell.core.errors import Refused
from groundswell.people.forms import ConsentTextForm
from groundswell.people.models import Person
from groundswell.people.registry.consents import consent_kind, consent_kinds
from groundswell.people.selectors.consents import agreements_of, latest_texts
from groundswell.people.services.consents import give_consent, publish_consent_text, withdraw_consent
from groundswell.people.views.own import about_oneself, once, user_of


@signed_in
@require_safe
@about_oneself
def agreements(request: HttpRequest, person: Person) -> HttpResponse:
    """Every text that one can agree to, with what one has said."""
    language = (get_language() or "en").split("-")[0]
    return render(request, "people/agreements.html", {"agreements": agreements_of(person, language)})


def _known(kind: str) -> str:
    try:
        return consent_kind(kind).code
    except KeyError:
        raise Http404 from None


@signed_in
@require_POST
@about_oneself
def agree(request: HttpRequest, person: Person, kind: str) -> HttpResponse:
    """Agree to the version that was on the page."""
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdecimal() and len(version) < 6):
        raise Http404
    try:
        give_consent(by=user_of(request), person=person, kind=_known(kind), version=int(version))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You agree. You can withdraw it here at any time."))
    return redirect("people:agreements")


@signed_in
@require_POST
@about_oneself
def withdraw(request: HttpRequest, person: Person, kind: str) -> HttpResponse:
    """Withdraw, at once."""
    withdraw_consent(by=user_of(request), person=person, kind=_known(kind))
    messages.success(request, _("Withdrawn. It holds from now on, everywhere."))
    return redirect("people:agreements")


@anywhere(Permission.OPERATE)
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """All texts as they stand."""
    standing = latest_texts()
    kinds = [(kind, standing.get(kind.code)) for kind in consent_kinds()]
    return render(request, "people/consent_texts.html", {"kinds": kinds})


@anywhere(Permission.OPERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, kind: str) -> HttpResponse:
    """Publish the next version of a text."""
    known = consent_kind(_known(kind))
    standing = latest_texts().get(kind)
    form = ConsentTextForm(
        request.POST if request.method == "POST" else None, initial=standing.words if standing else None
    )
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            publish_consent_text(by=user_of(request), kind=kind, texts=form.cleaned_data)

        once(request, "people.consent-text", act)
        messages.success(request, _("The new version is published. Who agreed before has agreed to the earlier one."))
        return redirect("people:consent-texts")
    return render(request, "people/consent_text.html", {"kind": known, "standing": standing, "form": form})
