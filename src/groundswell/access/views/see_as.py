"""Looking at pages as another role."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.access.doors import anywhere, signed_in
from groundswell.access.forms import SeeAsForm
from groundswell.access.permissions import Permission
from groundswell.access.selectors import spaces_with_roles, wearable
from groundswell.access.services.see_as import start_seeing_as, stop_seeing_as
from groundswell.access.wearing import take_off, wear, worn_by
from groundswell.accounts.models import User
from groundswell.spaces.models import Space


@anywhere(Permission.ACCESS_SEE_AS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose a role on a space on which somebody holds one, or on the one in the address."""
    asked = request.GET.get("space", "")
    spaces = list(Space.objects.filter(pk=int(asked))) if asked.isdecimal() and len(asked) < 19 else spaces_with_roles()
    form = SeeAsForm(request.POST or None, choices=wearable(spaces))
    if request.method == "POST" and form.is_valid():
        role, _colon, number = form.cleaned_data["wearing"].partition(":")
        space = next(space for space in spaces if space.pk == int(number))
        start_seeing_as(by=cast("User", request.user), role=role, space=space)
        wear(request, role=role, space=space.pk)
        return HttpResponseRedirect("/")
    return render(request, "access/see_as.html", {"form": form, "any": bool(spaces)})


@signed_in
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Be oneself again."""
    worn = worn_by(request)
    if worn:
        take_off(request)
        stop_seeing_as(by=cast("User", request.user), role=worn.role, space=worn.space)
        messages.success(request, _("You see pages as yourself again."))
    return HttpResponseRedirect("/")
