"""Writing down who sits with whom: at a table or across sites. New connections are read from it."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.choices import GroupKind, SeatingState
from groundswell.convenings.models import Convening, Group, GroupSeat, Seating, Session, Site
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.live.publish import publish_live

type Tables = Mapping[str, Sequence[int]]


class NoSuchTable(Refused):
    """The table is not one of this round, or the person has no seat in it."""


def seat_groups(
    *, by: User | None, convening: Convening, kind: str, session: Session | None, site: Site | None, tables: Tables
) -> list[Group]:
    """Tables by name, each with ids of registrations, as somebody set them; those of the same session, site and kind go."""
    with transaction.atomic():
        seating = provide_seating(by=by, convening=convening, kind=kind, session=session, site=site)
        seating.state, seating.share, seating.rounds, seating.is_best = SeatingState.MADE, 1.0, 1, False
        seating.save()
        return write_rounds(by=by, seating=seating, rounds=[tables])


def provide_seating(
    *, by: User | None, convening: Convening, kind: str, session: Session | None, site: Site | None
) -> Seating:
    """The one of this session, site and kind; made when there is none. Call it in a transaction."""
    Convening.objects.select_for_update().get(pk=convening.pk)
    rows = Seating.objects.select_related("convening", "session", "site")
    held = rows.filter(convening=convening, session=session, site=site, kind=kind).first()
    if held is not None:
        return held
    seating = Seating(convening=convening, session=session, site=site, kind=kind, made_at=now(), by=by)
    seating.full_clean()
    seating.save()
    return seating


def write_rounds(*, by: User | None, seating: Seating, rounds: Sequence[Tables], first: int = 1) -> list[Group]:
    """These rounds from `first` on are its tables now; the rounds before stay as they happened."""
    with transaction.atomic():
        Group.objects.filter(seating=seating, round__gte=first).delete()
        groups, seats = [], []
        for number, tables in enumerate(rounds, start=first):
            for place, name in enumerate(tables, start=1):
                group = Group(
                    seating=seating, convening_id=seating.convening_id, session_id=seating.session_id,
                    site_id=seating.site_id, kind=seating.kind, round=number, number=place, name=name,
                )  # fmt: skip
                group.clean_fields()
                groups.append(group)
        Group.objects.bulk_create(groups)
        people = [seated for tables in rounds for seated in tables.values()]
        for group, seated in zip(groups, people, strict=True):
            seats += [GroupSeat(group=group, registration_id=pk) for pk in dict.fromkeys(seated)]
        GroupSeat.objects.bulk_create(seats, batch_size=500)
        space = seating.site.space_id if seating.site is not None else seating.convening.space_id
        record(verb="convenings.seated", by=by, space=space, facts={"groups": len(groups)})
        publish_seats(seating)
    return groups


def publish_seats(seating: Seating) -> None:
    """Whoever has a page open that shows their own seat looks again; what stands there is told to nobody else."""
    publish_live(topic=f"seats:{seating.convening_id}", action="refresh", target="own-seats")


def table_name(kind: str, number: int) -> str:
    """As it stands on the card."""
    return (_("Group %(n)d") if kind == GroupKind.ACROSS else _("Table %(n)d")) % {"n": number}


def move_seat(*, by: User | None, seating: Seating, registration: int, group: Group) -> None:
    """Seat somebody at another table of the round, by hand. Raises NoSuchTable."""
    if group.seating_id != seating.pk:
        raise NoSuchTable(_("Choose a table of this plan."))
    with transaction.atomic():
        Seating.objects.select_for_update(of=("self",)).get(pk=seating.pk)
        GroupSeat.objects.filter(
            group__seating=seating, group__round=group.round, registration_id=registration
        ).delete()
        GroupSeat.objects.create(group=group, registration_id=registration)
        Seating.objects.filter(pk=seating.pk).update(is_best=False)
        space = seating.site.space_id if seating.site is not None else seating.convening.space_id
        record(verb="convenings.seated", by=by, space=space, facts={"moved": registration, "group": group.pk})
        publish_seats(seating)
