"""Finding people, and a person's page for others."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.access.allow import Somebody, allows_anywhere
from groundswell.access.doors import anywhere, sees, signed_in
from groundswell.access.permissions import Permission
from groundswell.people.choices import Group
from groundswell.people.forms import SearchForm
from groundswell.people.models import Person
from groundswell.people.policies import can_edit, groups_seen
from groundswell.people.selectors.directory import MOST, chips_on, find_people
from groundswell.people.selectors.pages import page_of
from groundswell.people.selectors.people import person_with
from groundswell.people.services.deferred import write_index_anew


def load_person(pk: int) -> Person:
    """Of somebody who was merged, whom they were merged into: old links keep working."""
    person = person_with(pk)
    if person is None:
        raise Http404
    return person


@signed_in
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody whom the reader may know of, narrowed by what is asked."""
    form = SearchForm(request.GET)
    page = find_people(request.user, form.search(), request.GET.get("page", "1"))
    context = {
        "form": form,
        "page": page,
        "people": chips_on(request.user, page),
        "asked": form.is_asking(),
        "most": MOST,
    }
    context["may_merge"] = allows_anywhere(request.user, Permission.PERSON_MERGE)
    context["may_import"] = allows_anywhere(request.user, Permission.PERSON_EDIT)
    return render(request, "people/directory.html", context)


def may_open(user: Somebody, person: Person) -> bool:
    """Whether the reader may know of the person at all; what they see of them is kept for the page."""
    seen = groups_seen(user, [person])[person.pk]
    vars(person)["seen"] = seen
    return Group.NAME in seen


@sees(load_person, may_open, note="whom the person shows their name to, or whose role has to do with them")
def person(request: HttpRequest, person: Person) -> HttpResponse:
    """Somebody as this reader sees them."""
    shown = page_of(person, vars(person)["seen"])
    mine = person.user_id == request.user.pk
    context = {"shown": shown, "person": person, "mine": mine, "may_edit": not mine and can_edit(request.user, person)}
    return render(request, "people/person.html", context)


@anywhere(Permission.OPERATE)
@require_POST
def write_index(request: HttpRequest) -> HttpResponse:
    """The worker writes anew by what places and people are found."""
    write_index_anew.enqueue()
    messages.success(request, _("It is being written anew; the worker does it in the background."))
    return redirect("access:operator")
