"""Who sat with whom: groups at a table or across sites, from which new connections are read."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening, Group, GroupSeat, Session, Site


def seat_groups(
    *, by: User | None, convening: Convening, kind: str, session: Session | None, site: Site | None,
    tables: Mapping[str, Sequence[int]],
) -> list[Group]:  # fmt: skip
    """Groups by name, each with ids of registrations; those of the same session, site and kind are replaced."""
    with transaction.atomic():
        Group.objects.filter(convening=convening, session=session, site=site, kind=kind).delete()
        groups = []
        for name, seats in tables.items():
            group = Group(convening=convening, session=session, site=site, kind=kind, name=name)
            group.full_clean()
            group.save()
            GroupSeat.objects.bulk_create([GroupSeat(group=group, registration_id=pk) for pk in dict.fromkeys(seats)])
            groups.append(group)
        space = site.space_id if site else convening.space_id
        record(verb="convenings.seated", by=by, space=space, facts={"groups": len(groups)})
    return groups
