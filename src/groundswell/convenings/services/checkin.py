"""Who is here: check-in at the door by name or QR code, with the event code on one's own phone, or by joining online."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.choices import How, RegistrationState, SiteKind
from groundswell.convenings.models import Attendance, Convening, EventCode, Registration, Site
from groundswell.convenings.selectors.day import codes_now, tally_of
from groundswell.convenings.services.entrants import ACTIVE, Entrant
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.seats import take_seats
from groundswell.core.clock import PACIFIC, now
from groundswell.core.errors import Refused
from groundswell.core.live.publish import publish_live

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
CODE_LENGTH = 8  # 31^8: about 8.5e11; with the limit on attempts nobody guesses one
EARLY = timedelta(hours=12)
LATE = timedelta(hours=12)


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


def check_in(*, by: User | None, registration: Registration, site: Site, how: str) -> Attendance:
    """They are here today, at this site. A second check-in changes nothing; one who waited gets a chair if there is one."""
    with transaction.atomic():
        row = (
            Registration.objects.select_for_update(of=("self",))
            .select_related("convening", "person", "place")
            .get(pk=registration.pk)
        )
        convening = row.convening
        if not convening.starts_at - EARLY <= now() <= convening.ends_at + LATE:
            raise NotToday(_("Check-in opens on the day of the convening."))
        if row.state == RegistrationState.WAITING and take_seats(row.site_id):
            row.state, row.waiting_number = RegistrationState.REGISTERED, None
            row.save()
        elif row.state not in ACTIVE:
            raise Refused(_("%(name)s gave the place back. Register them again first.") % {"name": row.person.name})
        day = now().astimezone(PACIFIC).date()
        attendance, made = Attendance.objects.get_or_create(
            registration=row, day=day, defaults={"site": site, "came_at": now(), "how": how, "by": by}
        )
        if made:
            record(
                verb="convenings.checked_in", by=by, space=site.space_id, other=convening.space_id,
                facts={"registration": row.pk, "how": how},
            )  # fmt: skip
            publish_roster(site, row)
    return attendance


def undo_check_in(*, by: User | None, attendance: Attendance) -> None:
    """It was somebody else."""
    with transaction.atomic():
        row = Attendance.objects.select_related("site", "registration__person", "registration__place").get(
            pk=attendance.pk
        )
        row.delete()
        record(
            verb="convenings.check_in_undone", by=by, space=row.site.space_id,
            facts={"registration": row.registration_id},
        )  # fmt: skip
        publish_roster(row.site, row.registration)


def walk_in(*, by: User | None, site: Site, entrant: Entrant) -> Attendance:
    """Somebody who did not register: registered and checked in at once, if there is a chair."""
    with transaction.atomic():
        convening = Convening.objects.get(pk=site.convening_id)
        registration = register_person(by=by, convening=convening, site=site, entrant=entrant)
        return check_in(by=by, registration=registration, site=site, how=How.NAME)


def join_online(*, registration: Registration) -> None:
    """Opening the room from afar is being there."""
    if registration.site.kind == SiteKind.ONLINE:
        check_in(by=registration.person.user, registration=registration, site=registration.site, how=How.LINK)


def publish_roster(site: Site, registration: Registration) -> None:
    """Everyone who runs the site sees the line and the count change."""
    here, expected = tally_of(site)
    arrived = Attendance.objects.filter(registration=registration, day=now().astimezone(PACIFIC).date()).first()
    facts = {"registration": registration, "attendance": arrived, "site": site}
    publish_live(
        topic=f"site:{site.pk}", action="replace", target=f"registration-{registration.pk}",
        html=render_to_string("convenings/live/registration.html", facts),
    )  # fmt: skip
    publish_live(
        topic=f"site:{site.pk}", action="replace", target="tally",
        html=render_to_string("convenings/live/tally.html", {"here": here, "expected": expected}),
    )  # fmt: skip
