"""Registering for a convening, alone or as a team: the one way in.

Parties are settled by sets, as many as come at one instant in one transaction: in the hour in which registration opens,
hundreds come in a minute, and what one of them costs decides whether the others wait.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import Happening, record_all
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Registration, Site, Team
from groundswell.convenings.services.entrants import (
    ACTIVE,
    AlreadyRegistered,
    Entrant,
    Party,
    TeamEntry,
    addresses_of,
    as_person,
    check_party,
    fill,
    new_secret,
    spoken_by,
)
from groundswell.convenings.services.letters import write_about
from groundswell.convenings.services.roster import list_changes
from groundswell.convenings.services.seats import Wanted, seat_parties
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.inserts import insert_all
from groundswell.core.live.publish import publish_all
from groundswell.core.prepared import Prepared
from groundswell.core.services.submissions import claim_keys, free_keys, keep_answers
from groundswell.core.services.together import Together
from groundswell.instruments.given import Given
from groundswell.instruments.models import InstrumentVersion
from groundswell.instruments.services.responses import submit_response
from groundswell.people.models import Person
from groundswell.people.services.people import provide_people, told_of
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a party: the first one's secret, and the registrations; a repeat has the secret only."""

    secret: str
    registrations: Sequence[Registration] = ()


def register_person(
    *, by: User | None, convening: Convening, site: Site, entrant: Entrant, at_door: bool = False
) -> Registration:
    """A place at the site, or one in its waiting list when it is full. The letter with the link is written along.

    Raises NotOpen, NoSuchSite, AlreadyRegistered, and what people's services raise for names and addresses.
    """
    return _register_party(Party(by, convening, site, [entrant], at_door=at_door))[0]


def register_team(
    *, by: User | None, convening: Convening, site: Site, team: TeamEntry, entrants: Sequence[Entrant]
) -> list[Registration]:
    """The captain first, then colleagues who each confirm by their own link; places are held for them meanwhile.

    When not all find a place, the rest waits, or with `all_or_none` the whole team waits together.
    """
    return _register_party(Party(by, convening, site, entrants, team))


def register_colleague(*, by: User | None, captain: Registration, entrant: Entrant) -> Registration:
    """Somebody more for the captain's team, at the captain's site: a seat or a place in line; they confirm by their link."""
    party = Party(by, captain.convening, captain.site, [entrant], joins=captain.team)
    return _register_party(party)[0]


def register_once(*, party: Party) -> str:
    """The secret of the first one's registration, also when the form was sent before. All of the party or nothing.

    Parties that come at one instant are settled together. Raises as `register_person` does.
    """
    check_party(party)
    return TOGETHER.ask(party).secret


def _register_party(party: Party) -> list[Registration]:
    check_party(party)
    settled = settle_parties([party])[0]
    if isinstance(settled, Exception):
        raise settled
    return list(settled.registrations)


def settle_parties(parties: Sequence[Party]) -> list[Settled | Exception]:
    """Register parties that were checked, in order of arrival: what became of each, or what stands against it."""
    with transaction.atomic():
        known = claim_keys(party.key for party in parties if party.key)
        first: dict[str, Party] = {}
        for party in parties:
            first.setdefault(party.key or str(id(party)), party)
        new = [party for party in first.values() if not party.key or known[party.key] is None]
        done = dict(zip(new, _register(new), strict=True))
        kept = {party.key: one.secret for party, one in done.items() if party.key and isinstance(one, Settled)}
        keep_answers(kept)
        free_keys({party.key for party in new if party.key} - kept.keys())
        made = [row for one in done.values() if isinstance(one, Settled) for row in one.registrations]
        if made:
            publish_all(list_changes(made))
    return [
        done[one] if (one := first[party.key or str(id(party))]) in done else Settled(known[party.key] or "")
        for party in parties
    ]


# One for this process: every public registration goes through it.
TOGETHER: Together[Party, Settled] = Together(settle_parties, moment=0.1)


