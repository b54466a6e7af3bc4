"""Letters to those who registered: written with a look at whom they reach first, and listed with what became of them."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groundswell.access.allow import allows
from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.accounts.naming import user_names
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.forms.letters import WORDS, LetterForm
from groundswell.convenings.models import Convening, Mailing, Site
from groundswell.convenings.selectors import convenings as reading
from groundswell.convenings.selectors.day import site_by_number
from groundswell.convenings.selectors.mailings import (
    Reach,
    fates_of,
    mailing_by_id,
    mailings_of,
    missing_of,
    reach_of,
)
from groundswell.convenings.services.writing import write_again, write_to_registrants
from groundswell.convenings.views.register import actor
from groundswell.convenings.views.sent import number_in
from groundswell.convenings.wording import in_language, title_of
from groundswell.people.choices import Role
from groundswell.ui.form_page import FormPage, run_form, show_form

A_PAGE = 20
both = require_http_methods(["GET", "POST"])
writers = requires(Permission.CONVENING_WRITE, reading.convening_by_key)
for_writing_host = requires(Permission.CONVENING_WRITE, site_by_number)


@writers
@both
def write(request: HttpRequest, convening: Convening) -> HttpResponse:
    """A letter to registrants by site, role and state."""
    return _write(request, convening, None)


@for_writing_host
@both
def write_site(request: HttpRequest, site: Site) -> HttpResponse:
    """A host writes to those of their own site."""
    return _write(request, site.convening, site)


@writers
@require_GET
def letters(request: HttpRequest, convening: Convening) -> HttpResponse:
    """What organizers and hosts wrote, to whom, and what became of it."""
    return _letters(request, convening, None)


@for_writing_host
@require_GET
def letters_site(request: HttpRequest, site: Site) -> HttpResponse:
    """What was written to people of this site."""
    return _letters(request, site.convening, site)


def _mailing_space(mailing: Mailing) -> int:
    """A writing is its writer's: the host's of its site, else the organizers'."""
    return mailing.site.space_id if mailing.site else mailing.convening.space_id


@requires(Permission.CONVENING_WRITE, mailing_by_id, space=_mailing_space)
@both
def again(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    """Send a letter to whom it failed and to who came into the choice later."""
    missing = missing_of(mailing)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> None:
        count = write_again(by=actor(request), mailing=mailing)
        messages.success(request, _on_its_way(count))

    submit = ngettext("Send %(count)d letter", "Send %(count)d letters", missing.count) % {"count": missing.count}
    shown = FormPage(
        _("Who has not got it"), submit, _address("letters", mailing.convening, mailing.site),
        template="convenings/letter_again.html", over=title_of(mailing.convening), lead=mailing.subject,
        crumbs=_crumbs(mailing.convening, mailing.site),
        context={
            "missing": missing, "mailing": mailing, "rewrite": _rewrite(mailing.convening, mailing),
            "named": allows(request.user, Permission.CONVENING_ROSTER, _mailing_space(mailing)),
        },
    )  # fmt: skip
    return run_form(request, form, shown, act)


def _rewrite(convening: Convening, mailing: Mailing) -> str:
    """Where the same words are written to the same people anew, with something put right."""
    return f"{_address('write', convening, mailing.site)}?from={mailing.pk}"


def _on_its_way(count: int) -> str:
    told = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
    return told % {"count": count}


def _earlier(request: HttpRequest, convening: Convening, site: Site | None) -> dict[str, Any]:
    """The words and the choice of the letter that `?from=` names, of the same writers."""
    found = Mailing.objects.filter(pk=number_in(request.GET, "from"), convening=convening, site=site).first()
    if found is None:
        return {}
    said = {name: getattr(found, name) for name in WORDS}
    return {**said, "sites": found.sites, "roles": found.roles, "states": found.states}


def _write(request: HttpRequest, convening: Convening, site: Site | None) -> HttpResponse:
    names = {number: _name(one) for number, one in reading.sites_by_number(convening).items()}
    held = _earlier(request, convening, site)
    form = LetterForm(request.POST or None, initial=held, sites=[] if site else list(names.items()))
    list_url = _address("letters", convening, site)
    shown = FormPage(
        _("Write to registrants"), _("See whom it reaches"), list_url, template="convenings/write.html",
        over=title_of(convening), crumbs=_crumbs(convening, site), lead=_name(site) if site else "",
    )  # fmt: skip

    if request.method == "POST" and form.is_valid():
        reach = reach_of(convening, form.choice([site.number] if site else []), lambda number: names.get(number, ""))
        if not reach.count:
            form.add_error(None, _("Nobody is in this choice. Choose other sites, roles or states."))
        elif request.POST.get("seen") != form.mark():
            return show_form(request, form, _with_preview(shown, form, reach))

    def act() -> None:
        said: dict[str, Any] = form.words()
        mailing = write_to_registrants(
            by=actor(request), convening=convening, site=site, choice=form.choice([site.number] if site else []), **said
        )
        messages.success(request, _on_its_way(mailing.letters))

    return run_form(request, form, shown, act)


def _with_preview(shown: FormPage, form: LetterForm, reach: Reach) -> FormPage:
    """The same page with the letter as it will be read and whom it reaches; the button now sends it."""
    submit = ngettext("Send %(count)d letter", "Send %(count)d letters", reach.count) % {"count": reach.count}
    context = {"reach": reach, "mark": form.mark(), "said": form.words()}
    return replace(shown, submit=submit, context=context)


def _letters(request: HttpRequest, convening: Convening, site: Site | None) -> HttpResponse:
    rows = Paginator(mailings_of(convening, site), A_PAGE).get_page(request.GET.get("page"))
    found = list(rows.object_list)
    named = allows(request.user, Permission.CONVENING_ROSTER, site.space_id if site else convening.space_id)
    # Of what organizers wrote to several sites a host is told the words; numbers and names are of other sites too.
    theirs = [row for row in found if site is None or row.site_id == site.pk]
    fates = fates_of(convening, theirs, names=named)
    writers_of = user_names(row.by_id for row in found)
    sites = {number: _name(one) for number, one in reading.sites_by_number(convening).items()}
    lines = [
        {
            "row": row,
            "by": writers_of.get(row.by_id or 0, ""),
            "fate": fates.get(row.pk),
            "rewrite": _rewrite(convening, row) if row in theirs else "",
            "sites": [sites.get(number, str(number)) for number in row.sites],
            "roles": [str(Role(role).label) for role in row.roles if role in Role.values],
            "states": [str(RegistrationState(one).label) for one in row.states if one in RegistrationState.values],
        }
        for row in found
    ]
    context = {
        "convening": convening, "title": title_of(convening), "site": site, "site_name": _name(site) if site else "",
        "lines": lines, "page": rows, "write_url": _address("write", convening, site), "crumbs": _crumbs(convening, site),
    }  # fmt: skip
    return render(request, "convenings/letters.html", context)


def _name(site: Site) -> str:
    return in_language(site, "name", get_language() or "en")


def _address(what: str, convening: Convening, site: Site | None) -> str:
    if site is not None:
        return reverse(f"convenings:{what}-site", args=[convening.key, site.number])
    return reverse(f"convenings:{what}-to" if what == "write" else f"convenings:{what}", args=[convening.key])


def _crumbs(convening: Convening, site: Site | None) -> tuple[str, ...]:
    if site is not None:
        return (_name(site), reverse("convenings:host", args=[convening.key, site.number]))
    return (title_of(convening), reverse("convenings:plan", args=[convening.key]))
