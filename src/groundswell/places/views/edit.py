"""Changing places: for those whose role reaches them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groundswell.access.doors import anywhere, requires
from groundswell.access.permissions import Permission
from groundswell.core.errors import Refused
from groundswell.core.services.submissions import submit_once
from groundswell.places import figures, policies
from groundswell.places.choices import MemberRole, PlaceKind
from groundswell.places.forms import JoinForm, LeaveForm, PartnerForm, PlaceForm, SameForm
from groundswell.places.models import Place
from groundswell.places.selectors import browsing
from groundswell.places.services.california import PARTNERSHIP
from groundswell.places.services.merging import merge_places
from groundswell.places.services.organizations import add_partner, edit_place, join_body, leave_body, rename_place
from groundswell.ui.meanwhile import STOOD, ChangedMeanwhile, Standing, refuse_unseen, watch

FIELDS = ("name", "short_name", "street", "city", "zip_code", "latitude", "longitude", "partner_kind")


def load_place(key: str) -> Place:
    found = browsing.place_of_key(key)
    if found is None:
        raise Http404
    return found


def load_partner(key: str) -> Place:
    found = load_place(key)
    if found.kind not in {PlaceKind.PARTNER, PlaceKind.AGENCY}:
        raise Http404
    return found


@anywhere(Permission.PLACE_EDIT)
def partner_add(request: HttpRequest) -> HttpResponse:
    """A new organization."""
    if not policies.can_add_partner(request.user):
        raise Http404
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = f"partner:{request.user.pk}:{request.POST.get('client_id', '')[:60]}"
        try:
            added = submit_once(key=key, act=lambda: add_partner(by=request.user, **form.cleaned_data).key)  # type: ignore[arg-type]
        except (Refused, ValidationError) as refused:
            form.add_error(None, refused.messages if isinstance(refused, ValidationError) else str(refused))
        else:
            messages.success(request, _("Added. Every collaborative can find it now."))
            return redirect("places:place", key=added)
    return render(request, "places/partner_add.html", {"form": form})


def load_by_hand(key: str) -> Place:
    found = load_place(key)
    if not found.by_hand:
        raise Http404
    return found


@requires(Permission.PLACE_EDIT, load_by_hand, visible=policies.can_see_place)
def same(request: HttpRequest, place: Place) -> HttpResponse:
    """A place that was added by hand is another one of the list: the two become one."""
    form = SameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = merge_places(by=request.user, keep=form.cleaned_data["keep"], merge=place)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error("keep", str(refused))
        else:
            messages.success(request, _("The two are one place now; its address leads here."))
            return redirect(figures.place_url(kept))
    return render(request, "places/same.html", {"form": form, "place": place, "place_url": figures.place_url(place)})


@requires(Permission.PLACE_EDIT, load_place, visible=policies.can_see_place)
def edit(request: HttpRequest, place: Place) -> HttpResponse:
    """Correct what is known of a place."""
    form = _form_of(place, request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        try:
            with transaction.atomic():
                refuse_unseen(form, cleaned.pop(STOOD), Standing(place, lambda: _as_known(place)).read_again())
                renamed = rename_place(by=request.user, place=place, name=cleaned.pop("name"))  # type: ignore[arg-type]
                good_at = cleaned.pop("good_at", None)
                also_called = cleaned.pop("also_called")
                edit_place(by=request.user, place=renamed, fields=cleaned, good_at=good_at, also_called=also_called)  # type: ignore[arg-type]
        except (ValidationError, ChangedMeanwhile) as refused:
            form.add_error(None, refused.messages if isinstance(refused, ValidationError) else str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(figures.place_url(place))
    return _show(request, place, form)


def _form_of(place: Place, sent: QueryDict | None = None) -> PlaceForm:
    form = PlaceForm(sent, initial=_as_known(place), place=place)
    watch(form)
    return form


def _as_known(place: Place) -> dict[str, Any]:
    return {
        **{name: getattr(place, name) for name in FIELDS},
        "also_called": "\n".join(browsing.names_in_use(place)),
        "good_at": "\n".join(browsing.strengths_of(place)),
    }


def _show(
    request: HttpRequest, place: Place, form: PlaceForm, asked: JoinForm | LeaveForm | None = None
) -> HttpResponse:
    """The page of all that can be changed; `asked` is the form of the membership as it came back, with its errors."""
    partnership = browsing.place_of_key(PARTNERSHIP)
    member = next((one for one in browsing.memberships_of(place) if one.left_on is None), None)
    partner = place.kind in {PlaceKind.PARTNER, PlaceKind.AGENCY} and partnership is not None
    forms = (asked, JoinForm(prefix="join"), LeaveForm(prefix="leave"))
    wanted = (JoinForm if member is None else LeaveForm) if partner else None
    own = next((one for one in forms if wanted and isinstance(one, wanted)), None)
    context = {
        "form": form,
        "place": place,
        "place_url": figures.place_url(place),
        "join": own if member is None else None,
        "leave": own if member is not None else None,
    }
    refused = any(one is not None and one.is_bound for one in (form, own))
    return render(request, "places/edit.html", context, status=422 if refused else 200)


@requires(Permission.PLACE_EDIT, load_partner, visible=policies.can_see_place)
def membership(request: HttpRequest, place: Place) -> HttpResponse:
    """A partner joins or leaves the partnership on a day."""
    body = browsing.place_of_key(PARTNERSHIP)
    if request.method != "POST" or body is None:
        return redirect("places:edit", key=place.key)
    leaving = request.POST.get("what") == "leave"
    form = LeaveForm(request.POST, prefix="leave") if leaving else JoinForm(request.POST, prefix="join")
    if not form.is_valid():
        return _show(request, place, _form_of(place), form)
    by, on = request.user, form.cleaned_data["on"]
    try:
        if leaving:
            leave_body(by=by, organization=place, body=body, on=on)  # type: ignore[arg-type]
        else:
            role = MemberRole(form.cleaned_data["role"])
            join_body(by=by, organization=place, body=body, role=role, on=on)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return redirect("places:edit", key=place.key)
