"""Who may see and change places. Places are public: the state publishes them."""

from django.db.models import QuerySet

from groundswell.access.allow import Somebody, allows, allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.places.models import Place
from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Space


def can_see_place(user: Somebody, place: Place) -> bool:
    return True


def visible_to(user: Somebody) -> QuerySet[Place]:
    return Place.objects.all()


def can_edit_place(user: Somebody, place: Place) -> bool:
    return allows(user, Permission.PLACE_EDIT, place.space_id)


def can_give_on_place(user: Somebody, place: Place) -> bool:
    """Whether the user gives roles on it."""
    return allows(user, Permission.ACCESS_GRANT, place.space_id)


def can_add_partner(user: Somebody) -> bool:
    """Partners belong to the whole of this Groundswell."""
    return allows(user, Permission.PLACE_EDIT, platform_of())


def platform_of() -> Space | None:
    return Space.objects.filter(kind=Kind.PLATFORM).order_by("pk").first()


def can_import_schools(user: Somebody) -> bool:
    """The state's directory is one file for all of California."""
    return allows_anywhere(user, Permission.PLACE_IMPORT)
