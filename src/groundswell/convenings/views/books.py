"""Books and kits: who gets one, who is still owed one, handed over at a site or mailed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.forms.after import GiftForm
from groundswell.convenings.models import Convening, Gift, Registration, Site
from groundswell.convenings.selectors import after as reading
from groundswell.convenings.selectors.convenings import convening_by_key
from groundswell.convenings.selectors.day import site_by_number
from groundswell.convenings.services import after as acting
from groundswell.convenings.views.register import actor
from groundswell.convenings.views.sent import number_in
from groundswell.convenings.wording import title_of
from groundswell.core.errors import Refused
from groundswell.ui.form_page import FormPage, run_form

both = require_http_methods(["GET", "POST"])
organizers = requires(Permission.CONVENING_EDIT, convening_by_key)
OWED = 100  # names on one page
GIVEN = 40  # of those who have it, the latest, to be taken back


@organizers
@both
def add_gift(request: HttpRequest, convening: Convening) -> HttpResponse:
    """A book or kit to hand over."""
    form = GiftForm(request.POST or None)
    back = reverse("convenings:plan", args=[convening.key])

    def act() -> None:
        acting.add_gift(by=actor(request), convening=convening, **form.cleaned_data)

    return run_form(
        request, form, FormPage(_("Add a book or kit"), _("Add"), back, crumbs=(title_of(convening), back)), act
    )


def space_of(gift: Gift) -> int:
    """A gift lies in its convening."""
    return gift.convening.space_id


def load_gift(key: str, pk: int) -> Gift:
    found = Gift.objects.select_related("convening").filter(pk=pk, convening__key=key).first()
    if found is None:
        raise Http404
    return found


@requires(Permission.CONVENING_EDIT, load_gift, space=space_of)
@both
def gift(request: HttpRequest, held: Gift) -> HttpResponse:
    """Who is still owed one; a press hands it over, or says that it was mailed."""
    if request.method == "POST":
        _hand(request, held, None)
        return redirect("convenings:gift", held.convening.key, held.pk)
    owed = [] if held.for_sites else list(reading.owed_of(held)[: OWED + 1])
    sites = reading.sites_owed(held) if held.for_sites else []
    context = {
        "gift": held, "convening": held.convening, "owed": owed[:OWED], "more": len(owed) > OWED, "sites": sites,
        "handed": reading.handed_of(held), "given": reading.given_of(held)[:GIVEN],
    }  # fmt: skip
    return render(request, "convenings/gift.html", context)


@requires(Permission.CONVENING_HOST, site_by_number)
@both
def site_books(request: HttpRequest, site: Site) -> HttpResponse:
    """At a site: one press for each person who gets theirs, or one for all who are here."""
    gifts = [held for held in reading.gifts_with_counts(site.convening) if not held.for_sites]
    chosen = next((held for held in gifts if str(held.pk) == request.GET.get("gift")), gifts[0] if gifts else None)
    here = reverse("convenings:site-books", args=[site.convening.key, site.number])
    if request.method == "POST":
        if chosen is not None:
            _hand(request, chosen, site)
            here = f"{here}?gift={chosen.pk}"
        return redirect(here)
    owed = list(reading.owed_of(chosen, site)[: OWED + 1]) if chosen is not None else []
    context = {
        "site": site, "convening": site.convening, "gifts": gifts, "chosen": chosen, "owed": owed[:OWED],
        "more": len(owed) > OWED, "handed": reading.handed_of(chosen, site) if chosen is not None else 0, "here_url": here,
        "given": reading.given_of(chosen, site)[:GIVEN] if chosen is not None else [],
    }  # fmt: skip
    return render(request, "convenings/site_books.html", context)


def _hand(request: HttpRequest, held: Gift, site: Site | None) -> None:
    """What was pressed: a person, a site, or all who are there. With `site` only its people."""
    by, mailed = actor(request), bool(request.POST.get("mailed"))
    if back := number_in(request.POST, "back"):
        given = reading.given_of(held, site).filter(pk=back).first()
        if given is not None:
            acting.take_back_gift(by=by, given=given)
        return
    try:
        if site is not None and request.POST.get("all"):
            count = acting.give_to_all(by=by, gift=held, site=site)
            told = ngettext("%(count)d handed over.", "%(count)d handed over.", count)
            messages.success(request, told % {"count": count})
            return
        person = number_in(request.POST, "registration")
        place = number_in(request.POST, "site")
        rows = Registration.objects.select_related("site").filter(convening=held.convening_id, pk=person)
        rows = rows.filter(attendances__site=site) if site is not None else rows
        registration = rows.distinct().first() if person else None
        where = held.convening.sites.filter(pk=place).first() if place and site is None else None
        if registration is not None:
            acting.give_gift(by=by, gift=held, registration=registration, mailed=mailed)
        elif where is not None and held.for_sites:
            acting.give_gift(by=by, gift=held, site=where, mailed=mailed)
    except Refused as refused:
        messages.error(request, str(refused))
