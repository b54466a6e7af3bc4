"""Registering for a convening, alone or as a team, and everything that can be done with the link in the mail."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.choices import ConveningState, RegistrationState, SiteKind
from groundswell.convenings.models import Convening, Registration, Site, Team
from groundswell.convenings.services.letters import write_about
from groundswell.convenings.services.seats import draw_numbers, give_back_seats, move_up, take_seats
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.engines.distance import great_circle_km
from groundswell.people.models import Person
from groundswell.people.services.people import NewPerson, provide_people
from groundswell.people.services.positions import NewPosition
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place

ACTIVE = (RegistrationState.REGISTERED, RegistrationState.WAITING)


class NotOpen(Refused):
    """The convening takes no registrations now."""


class AlreadyRegistered(Refused):
    """The person has a place or waits; `registration` is theirs."""

    def __init__(self, registration: Registration) -> None:
        # No name: whoever types an address must not learn whose it is.
        super().__init__(_("Somebody with this address is registered already."))
        self.registration = registration


class NoSuchSite(Refused):
    """The site belongs to another convening, or only plans."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody as the form states them. `county` counts only without a place; `grades` is one bit a grade."""

    email: str
    given_name: str
    family_name: str
    role: str
    place: Place | None = None
    place_written: str = ""
    county: str = ""
    teaches: str = ""
    grades: int = 0
    language: str = "en"


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A team as the captain states it; the captain is the first of the entrants."""

    name: str
    place: Place | None = None
    all_or_none: bool = False


def register_person(*, by: User | None, convening: Convening, site: Site, entrant: Entrant) -> Registration:
    """A place at the site, or one in its waiting list when it is full. The letter with the link is written along.

    Raises NotOpen, NoSuchSite, AlreadyRegistered, and what people's services raise for names and addresses.
    """
    return register_people(by=by, convening=convening, site=site, entrants=[entrant])[0]


def register_team(
    *, by: User | None, convening: Convening, site: Site, team: TeamEntry, entrants: Sequence[Entrant]
) -> list[Registration]:
    """The captain first, then colleagues who each confirm by their own link; places are held for them meanwhile.

    When not all find a place, the rest waits, or with `all_or_none` the whole team waits together.
    """
    return register_people(by=by, convening=convening, site=site, entrants=entrants, team=team)


def register_people(
    *, by: User | None, convening: Convening, site: Site, entrants: Sequence[Entrant], team: TeamEntry | None = None
) -> list[Registration]:
    """The one way in. All or nothing."""
    check_open(convening)
    if site.convening_id != convening.pk or site.kind == SiteKind.PLANNING:
        raise NoSuchSite(_("Choose one of the sites of this convening."))
    with transaction.atomic():
        # Anybody may type anybody's address here: what is typed only fills what is empty.
        people = provide_people(by=by, records=[_as_person(entrant) for entrant in entrants], sure=False)
        mine = _refuse_twice(convening, people)
        counties = _counties(entrants)
        made_team = _make_team(convening, team, people[0]) if team else None
        seated = _seat(site, len(people), together=bool(team and team.all_or_none))
        numbers = iter(draw_numbers(site.pk, len(people) - seated)) if seated < len(people) else iter(())
        rows = []
        for position, (person, entrant) in enumerate(zip(people, entrants, strict=True)):
            row = mine.get(person.pk) or Registration(convening=convening, person=person, secret=new_secret())
            _fill(row, site, entrant, counties)
            row.team = made_team
            row.state = RegistrationState.REGISTERED if position < seated else RegistrationState.WAITING
            row.waiting_number = None if position < seated else next(numbers)
            row.confirmed_at = now() if position == 0 else None
            row.cancelled_at = None
            row.save()
            rows.append(row)
        _tell(by, convening, site, rows, made_team)
    return rows


def check_open(convening: Convening) -> None:
    """Raise NotOpen, with the sentence that says why, unless the convening takes registrations now."""
    moment = now()
    if convening.state != ConveningState.PUBLISHED:
        raise NotOpen(_("This convening does not take registrations."))
    if convening.register_from and moment < convening.register_from:
        raise NotOpen(_("Registration has not begun yet."))
    if moment > (convening.register_until or convening.ends_at):
        raise NotOpen(_("Registration has closed. Ask the site's host whether there is still a place."))


def new_secret() -> str:
    """256 bits for the link in the mail."""
    return secrets.token_urlsafe(32)


def _as_person(entrant: Entrant) -> NewPerson:
    position = None
    if entrant.role and (entrant.place or entrant.place_written):
        position = NewPosition(
            role=entrant.role,
            place=entrant.place,
            place_name="" if entrant.place else entrant.place_written,
            county="" if entrant.place else entrant.county,
            subject=entrant.teaches,
            grades=entrant.grades,
        )
    return NewPerson(entrant.email, entrant.given_name, entrant.family_name, entrant.language, position)


def _refuse_twice(convening: Convening, people: Sequence[Person]) -> dict[int, Registration]:
    """Registrations that these people gave back earlier; raise AlreadyRegistered for one that holds."""
    found = Registration.objects.filter(convening=convening, person__in=people)
    earlier = {row.person_id: row for row in found.select_related("person__user", "convening", "site", "team__captain")}
    for row in earlier.values():
        if row.state in ACTIVE:
            raise AlreadyRegistered(row)
    if len({person.pk for person in people}) < len(people):
        raise Refused(_("Two of the team have the same email address. Each person needs their own."))
    return earlier


def _counties(entrants: Sequence[Entrant]) -> dict[str, Place]:
    codes = {entrant.place.county if entrant.place else entrant.county for entrant in entrants} - {""}
    return {place.county: place for place in Place.objects.filter(kind=PlaceKind.COUNTY, county__in=codes)}


def _make_team(convening: Convening, team: TeamEntry, captain: Person) -> Team:
    row = Team(
        convening=convening,
        name=team.name,
        place=team.place,
        captain=captain,
        all_or_none=team.all_or_none,
        made_at=now(),
    )
    row.full_clean()
    row.save()
    return row


def _seat(site: Site, count: int, *, together: bool) -> int:
    """How many of `count` get a seat: all, or as many as there are unless they come together or not at all."""
    if take_seats(site.pk, count):
        return count
    if together:
        return 0
    return next((fewer for fewer in range(count - 1, 0, -1) if take_seats(site.pk, fewer)), 0)


def _fill(row: Registration, site: Site, entrant: Entrant, counties: dict[str, Place]) -> None:
    place = entrant.place
    row.site = site
    row.place = place
    row.place_written = "" if place else entrant.place_written
    row.county = counties.get(place.county if place else entrant.county)
    row.role, row.teaches, row.grades = entrant.role, entrant.teaches, entrant.grades
    row.language = entrant.language
    row.made_at = now()
    row.km_to_site = km_between(place, site)


def km_between(place: Place | None, site: Site) -> float | None:
    """Great circle from a school to a site, or None where one of them has no point."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    if site.latitude is None or site.longitude is None:
        return None
    return great_circle_km(place.latitude, place.longitude, site.latitude, site.longitude)


