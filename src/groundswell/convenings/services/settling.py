"""A school that registrants wrote by hand is known now: rosters, reports and travel count with it."""

from django.db.models import Value
from django.db.models.functions import Lower

from groundswell.convenings.models import Registration
from groundswell.convenings.services.entrants import km_between
from groundswell.places.models import Place

AT_ONCE = 500


def settle_registrations(*, written: str, county: str, place: Place) -> int:
    """Registrations of this county that write the school so are from `place`. Return how many."""
    rows = Registration.objects.filter(place=None, county__county=county).alias(plain=Lower("place_written"))
    found = list(rows.filter(plain=Lower(Value(written))).select_related("site"))
    for row in found:
        row.place, row.place_written, row.km_to_site = place, "", km_between(place, row.site)
    Registration.objects.bulk_update(found, ["place", "place_written", "km_to_site"], batch_size=AT_ONCE)
    return len(found)
