"""A page that is one form: shown, sent once, shown again with its errors and everything typed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groundswell.core.errors import Refused
from groundswell.core.services.drafts import drop_draft
from groundswell.core.services.submissions import submit_once
from groundswell.core.visitors import owner_key
from groundswell.ui.meanwhile import STOOD, Standing, refuse_unseen, watch

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FormPage:
    """What stands around the form. `crumbs` are label, address, label, address …"""

    title: str
    submit: str
    back: str
    lead: str = ""
    over: str = ""
    crumbs: tuple[str, ...] = ()
    template: str = "ui/form_page.html"
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The way up, as (label, address)."""
        return list(zip(self.crumbs[::2], self.crumbs[1::2], strict=True))


def run_form(
    request: HttpRequest, form: forms.BaseForm, page: FormPage, act: Callable[[], object], *,
    changes: Standing | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form; once it is valid, run `act` for this press of the button and go to `page.back`.

    `act` may return an address to go to instead. A Refused of a service stands above the form. `changes` is what
    the form's initial values were read from: what was saved there since the page was opened is shown before it is replaced.
    """
    if changes is not None:
        watch(form)
    owner, place = owner_key(request), _draft_place(request)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            seen = form.cleaned_data.pop(STOOD, "")

            def once() -> str:
                if changes is not None:
                    refuse_unseen(form, seen, changes.read_again())
                return _address(act(), page.back)

            try:
                answer = submit_once(key=_key(request), act=once)
                drop_draft(owner=owner, form=place[0], thing=place[1])
                return redirect(answer)
            except Refused as refused:
                form.add_error(None, str(refused))
            except ValidationError as wrong:  # what only the row as a whole can tell
                form.add_error(None, wrong.messages)
            except IntegrityError:  # two keys that were free when both looked
                log.warning("%s met what somebody else did at the same instant.", request.path, exc_info=True)
                form.add_error(
                    None, _("Somebody else did something at the same moment that this does not go with. Press again.")
                )
        status = 422
    return show_form(request, form, page, status)


def show_form(request: HttpRequest, form: forms.BaseForm, page: FormPage, status: int = 200) -> HttpResponse:
    """The page as it is, without acting: for a look at what will be sent, before it is sent."""
    draft = reverse("core:draft", args=[part for part in _draft_place(request) if part])
    context = {"form": form, "formpage": page, "draft_url": draft, **page.context}
    return render(request, page.template, context, status=status)


def _draft_place(request: HttpRequest) -> tuple[str, str]:
    """The page's name and the thing it is about, under which its draft is kept."""
    match = request.resolver_match
    if match is None:
        return ("page", slugify(request.path)[:80])
    return (slugify(match.view_name.replace(":", "-"))[:80], slugify("-".join(map(str, match.kwargs.values())))[:80])


def _key(request: HttpRequest) -> str:
    client = request.POST.get("client_id", "")[:60] or request.META.get("CSRF_COOKIE", "")[:40]
    return f"{request.path[:80]}:{owner_key(request)}:{client}"


def _address(result: object, back: str) -> str:
    return result if isinstance(result, str) else back
