"""A place that somebody wrote by hand is settled: it is one of the list, or it is added to it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.errors import Refused
from groundswell.people.models import Position
from groundswell.people.selectors.unlisted import same_place
from groundswell.people.signals import place_settled
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.places.services.organizations import add_name, add_partner, add_school


class SettledAlready(Refused):
    """Somebody else was quicker."""


def settle_place(*, by: User | None, position: Position, place: Place, remember: bool = True) -> int:
    """Whoever wrote what this position writes works at `place`. Return how many positions that were.

    With `remember` what was written finds the place from now on. A position that its person has at the place already goes.
    """
    written, county = position.place_name, position.county
    with transaction.atomic():
        rows = list(same_place(position).select_for_update())
        if not rows:
            raise SettledAlready(_("Somebody has settled this place meanwhile."))
        held = set(
            Position.objects.filter(place=place, until=None, person_id__in=[row.person_id for row in rows])
            .values_list("person_id", "role")
        )  # fmt: skip
        kept: list[Position] = []
        for row in rows:
            if row.until is None and (row.person_id, row.role) in held:
                continue
            if row.until is None:
                held.add((row.person_id, row.role))
            row.place, row.place_name, row.county = place, "", place.county
            kept.append(row)
        Position.objects.filter(pk__in={row.pk for row in rows} - {row.pk for row in kept}).delete()
        Position.objects.bulk_update(kept, ["place", "place_name", "county"], batch_size=500)
        if remember:
            add_name(place=place, name=written)
        record(verb="people.place_settled", by=by, space=place.space_id, facts={"positions": len(rows)})
        place_settled.send(sender=Position, written=written, county=county, place_id=place.pk)
    return len(rows)


def add_and_settle_place(*, by: User | None, position: Position, kind: str, fields: Mapping[str, str]) -> Place:
    """What they wrote is a school or an organization that no list has: it is added, and they work there."""
    with transaction.atomic():
        if kind == PlaceKind.SCHOOL:
            place = add_school(by=by, **fields)
        else:
            place = add_partner(by=by, partner_kind=kind, **fields)
        settle_place(by=by, position=position, place=place)
    return place
