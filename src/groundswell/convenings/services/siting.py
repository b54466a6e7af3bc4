"""Making ready to propose sites, and opening those that were proposed."""

from collections.abc import Iterable

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Convening, Site
from groundswell.convenings.services.deferred import not_installed, prepare_engine
from groundswell.convenings.services.planning import add_site
from groundswell.core.errors import Refused
from groundswell.engines import warm
from groundswell.places import atlas
from groundswell.places.models import Place

PATIENCE = 24  # looks, five seconds apart, at a worker that may be on another machine or stopped


def siting_is_ready(*, looks: int) -> bool:
    """Whether a question is answered at once. If not, the worker makes it ready; after many looks this process does.

    Raises Refused where the engine is not installed.
    """
    if warm.is_ready("siting"):
        return True
    if not warm.is_installed():
        raise Refused(not_installed())
    if looks == 0:
        prepare_engine.enqueue("siting")
    return looks >= PATIENCE


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
