"""The space of the whole of this Groundswell: what the operator's and the state lead's roles are held on."""

from django.db import transaction

from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Space
from groundswell.spaces.services.spaces import make_space


def provide_platform() -> Space:
    """The one platform space, made when there is none."""
    with transaction.atomic():
        found = Space.objects.filter(kind=Kind.PLATFORM).order_by("pk").first()
        return found or make_space(kind=Kind.PLATFORM)
