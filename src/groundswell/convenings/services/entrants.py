"""Who registers, as they state it, and what can be said against it without looking at others."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import plain_address
from groundswell.convenings.choices import ConveningState, RegistrationState, SiteKind
from groundswell.convenings.models import Convening, Registration, Site, Team
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.engines.distance import great_circle_km
from groundswell.instruments.given import Given
from groundswell.people.models import Person
from groundswell.people.services.people import NewPerson, check_records
from groundswell.people.services.positions import NewPosition
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
    """Somebody as the form states them. `county` counts only without a place; `grades` is one bit a grade.

    Only at the door may `email` be empty.
    """

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


@dataclass(frozen=True, slots=True, eq=False)
class Party:
    """Who registers together: one person, or a team with its captain first.

    `given` are the first one's answers to the convening's questions, None where it asks none. `key` is the form's: a
    repeat of it changes nothing. With `joins` they come into a team that is there already, and each confirms.
    `at_door`: they stand at the door, where registration that has closed counts no more.
    """

    by: User | None
    convening: Convening
    site: Site
    entrants: Sequence[Entrant]
    team: TeamEntry | None = None
    given: Sequence[Given] | None = None
    key: str = ""
    joins: Team | None = None
    at_door: bool = False


def check_open(convening: Convening, *, at_door: bool = False) -> None:
    """Raise NotOpen, with the sentence that says why, unless the convening takes registrations now."""
    moment = now()
    if convening.state == ConveningState.POSTPONED:
        raise NotOpen(_("This convening is postponed. Registration goes on when the new date is known."))
    if convening.state != ConveningState.PUBLISHED:
        raise NotOpen(_("This convening does not take registrations."))
    if at_door:
        return
    if convening.register_from and moment < convening.register_from:
        raise NotOpen(_("Registration has not begun yet."))
    if moment > convening.ends_at:
        raise NotOpen(_("This convening is over."))
    if convening.register_until and moment > convening.register_until:
        raise NotOpen(_("Registration has closed. Ask the site's host whether there is still a place."))


def takes_registrations(convening: Convening) -> bool:
    """Whether one can register now."""
    try:
        check_open(convening)
    except NotOpen:
        return False
    return True


def check_party(party: Party) -> None:
    """All that can be said without looking at others; raises the sentence in the visitor's own language."""
    check_open(party.convening, at_door=party.at_door)
    if party.site.convening_id != party.convening.pk or party.site.kind == SiteKind.PLANNING:
        raise NoSuchSite(_("Choose one of the sites of this convening."))
    check_records([as_person(entrant) for entrant in party.entrants])
    with_address = [entrant for entrant in party.entrants if entrant.email.strip()]
    if len(with_address) < len(party.entrants) and not party.at_door:
        raise Refused(_("Write an email address: the confirmation and the link go there."))
    if len(addresses_of(party)) < len(with_address):
        raise Refused(_("Two of the team have the same email address. Each person needs their own."))


def addresses_of(party: Party) -> set[str]:
    """Plain addresses of a party; whoever is at the door without one has none."""
    return {plain_address(entrant.email) for entrant in party.entrants if entrant.email.strip()}


def new_secret() -> str:
    """256 bits for the link in the mail."""
    return secrets.token_urlsafe(32)


def as_person(entrant: Entrant) -> NewPerson:
    """What people's services take."""
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


def spoken_by(person: Person, entrant: Entrant) -> str:
    """The language of letters to somebody whom another registered: their own where they are known."""
    return person.user.language if person.user is not None else entrant.language


def fill(row: Registration, site: Site, entrant: Entrant, counties: Mapping[str, Place]) -> None:
    """Put what was stated into a registration."""
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
