"""Who is here: check-in at the door by name or QR code, with the event code on one's own phone, or by joining online."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.choices import ConveningState, How, RegistrationState, SiteKind
from groundswell.convenings.models import Attendance, Convening, EventCode, Registration, Site
from groundswell.convenings.selectors.after import hours_of_day
from groundswell.convenings.selectors.day import codes_now
from groundswell.convenings.selectors.registrations import of_this_name, registration_by_address
from groundswell.convenings.services.addresses import give_address
from groundswell.convenings.services.entrants import ACTIVE, AlreadyRegistered, Entrant
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.roster import publish_roster, tell_lists
from groundswell.convenings.services.seats import hold_sites, take_seats
from groundswell.core.clock import now
from groundswell.core.errors import Refused

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
CODE_LENGTH = 8  # 31^8: about 8.5e11; with the limit on attempts nobody guesses one
EARLY = timedelta(hours=12)
LATE = timedelta(hours=12)
BY_HOST = (How.NAME, How.QR)


class NotToday(Refused):
    """The convening is not on now."""


class WrongCode(Refused):
    """No event code that is valid now."""


def make_code(*, by: User | None, site: Site) -> EventCode:
    """A code for a site, valid from half a day before to half a day after. The one before stops at once."""
    with transaction.atomic():
        EventCode.objects.filter(site=site, valid_until__gt=now()).update(valid_until=now())
        convening = Convening.objects.get(pk=site.convening_id)
        code = EventCode(
            convening=convening, site=site, code="".join(secrets.choice(LETTERS) for _n in range(CODE_LENGTH)),
            valid_from=convening.starts_at - EARLY, valid_until=convening.ends_at + LATE, made_at=now(),
        )  # fmt: skip
        code.full_clean()
        code.save()
        record(verb="convenings.changed", by=by, space=site.space_id, facts={"fields": ["code"]})
    return code


def read_code(typed: str) -> EventCode:
    """The code that somebody typed, with spaces and dashes as they like. Raises WrongCode."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())[:12]
    found = codes_now().filter(code=plain).first()
    if found is None:
        raise WrongCode(_("This code is not valid now. Look again at the screen or ask your host."))
    return found


def check_in(
    *, by: User | None, registration: Registration, site: Site, how: str, day: date | None = None
) -> Attendance:
    """They are here today (or were on `day`, an earlier one), at this site.

    A second check-in changes nothing; one who waited gets a chair if there is one.
    """
    with transaction.atomic():
        if registration.state == RegistrationState.WAITING:
            hold_sites(registration.site_id)
        row = (
            Registration.objects.select_for_update(of=("self",))
            .select_related("convening", "person", "place", "site")
            .get(pk=registration.pk)
        )
        convening = row.convening
        if convening.state != ConveningState.PUBLISHED:
            raise NotToday(_("This convening does not take place now, so nobody is checked in."))
        _check_time(convening, how)
        if row.state == RegistrationState.WAITING and take_seats(row.site_id):
            row.state, row.waiting_number = RegistrationState.REGISTERED, None
            row.save()
            tell_lists([row])
        elif row.state not in ACTIVE:
            raise Refused(_("%(name)s gave the place back. Register them again first.") % {"name": row.person.name})
        day = _day_of(convening, day)
        begins, ends = hours_of_day(convening, day)
        # Whoever is put in when the day is over was there while it went on: it is the list that is late.
        facts = {"site": site, "came_at": now() if now() < ends else begins, "how": how, "by": by}
        attendance, made = Attendance.objects.get_or_create(registration=row, day=day, defaults=facts)
        attendance.registration = row
        if attendance.left_at is not None:
            attendance.left_at = None
            attendance.save(update_fields=["left_at"])
            publish_roster(site, row)
        if made:
            record(
                verb="convenings.checked_in", by=by, space=site.space_id, other=convening.space_id,
                facts={"registration": row.pk, "how": how},
            )  # fmt: skip
            publish_roster(site, row)
    return attendance


