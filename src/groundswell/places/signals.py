"""What apps above listen to. Sent inside the transaction: a receiver that raises undoes the change."""

from django.dispatch import Signal

places_merged = Signal()  # kept_id: int, merged_id: int
