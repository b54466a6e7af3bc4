"""What apps above listen to. Sent inside the transaction: a receiver that raises undoes the change."""

from django.dispatch import Signal

consent_given = Signal()  # person_id: int, kind: str
consent_withdrawn = Signal()  # person_id: int, kind: str
people_merged = Signal()  # kept_id: int, merged_id: int
person_erased = Signal()  # person_id: int
place_settled = Signal()  # written: str, county: str, place_id: int
