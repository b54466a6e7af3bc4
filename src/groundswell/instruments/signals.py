"""What apps above hear of instruments."""

from django.dispatch import Signal

version_published = Signal()  # `version`: asked from now on; sent inside the transaction that publishes it