def _register(parties: Sequence[Party]) -> list[Settled | Exception]:
    """The same, without keys. Nothing is kept for those who are registered already."""
    held = _held(parties)
    names: dict[tuple[int, str], Party] = {}  # who came first with an address
    welcome: list[Party] = []
    for party in parties:
        marks = {(party.convening.pk, address) for address in addresses_of(party)}
        if not marks & (held.keys() | names.keys()):
            welcome.append(party)
            names |= dict.fromkeys(marks, party)
    made, happenings = _make(welcome)
    _tell(welcome, made, happenings)
    return [
        Settled(made[party][0].secret, made[party]) if party in made else _refusal(party, held, names, made)
        for party in parties
    ]


def _held(parties: Sequence[Party]) -> dict[tuple[int, str], int]:
    """Registrations that stand under the addresses of these parties, by convening and address."""
    addresses = {address for party in parties for address in addresses_of(party)}
    rows = _registered(convenings=sorted({party.convening.pk for party in parties}), addresses=sorted(addresses))
    return {(convening, email or ""): pk for convening, email, pk in rows}


_registered = Prepared(
    lambda convenings, addresses: Registration.objects.filter(
        convening__pk__in=convenings, state__in=ACTIVE, person__user__email__in=addresses
    ).values_list("convening_id", "person__user__email", "pk"),
    "convenings",
    "addresses",
    many=["convenings", "addresses"],
)


TOLD = ("person__user", "convening", "site", "team__captain")  # what a letter about a registration reads


def _refusal(
    party: Party,
    held: Mapping[tuple[int, str], int],
    names: Mapping[tuple[int, str], Party],
    made: Mapping[Party, Sequence[Registration]],
) -> AlreadyRegistered:
    marks = [(party.convening.pk, address) for address in sorted(addresses_of(party))]
    for mark in marks:
        if mark in held:
            return AlreadyRegistered(Registration.objects.select_related(*TOLD).get(pk=held[mark]))
    mark = next(mark for mark in marks if mark in names)
    return AlreadyRegistered(
        next(row for row in made[names[mark]] if row.person.user and row.person.user.email == mark[1])
    )


def _make(parties: Sequence[Party]) -> tuple[dict[Party, list[Registration]], list[Happening]]:
    """People, seats and registrations, written by sets; and what the record says of the people."""
    if not parties:
        return {}, []
    people, happenings = _provide(parties)
    fresh = {one.space for one in happenings}
    earlier = _given_back(parties, people, fresh)
    seats = seat_parties([Wanted(p.site.pk, len(p.entrants), bool(p.team and p.team.all_or_none)) for p in parties])
    counties = find_counties([entrant for party in parties for entrant in party.entrants])
    made: dict[Party, list[Registration]] = {}
    new: list[Registration] = []
    for party, (seated, line) in zip(parties, seats, strict=True):
        team = _make_team(party.convening, party.team, people[party][0]) if party.team else party.joins
        numbers = iter(line)
        made[party] = []
        for position, (person, entrant) in enumerate(zip(people[party], party.entrants, strict=True)):
            row = earlier.get((party.convening.pk, person.pk))
            if row is None:
                row = Registration(convening=party.convening, person=person, secret=new_secret())
                new.append(row)
            fill(row, party.site, entrant, counties)
            if position or party.joins is not None:
                row.language = spoken_by(person, entrant)
            row.team = team
            row.state = RegistrationState.REGISTERED if position < seated else RegistrationState.WAITING
            row.waiting_number = None if position < seated else next(numbers)
            row.confirmed_at = now() if position == 0 and party.joins is None else None
            row.cancelled_at, row.nudged_at = None, None
            row.changes += (
                row.pk is not None
            )  # a calendar that dropped the entry takes it back only with a higher number
            made[party].append(row)
    for row in earlier.values():
        row.save()
    insert_all(new)
    _keep_given(made)
    return made, happenings


def _provide(parties: Sequence[Party]) -> tuple[dict[Party, list[Person]], list[Happening]]:
    """The people of each party, and the lines about those who are new. Anybody may type anybody's address here: what is
    typed only fills what is empty.
    """
    found: dict[Party, list[Person]] = {}
    happenings: list[Happening] = []
    by_whom: dict[int | None, list[Party]] = {}
    for party in parties:
        by_whom.setdefault(party.by.pk if party.by else None, []).append(party)
    for some in by_whom.values():
        alone = all(len(party.entrants) == 1 for party in some)
        for lot in [some] if alone else [[party] for party in some]:
            records = [as_person(entrant) for party in lot for entrant in party.entrants]
            made: list[Person] = []
            people = iter(provide_people(by=lot[0].by, records=records, sure=False, made=made))
            found |= {party: [next(people) for _entrant in party.entrants] for party in lot}
            happenings += told_of(lot[0].by, made)
    return found, happenings


