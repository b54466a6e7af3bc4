"""Opening the sites that were proposed."""

from collections.abc import Iterable

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Convening, Site
from groundswell.convenings.services.planning import add_site
from groundswell.places import atlas
from groundswell.places.models import Place


def open_sites(*, by: User | None, convening: Convening, counties: Iterable[Place], seats: int | None) -> list[Site]:
    """A site in person in the seat of each county that has none yet; one that has keeps its own."""
    with transaction.atomic():
        Convening.objects.select_for_update().get(pk=convening.pk)
        rows = Site.objects.filter(convening=convening, kind=SiteKind.IN_PERSON, county__isnull=False)
        taken = set(rows.values_list("county_id", flat=True))
        made = []
        for county in counties:
            if county.pk in taken:
                continue
            fact = atlas.counties().get(county.county)
            fields = {
                "name": fact.seat if fact else county.name, "capacity": seats,
                "latitude": county.latitude, "longitude": county.longitude,
            }  # fmt: skip
            made.append(add_site(by=by, convening=convening, kind=SiteKind.IN_PERSON, county=county, fields=fields))
    return made
