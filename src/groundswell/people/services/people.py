"""Finding somebody by their address or making them: one person, or a whole list by sets."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import plain_address, provide_users
from groundswell.activity.services.record import Happening, record, record_all
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.inserts import insert_all
from groundswell.core.prepared import Prepared
from groundswell.people.choices import Language
from groundswell.people.models import Person
from groundswell.people.services.positions import NewPosition, check_positions, put_positions, without_settled
from groundswell.people.wording import search_text, sort_text
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_spaces

CHUNK = 500  # rows in one statement
LONGEST_NAME = 80


class BadPerson(Refused):
    """Somebody who cannot be written down: neither name nor address, or a name that is too long."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody as a list states them. Without an address it is always a new person."""

    email: str = ""
    given_name: str = ""
    family_name: str = ""
    language: str = Language.ENGLISH
    position: NewPosition | None = None


def provide_person(
    *,
    by: User | None,
    email: str = "",
    given_name: str = "",
    family_name: str = "",
    language: str = Language.ENGLISH,
    position: NewPosition | None = None,
    sure: bool = True,
) -> Person:
    """The person with this address, made when there is none, with this position now.

    A name that somebody has set is never overwritten. Raises BadPerson, BadPosition or NotAnAddress.
    """
    records = [NewPerson(email, given_name, family_name, language, position)]
    return provide_people(by=by, records=records, sure=sure)[0]


def provide_people(
    *, by: User | None, records: Sequence[NewPerson], sure: bool = True, made: list[Person] | None = None
) -> list[Person]:
    """The person of each record, in order, by sets; records with one address are one person. All or nothing.

    With `sure=False` (anybody may type anybody's address into a public form) the records only fill what is empty:
    somebody who has a position already, and is not `by`, gets no other one. Who is new is put into `made`, when it is given,
    and the caller writes the record: of people who came at one instant and have nothing to do with each other, for one.
    Raises what `provide_person` raises, before anything is written.
    """
    check_records(records)
    addresses = [plain_address(record.email) if record.email.strip() else "" for record in records]
    with transaction.atomic(savepoint=False):
        languages = {address: item.language for item, address in zip(records, addresses, strict=True) if address}
        users, fresh = provide_users(languages=languages)
        people, new_people = _of_users(records, addresses, users, fresh)
        new = {person.pk for person in new_people}
        stated = [(person, item.position) for person, item in zip(people, records, strict=True) if item.position]
        settled = stated if sure else without_settled(by, stated, new_people=new)
        put_positions(settled, new_people=new)
        if made is not None:
            made += new_people
        elif len(records) == 1:
            record_all(told_of(by, new_people))
        else:
            record(verb="people.people_brought_in", by=by, facts={"people": len(records), "new": len(new)})
    return people


def told_of(by: User | None, made: Sequence[Person]) -> list[Happening]:
    """The lines of the record about people who were made one by one."""
    return [Happening("people.person_made", by, person.space_id) for person in made]


def check_records(records: Sequence[NewPerson]) -> None:
    """Raise what is wrong with any of them: nobody at all, a name too long, a position that cannot be, no address."""
    check_people(records)
    check_positions([item.position for item in records if item.position is not None])
    for item in records:
        if item.email.strip():
            plain_address(item.email)


def check_people(records: Sequence[NewPerson]) -> None:
    """What `full_clean` would find, by sets."""
    for number, item in enumerate(records, start=1):
        if not (item.email.strip() or item.given_name.strip() or item.family_name.strip()):
            raise BadPerson(_("Person %(number)d has neither a name nor an email address.") % {"number": number})
        if max(len(item.given_name), len(item.family_name)) > LONGEST_NAME:
            raise BadPerson(_("A name can have at most %(most)d letters.") % {"most": LONGEST_NAME})
        if item.language not in Language.values:
            raise BadPerson(_("“%(language)s” is not a language of this site.") % {"language": item.language})


def _of_users(
    records: Sequence[NewPerson], addresses: Sequence[str], users: dict[str, User], fresh: Collection[int]
) -> tuple[list[Person], list[Person]]:
    """The person of each record, and those of them who are new. Users who are `fresh` have no person yet."""
    by_id = {user.pk: user for user in users.values()}
    ids = sorted(by_id.keys() - fresh)
    known: dict[int, Person] = {}
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        # Locked, so that two who bring in the same address at one instant make one person.
        _locked(users=some)
        for person in _known(users=some):
            person.user = by_id[person.user_id or 0]
            known[person.user_id or 0] = person
    _fill_names(records, addresses, users, known)
    drafts: dict[int | str, Person] = {}  # by user, or by place in the list for people without an address
    for number, (item, address) in enumerate(zip(records, addresses, strict=True)):
        user = users.get(address)
        if user is not None and user.pk in known:
            continue
        drafts.setdefault(user.pk if user is not None else f"n{number}", draft_of(item, user))
    make_people(list(drafts.values()))
    people = []
    for number, address in enumerate(addresses):
        user = users.get(address)
        people.append(drafts[f"n{number}"] if user is None else known.get(user.pk) or drafts[user.pk])
    return people, list(drafts.values())


def make_people(drafts: Sequence[Person]) -> None:
    """Each gets a space and is written; the caller holds the transaction."""
    spaces = make_spaces(kind=Kind.PERSON, count=len(drafts)) if drafts else []
    for person, space in zip(drafts, spaces, strict=True):
        person.space = space
    insert_all(drafts)


_locked = Prepared(
    lambda users: User.objects.select_for_update().filter(pk__in=users).order_by("pk").values_list("pk"),
    "users",
    many=["users"],
)
_known = Prepared(
    lambda users: Person.objects.select_related("space").filter(user__pk__in=users), "users", many=["users"]
)


def draft_of(item: NewPerson, user: User | None) -> Person:
    """The person that a record states, not yet written."""
    given, family = (" ".join(name.split()) for name in (item.given_name, item.family_name))
    return Person(
        user=user,
        given_name=given,
        family_name=family,
        language=item.language,
        made_at=now(),
        sort_name=sort_text(given, family, ""),
        search=search_text(given, family, ""),
    )


def _fill_names(
    records: Sequence[NewPerson], addresses: Sequence[str], users: dict[str, User], known: dict[int, Person]
) -> None:
    owned = [(item, users[address].pk) for item, address in zip(records, addresses, strict=True) if address]
    fill_names((known[user], item) for item, user in owned if user in known)


def fill_names(pairs: Iterable[tuple[Person, NewPerson]]) -> None:
    """Who has no name yet gets the one that is stated."""
    filled: dict[int, Person] = {}
    for person, item in pairs:
        if person.given_name or person.family_name or person.display_name:
            continue
        draft = draft_of(item, None)
        person.given_name, person.family_name = draft.given_name, draft.family_name
        person.sort_name, person.search = draft.sort_name, draft.search
        filled[person.pk] = person
    names = ["given_name", "family_name", "sort_name", "search"]
    if filled:
        Person.objects.bulk_update(filled.values(), names, batch_size=CHUNK)
