"""One's own profile: how one is called, and what others see."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.access.doors import signed_in
from groundswell.accounts.entrance import is_own_path
from groundswell.people.choices import Audience, Group
from groundswell.people.forms import ProfileForm, SharingForm
from groundswell.people.models import Person
from groundswell.people.policies import groups_shown
from groundswell.people.selectors.listings import listings_of
from groundswell.people.selectors.pages import page_of
from groundswell.people.selectors.peers import find_peers
from groundswell.people.selectors.people import person_of
from groundswell.people.selectors.positions import positions_of
from groundswell.people.services.profile import provide_own_person, save_profile, set_sharing
from groundswell.people.views.own import about_oneself, user_of


@signed_in
@require_safe
@about_oneself
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """What the product knows of me, and where to change it."""
    shown = [(group.label, Audience(getattr(person, f"shows_{group}")).label) for group in Group]
    context = {
        "person": person,
        "positions": positions_of(person),
        "shown": shown,
        "listings": [(row, positions_of(row.person)) for row in listings_of(person)],
        "peers": find_peers(request.user, person),
    }
    return render(request, "people/mine.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """My name and language; the first time, it makes my profile."""
    user = user_of(request)
    person = person_of(user)
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm.of(person, user.language)
    following = request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        save_profile(by=user, person=person or provide_own_person(by=user), **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        if is_own_path(following):
            return HttpResponseRedirect(following)
        return redirect("people:mine")
    return render(request, "people/edit.html", {"form": form, "person": person})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@about_oneself
def sharing(request: HttpRequest, person: Person) -> HttpResponse:
    """Who sees what of me, and how my page looks to them."""
    form = SharingForm(request.POST) if request.method == "POST" else SharingForm.of(person)
    if request.method == "POST" and form.is_valid():
        set_sharing(by=user_of(request), person=person, levels=form.chosen())
        messages.success(request, _("Saved. Below is what others see now."))
        return HttpResponseRedirect(_preview(_audience(request)))
    looking = _audience(request)
    groups = groups_shown(person, looking)
    context = {
        "form": form,
        "looking": looking,
        "audiences": [(audience, _looker(audience), _preview(audience)) for audience in Audience],
        "visible": Group.NAME in groups,
        "shown": page_of(person, groups),
    }
    return render(request, "people/sharing.html", context)


def _audience(request: HttpRequest) -> Audience:
    chosen = request.GET.get("as", "")
    return Audience(int(chosen)) if chosen in {str(value) for value in Audience.values} else Audience.EVERYONE


def _preview(audience: Audience) -> str:
    """The address of one's page as this audience sees it."""
    return f"{reverse('people:sharing')}?as={audience.value}#as-others-see-me"


def _looker(audience: Audience) -> str:
    """Somebody of this audience, who sees what is shown to it."""
    return {
        Audience.NOBODY: _("Not signed in"),
        Audience.CONVENINGS: _("At my convening"),
        Audience.COLLABORATIVES: _("In my collaborative"),
        Audience.EVERYONE: _("Anybody signed in"),
    }[audience]
