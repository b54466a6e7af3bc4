"""What people do when places change."""

from typing import Any

from groundswell.people.models import Position
from groundswell.places.signals import places_merged


def on_places_merged(*, merged_id: int, **_signal: Any) -> None:
    """What could not move is a position that its person has at the other entry too."""
    Position.objects.filter(place_id=merged_id).delete()


places_merged.connect(on_places_merged, dispatch_uid="people.places_merged")
