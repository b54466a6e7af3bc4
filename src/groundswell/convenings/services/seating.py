"""Asking for tables, and repairing them when people come late or leave."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.convenings.choices import GroupKind, SeatingState
from groundswell.convenings.models import Convening, Seating, Session, Site
from groundswell.convenings.selectors.seating import people_to_seat
from groundswell.convenings.services.deferred import mix_tables
from groundswell.convenings.services.groups import provide_seating
from groundswell.convenings.services.tables import make_tables
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.engines import warm
from groundswell.engines.progress import Limit

AT_ONCE, SECONDS = (
    240,
    1.2,
)  # people times rounds that are seated while the page loads, and for how long the engine tries
MOST_PEOPLE = 2000


class NobodyToSeat(Refused):
    """No one is there to sit, or too few for a table."""


class CannotSeat(Refused):
    """The rules cannot all hold; the text says which."""


@dataclass(frozen=True)
class Wish:
    """What tables are to be. `facilitators` are ids of registrations."""

    size: int
    rounds: int
    mixing: str
    keep_teams: bool
    who: str
    facilitators: Sequence[int] = ()


def ask_for_tables(
    *, by: User | None, convening: Convening, session: Session | None, site: Site | None, wish: Wish
) -> Seating:
    """Tables of a site, or with None groups across sites, for a session; a plan of the same session is replaced."""
    kind = GroupKind.TABLE if site is not None else GroupKind.ACROSS
    count = people_to_seat(convening, site, wish.who).count()
    if count < 2:
        raise NobodyToSeat(_("Nobody to seat yet: fewer than two people are there."))
    if count > MOST_PEOPLE:
        raise NobodyToSeat(_("These are more than %(most)d people. Make groups site by site.") % {"most": MOST_PEOPLE})
    with transaction.atomic():
        seating = provide_seating(by=by, convening=convening, kind=kind, session=session, site=site)
        seating.size, seating.rounds, seating.mixing = wish.size, wish.rounds, wish.mixing
        seating.keep_teams, seating.who, seating.facilitators = wish.keep_teams, wish.who, list(wish.facilitators)
        _begin(seating, by)
    return _work(seating, count, first=1, afresh=True)


def seat_again(*, by: User | None, seating: Seating, who: str, first: int = 1, afresh: bool = False) -> Seating:
    """After people came or left: rounds before `first` stay as they happened, and as few as can be change their table.

    With `afresh` the rounds from `first` on are made anew.
    """
    if not 1 <= first <= seating.rounds:
        raise CannotSeat(_("Say which round is the next, from 1 to %(most)d.") % {"most": seating.rounds})
    count = people_to_seat(seating.convening, seating.site, who).count()
    if count < 2:
        raise NobodyToSeat(_("Nobody to seat yet: fewer than two people are there."))
    with transaction.atomic():
        row = Seating.objects.select_for_update(of=("self",)).get(pk=seating.pk)
        row.who, row.seed = who, row.seed + afresh
        _begin(row, by)
    return _work(row, count, first=first, afresh=afresh)


def _begin(seating: Seating, by: User | None) -> None:
    seating.state, seating.share, seating.problem = SeatingState.WORKING, 0.0, ""
    seating.by, seating.made_at = by, now()
    seating.full_clean()
    seating.save()


def _work(seating: Seating, count: int, *, first: int, afresh: bool) -> Seating:
    if count * seating.rounds <= AT_ONCE and warm.is_ready("mixing"):
        make_tables(seating=seating, first=first, afresh=afresh, limit=Limit(seconds=SECONDS))
    else:
        mix_tables.enqueue(seating.pk, first, afresh)
    return Seating.objects.select_related("convening", "session", "site").get(pk=seating.pk)
