"""Whether an entry of a staff list is oneself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.access.allow import Somebody
from groundswell.access.doors import sees
from groundswell.core.errors import Refused
from groundswell.people.models import Listed
from groundswell.people.services.listing import accept_listing, deny_listing
from groundswell.people.services.profile import provide_own_person
from groundswell.people.views.own import user_of


def load_listed(pk: int) -> Listed:
    found = Listed.objects.select_related("person").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_asked(user: Somebody, listed: Listed) -> bool:
    return user.is_authenticated and listed.user_id == user.pk


@sees(load_listed, is_asked, note="whose address the list has")
@require_POST
def answer(request: HttpRequest, listed: Listed) -> HttpResponse:
    """It is me, or it is not."""
    user = user_of(request)
    try:
        if request.POST.get("is") == "me":
            accept_listing(by=user, person=provide_own_person(by=user), listed=listed)
            messages.success(request, _("Added to where you work."))
        else:
            deny_listing(by=user, listed=listed)
            messages.success(request, _("You will not be asked about it again."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("people:mine")
