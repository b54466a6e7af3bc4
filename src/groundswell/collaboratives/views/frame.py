"""What the pages of one collaborative share: its doors, its tabs, the way up."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from groundswell.access.doors import requires, sees
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.collaboratives import policies
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.selectors import collaborative_by_key, member_rows_of_person
from groundswell.collaboratives.wording import name_of
from groundswell.people.models import Person
from groundswell.places.models import Place

open_page = sees(collaborative_by_key, policies.can_see, note="what a collaborative is, is public")
for_members = requires(Permission.COLLABORATIVE_WORK, collaborative_by_key)
for_leads = requires(Permission.COLLABORATIVE_EDIT, collaborative_by_key)


def actor(request: HttpRequest) -> User:
    """The signed-in user; a door has made sure of one."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in, as a person."""
    found: Person | None = getattr(actor(request), "person", None)
    return found


def place_spoken_for(collaborative: Collaborative, person: Person) -> Place | None:
    """The county for which a member speaks here."""
    rows = [row.place for row in member_rows_of_person(collaborative, person) if row.place is not None]
    return rows[0] if rows else None


def address(collaborative: Collaborative, page: str = "collaborative") -> str:
    """The address of one of its pages."""
    return reverse(f"collaboratives:{page}", args=[collaborative.key])


def crumbs(collaborative: Collaborative) -> tuple[str, ...]:
    """The way up from a page within it."""
    return (_("Collaboratives"), reverse("collaboratives:index"), name_of(collaborative), address(collaborative))


def frame(request: HttpRequest, collaborative: Collaborative) -> dict[str, Any]:
    """What every page's template needs."""
    return {
        "collaborative": collaborative,
        "works": policies.can_work(request.user, collaborative),
        "edits": policies.can_edit(request.user, collaborative),
    }