def _tell(by: User | None, convening: Convening, site: Site, rows: Sequence[Registration], team: Team | None) -> None:
    first, others = rows[0], rows[1:]
    waits = first.state == RegistrationState.WAITING
    verb = "convenings.team_registered" if team else "convenings.waited" if waits else "convenings.registered"
    facts = {"registrations": [row.pk for row in rows]}
    record(verb=verb, by=by, space=site.space_id, other=convening.space_id, facts=facts)
    write_about([first], "waiting" if waits else "registered")
    write_about(others, "named")


def write_link_again(*, registration: Registration) -> None:
    """Somebody registers with an address that is registered: its owner gets the link, the page tells nobody."""
    with transaction.atomic():
        write_about([registration], "again", once=f"again:{now():%Y%m%d%H}")


@dataclass(frozen=True, slots=True)
class Details:
    """What a registrant may say anew."""

    role: str
    place: Place | None
    place_written: str
    county: str
    teaches: str
    grades: int


def change_details(*, by: User | None, registration: Registration, details: Details) -> Registration:
    """Another school, role, subject or grades; the seat stays."""
    with transaction.atomic():
        row = _lock(registration)
        place = details.place
        code = place.county if place else details.county
        row.place, row.place_written = place, "" if place else details.place_written
        row.county = Place.objects.filter(kind=PlaceKind.COUNTY, county=code).first() if code else None
        row.role, row.teaches, row.grades = details.role, details.teaches, details.grades
        row.km_to_site = km_between(place, row.site)
        row.full_clean()
        row.save()
        _record(by, row, "convenings.registration_changed")
    return row


