"""What people do when places change."""

from typing import Any

from groundswell.people.models import Listed, Position
from groundswell.people.signals import people_merged
from groundswell.places.signals import places_merged


def on_places_merged(*, merged_id: int, **_signal: Any) -> None:
    """What could not move is a position that its person has at the other entry too."""
    Position.objects.filter(place_id=merged_id).delete()


def on_people_merged(*, kept_id: int, **_signal: Any) -> None:
    """An entry of a staff list that was merged into somebody with an account is theirs; nobody is asked any more."""
    Listed.objects.filter(person_id=kept_id, person__user__isnull=False).delete()


people_merged.connect(on_people_merged, dispatch_uid="people.people_merged")
places_merged.connect(on_places_merged, dispatch_uid="people.places_merged")