def _given_back(
    parties: Sequence[Party], people: Mapping[Party, Sequence[Person]], fresh: Collection[int | None]
) -> dict[tuple[int, int], Registration]:
    """Registrations that these people gave back earlier; whose spaces are `fresh` have none. Raise AlreadyRegistered for one that
    holds after all: somebody came between, or one person has two of the addresses. Whoever is settled with them is then
    settled alone.
    """
    for party in parties:
        if len({person.pk for person in people[party]}) < len(party.entrants):
            raise Refused(_("Two of the team have the same email address. Each person needs their own."))
    everybody = [person for party in parties for person in people[party]]
    if len({person.pk for person in everybody}) < len(everybody):
        raise Refused(_("Two of these addresses are one person's."))
    convenings = sorted({party.convening.pk for party in parties})
    rows = _ever(convenings=convenings, people=[person.pk for person in everybody if person.space_id not in fresh])
    wanted = {(party.convening.pk, person.pk) for party in parties for person in people[party]}
    found = [pk for *mark, pk in rows if tuple(mark) in wanted]
    earlier = {}
    for row in Registration.objects.select_related(*TOLD).filter(pk__in=found) if found else ():
        if row.state in ACTIVE:
            raise AlreadyRegistered(row)
        earlier[row.convening_id, row.person_id] = row
    return earlier


_ever = Prepared(
    lambda convenings, people: Registration.objects.filter(
        convening__pk__in=convenings, person__pk__in=people
    ).values_list("convening_id", "person_id", "pk"),
    "convenings",
    "people",
    many=["convenings", "people"],
)


def _keep_given(made: Mapping[Party, Sequence[Registration]]) -> None:
    for party, rows in made.items():
        # At the door nothing was asked, and the questions were not fetched along.
        asked = party.convening.questions if party.given is not None else None
        if party.given is not None and asked is not None:
            answer_questions(registration=rows[0], version=asked, given=party.given, language=rows[0].language)


def answer_questions(
    *, registration: Registration, version: InstrumentVersion, given: Sequence[Given], language: str
) -> Registration:
    """What somebody says to the questions that the convening asks at registration; said again, it replaces the first."""
    with transaction.atomic():
        registration.answers = submit_response(
            version=version,
            given=given,
            person=registration.person,
            about=registration.convening.space_id,
            context={"registration": registration.pk, "site": registration.site_id},
            language=language,
        )
        registration.save(update_fields=["answers"])
    return registration


def _tell(
    parties: Sequence[Party], made: Mapping[Party, Sequence[Registration]], happenings: Sequence[Happening]
) -> None:
    """The record, which begins with these lines, and a letter to each."""
    happenings = [*happenings]
    letters: dict[str, list[Registration]] = {"registered": [], "waiting": [], "named": []}
    for party in parties:
        first, *others = made[party]
        waits = first.state == RegistrationState.WAITING
        verb = "team_registered" if party.team else "waited" if waits else "registered"
        facts = {"registrations": [row.pk for row in made[party]]}
        space, other = party.site.space_id, party.convening.space_id
        happenings.append(Happening(f"convenings.{verb}", party.by, space, other, facts))
        letters["named" if party.joins else "waiting" if waits else "registered"].append(first)
        letters["named"] += others
    record_all(happenings)
    for kind, rows in letters.items():  # whoever is put in when all is over gets the letter of afterwards alone
        write_about([row for row in rows if not row.convening.is_over], kind)


def find_counties(entrants: Sequence[Entrant]) -> dict[str, Place]:
    """The counties that these come from, by code."""
    codes = {entrant.place.county if entrant.place else entrant.county for entrant in entrants} - {""}
    return {place.county: place for place in _counties(codes=sorted(codes))}


_counties = Prepared(
    lambda codes: Place.objects.filter(kind=PlaceKind.COUNTY, county__in=codes), "codes", many=["codes"]
)


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