def confirm_registration(*, by: User | None, registration: Registration) -> None:
    """The person says that they will come; their captain's word becomes theirs."""
    if registration.confirmed_at is not None or registration.state not in ACTIVE:
        return
    with transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(confirmed_at=now())
        _record(by, registration, "convenings.confirmed")


def cancel_registration(*, by: User | None, registration: Registration, declined: bool = False) -> None:
    """Give the place back; the next in line has it at once and is written to."""
    with transaction.atomic():
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
            give_back_seats(row.site_id)
            hand_on(row.site_id)


def hand_on(site: int) -> None:
    """Free seats go to those who wait, and they are written to."""
    moved = [row.pk for row in move_up(site)]
    if not moved:
        return
    rows = list(_whole().filter(pk__in=moved))
    record(
        verb="convenings.moved_up", by=None, space=rows[0].site.space_id, other=rows[0].convening.space_id,
        facts={"registrations": moved},
    )  # fmt: skip
    write_about(rows, "moved-up")


def change_site(*, by: User | None, registration: Registration, site: Site) -> Registration:
    """Move to another site: to a seat there, or into its waiting list, and the old seat goes to the next in line.

    Whoever has a seat and would only wait at the new site keeps the seat: SiteFull is raised.
    """
    check_open(registration.convening)
    if site.convening_id != registration.convening_id or site.kind == SiteKind.PLANNING:
        raise NoSuchSite(_("Choose one of the sites of this convening."))
    with transaction.atomic():
        row = _lock(registration)
        if row.state not in ACTIVE or row.site_id == site.pk:
            return row
        old, held = row.site_id, row.state == RegistrationState.REGISTERED
        if take_seats(site.pk):
            row.state, row.waiting_number = RegistrationState.REGISTERED, None
        elif held:
            raise SiteFull(_("%(site)s is full. You keep your place at the site you have.") % {"site": site.name})
        else:
            row.waiting_number = draw_numbers(site.pk)[0]
        row.site, row.changes = site, row.changes + 1
        row.km_to_site = km_between(row.place, site)
        row.save()
        _record(by, row, "convenings.moved")
        write_about([row], "changed")
        if held:
            give_back_seats(old)
            hand_on(old)
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
        person = provide_people(by=by, records=[_as_person(entrant)], sure=False)[0]
        earlier = _refuse_twice(row.convening, [person]).get(person.pk)
        new = earlier or Registration(convening=row.convening, person=person, secret=new_secret())
        _fill(new, row.site, replace(entrant), _counties([entrant]))
        new.team, new.state, new.waiting_number = row.team, row.state, row.waiting_number
        new.confirmed_at, new.cancelled_at = None, None
        new.save()
        row.state, row.waiting_number, row.cancelled_at = RegistrationState.CANCELLED, None, now()
        row.changes += 1
        row.save()
        _record(by, new, "convenings.swapped")
        write_about([row], "cancelled")
        write_about([new], "named" if new.team_id else "registered")
    return new


def _whole() -> QuerySet[Registration]:
    return Registration.objects.select_related("person__user", "convening", "site", "team__captain", "place")


def _lock(registration: Registration) -> Registration:
    """The row as it is now, held until the transaction ends."""
    return _whole().select_for_update(of=("self",)).get(pk=registration.pk)


def _record(by: User | None, row: Registration, verb: str) -> None:
    facts = {"registrations": [row.pk]}
    record(verb=verb, by=by, space=row.site.space_id, other=row.convening.space_id, facts=facts)
