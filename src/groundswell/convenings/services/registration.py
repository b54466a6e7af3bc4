"""What can be done with a registration: change it, give it back, move it, hand it to a colleague."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.choices import ConveningState, RegistrationState, SiteKind
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.services.entrants import (
    ACTIVE,
    AlreadyRegistered,
    Entrant,
    NoSuchSite,
    NotOpen,
    as_person,
    check_open,
    fill,
    km_between,
    new_secret,
    spoken_by,
)
from groundswell.convenings.services.letters import write_about
from groundswell.convenings.services.registering import TOLD, find_counties
from groundswell.convenings.services.roster import tell_lists
from groundswell.convenings.services.seats import draw_number, give_back_seat, hold_sites, move_up, take_seats
from groundswell.convenings.wording import name_of_site
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.services.people import provide_people
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place


def write_link_again(*, registration: Registration) -> None:
    """Somebody registers with an address that is registered: its owner gets the link, the page tells nobody."""
    with transaction.atomic():
        write_about([registration], "again", once=f"again:{now():%Y%m%d%H}")


def write_to_colleague(*, registration: Registration) -> None:
    """Ask a colleague once more whether they come; at most once an hour. No reminder of ours follows it. Raises NotOpen."""
    if registration.state not in ACTIVE:
        raise NotOpen(_("This registration was given back. Register your colleague anew."))
    with transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(nudged_at=now())
        write_about([registration], "named", once=f"named-again:{now():%Y%m%d%H}")


@dataclass(frozen=True, slots=True)
class Details:
    """What a registrant may say anew."""

    role: str
    place: Place | None
    place_written: str
    county: str
    teaches: str
    grades: int
    language: str


def change_details(*, by: User | None, registration: Registration, details: Details) -> Registration:
    """Another school, role, subject or grades; the seat stays."""
    with transaction.atomic():
        row = _lock(registration)
        place = details.place
        code = place.county if place else details.county
        row.place, row.place_written = place, "" if place else details.place_written
        row.county = Place.objects.filter(kind=PlaceKind.COUNTY, county=code).first() if code else None
        row.role, row.teaches, row.grades = details.role, details.teaches, details.grades
        row.language = details.language
        row.km_to_site = km_between(place, row.site)
        row.full_clean()
        row.save()
        _record(by, row, "convenings.registration_changed")
        tell_lists([row])
    return row


def confirm_registration(*, by: User | None, registration: Registration, language: str = "") -> None:
    """The person says that they will come; their captain's word becomes theirs. In which `language` they said so is that of
    their letters from now on.
    """
    if registration.confirmed_at is not None or registration.state not in ACTIVE:
        return
    with transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(
            confirmed_at=now(), language=language or registration.language
        )
        _record(by, registration, "convenings.confirmed")
        tell_lists([registration])


def cancel_registration(*, by: User | None, registration: Registration, declined: bool = False) -> None:
    """Give the place back; the next in line has it at once and is written to."""
    with transaction.atomic():
        hold_sites(registration.site_id)
        row = _lock(registration)
        if row.state not in ACTIVE:
            return
        held = row.state == RegistrationState.REGISTERED
        row.state = RegistrationState.DECLINED if declined else RegistrationState.CANCELLED
        row.waiting_number, row.cancelled_at, row.changes = None, now(), row.changes + 1
        row.save()
        _record(by, row, "convenings.registration_cancelled")
        write_about([row], "cancelled")
        if held:
            give_back_seat(row.site_id)
            hand_on(row.site_id)
        tell_lists([row])


def hand_on(site: int) -> None:
    """Free seats go to those who wait, and they are written to; nobody gets one of a convening that is canceled or over."""
    convening = Convening.objects.get(sites=site)
    if convening.state == ConveningState.CANCELLED or convening.is_over:
        return
    moved = [row.pk for row in move_up(site)]
    if not moved:
        return
    rows = list(_whole().filter(pk__in=moved))
    record(
        verb="convenings.moved_up", by=None, space=rows[0].site.space_id, other=rows[0].convening.space_id,
        facts={"registrations": moved},
    )  # fmt: skip
    write_about(rows, "moved-up")
    tell_lists(rows)


def change_site(*, by: User | None, registration: Registration, site: Site) -> Registration:
    """Move to another site: to a seat there, or into its waiting list, and the old seat goes to the next in line.

    Whoever has a seat and would only wait at the new site keeps the seat: SiteFull is raised.
    """
    check_open(registration.convening)
    if site.convening_id != registration.convening_id or site.kind == SiteKind.PLANNING:
        raise NoSuchSite(_("Choose one of the sites of this convening."))
    with transaction.atomic():
        hold_sites(registration.site_id, site.pk)
        row = _lock(registration)
        if row.state not in ACTIVE or row.site_id == site.pk:
            return row
        old, held = row.site_id, row.state == RegistrationState.REGISTERED
        if take_seats(site.pk):
            row.state, row.waiting_number = RegistrationState.REGISTERED, None
        elif held:
            raise SiteFull(
                _("%(site)s is full. You keep your place at the site you have.") % {"site": name_of_site(site)}
            )
        else:
            row.waiting_number = draw_number(site.pk)
        row.site, row.changes = site, row.changes + 1
        row.km_to_site = km_between(row.place, site)
        row.save()
        _record(by, row, "convenings.moved")
        write_about([row], "changed")
        if held:
            give_back_seat(old)
            hand_on(old)
        tell_lists([row], left=[(old, row.pk)])
    return row


class SiteFull(Refused):
    """No seat is free there, and waiting would give up the seat one has."""


def swap_person(*, by: User | None, registration: Registration, entrant: Entrant) -> Registration:
    """A colleague comes instead, in the same seat or place in line. The first one is written to and keeps no seat."""
    check_open(registration.convening)
    with transaction.atomic():
        row = _lock(registration)
        if row.state not in ACTIVE:
            raise NotOpen(_("This registration was given back. Register your colleague anew."))
        person = provide_people(by=by, records=[as_person(entrant)], sure=False)[0]
        earlier = _whole().filter(convening=row.convening, person=person).first()
        if earlier is not None and earlier.state in ACTIVE:
            raise AlreadyRegistered(earlier)
        new = earlier or Registration(convening=row.convening, person=person, secret=new_secret())
        fill(new, row.site, replace(entrant), find_counties([entrant]))
        new.language = spoken_by(person, entrant)
        new.team, new.state, new.waiting_number = row.team, row.state, row.waiting_number
        captains = row.team is not None and row.team.captain_id == row.person_id
        if captains and row.team is not None:  # whoever comes instead speaks for the team
            row.team.captain = person
            row.team.save(update_fields=["captain"])
        new.confirmed_at, new.cancelled_at, new.nudged_at = None, None, None
        new.changes += earlier is not None
        new.save()
        row.state, row.waiting_number, row.cancelled_at = RegistrationState.CANCELLED, None, now()
        row.changes += 1
        row.save()
        _record(by, new, "convenings.swapped")
        write_about([row], "swapped")
        write_about([new], "named" if new.team_id and not captains else "registered")
        tell_lists([row, new])
    return new


def _whole() -> QuerySet[Registration]:
    return Registration.objects.select_related(*TOLD, "place")


def _lock(registration: Registration) -> Registration:
    """The row as it is now, held until the transaction ends."""
    return _whole().select_for_update(of=("self",)).get(pk=registration.pk)


def _record(by: User | None, row: Registration, verb: str) -> None:
    facts = {"registrations": [row.pk]}
    record(verb=verb, by=by, space=row.site.space_id, other=row.convening.space_id, facts=facts)