def _day_of(convening: Convening, day: date | None) -> date:
    """The day that is meant, by default this one. Raises NotToday for one that has not begun or is none of its days."""
    if day is None:
        return convening.this_day
    if day not in convening.days or day > convening.this_day:
        raise NotToday(_("Choose a day of this convening that has begun."))
    return day


def _check_time(convening: Convening, how: str) -> None:
    """Raise NotToday unless the day is near; hosts alone put in afterwards who was there."""
    if now() < convening.starts_at - EARLY:
        raise NotToday(_("Check-in opens on the day of the convening."))
    if convening.lists_closed or (how not in BY_HOST and now() > convening.ends_at + LATE):
        raise NotToday(_("The lists of this convening are closed: it was more than two weeks ago."))


def leave_early(*, by: User | None, attendance: Attendance) -> None:
    """They go before the end: their hours count until now. Checking them in again says that they are back."""
    with transaction.atomic():
        row = _with_roster(attendance)
        if row is not None and row.left_at is None:
            row.left_at = max(now(), row.came_at)
            row.save(update_fields=["left_at"])
            record(
                verb="convenings.left_early", by=by, space=row.site.space_id,
                facts={"registration": row.registration_id},
            )  # fmt: skip
            publish_roster(row.site, row.registration)


def _with_roster(attendance: Attendance) -> Attendance | None:
    """As it stands, held; None when another host has taken it back."""
    rows = Attendance.objects.select_for_update(of=("self",)).select_related(
        "site", "registration__person", "registration__place", "registration__site", "registration__convening"
    )
    return rows.filter(pk=attendance.pk).first()


def undo_check_in(*, by: User | None, attendance: Attendance) -> None:
    """It was somebody else."""
    with transaction.atomic():
        row = _with_roster(attendance)
        if row is None:
            return
        _check_time(row.registration.convening, How.NAME)
        row.delete()
        record(
            verb="convenings.check_in_undone", by=by, space=row.site.space_id,
            facts={"registration": row.registration_id},
        )  # fmt: skip
        publish_roster(row.site, row.registration)


class SameName(Refused):
    """Somebody of this name is on the list (`found`); only the host sees whether it is them."""

    def __init__(self, found: Sequence[Registration]) -> None:
        super().__init__(_("Somebody of this name is on the list. Say below whether it is them."))
        self.found = found


ANOTHER = "another"  # a further person of the same name


def walk_in(*, by: User | None, site: Site, entrant: Entrant, same: str = "", day: date | None = None) -> Attendance:
    """Somebody who is not on the list: registered, also after registration has closed, and checked in at once (or for `day`).

    Whoever turns out by their address to be registered, here or at another site, is checked in as they are. Without an
    address, or with one that is new, a name that is on the list raises SameName, unless the host says which it is: `same`
    is the number of a registration of this name, or ANOTHER.
    """
    with transaction.atomic():
        convening = Convening.objects.get(pk=site.convening_id)
        registration = _known_by_name(by, convening, entrant, same)
        try:
            registration = registration or register_person(
                by=by, convening=convening, site=site, entrant=entrant, at_door=True
            )
        except AlreadyRegistered as known:
            registration = known.registration
        return check_in(by=by, registration=registration, site=site, how=How.NAME, day=day)


def _known_by_name(by: User | None, convening: Convening, entrant: Entrant, same: str) -> Registration | None:
    """Whom the host names as the one of the list; None for somebody who is not on it. Raises SameName."""
    email = entrant.email.strip()
    if same == ANOTHER or registration_by_address(convening, email) is not None:
        return None
    found = of_this_name(convening, entrant.given_name, entrant.family_name)
    chosen = next((row for row in found if str(row.pk) == same), None)
    if chosen is None and found:
        raise SameName(found)
    if chosen is not None and email and chosen.person.user_id is None:
        return give_address(by=by, registration=chosen, email=email)
    return chosen


def join_online(*, registration: Registration) -> None:
    """Opening the room from afar is being there."""
    if registration.site.kind == SiteKind.ONLINE:
        check_in(by=registration.person.user, registration=registration, site=registration.site, how=How.LINK)
