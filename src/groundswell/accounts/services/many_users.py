"""Users for many addresses at once, by sets: for lists of people that are brought in, and for registrations of a team."""

import secrets
from collections.abc import Mapping, Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.inserts import insert_new
from groundswell.core.prepared import Prepared

CHUNK = 500  # addresses in one statement


class NotAnAddress(Refused):
    """A text that is no email address."""


def plain_address(email: str) -> str:
    """As addresses are compared: lower case, no spaces around. Raises NotAnAddress."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAnAddress(_("“%(email)s” is not an email address.") % {"email": email.strip()[:80]}) from error
    return address


def find_users(addresses: Sequence[str]) -> dict[str, User]:
    """Plain address → user, for those that are known, as a main or as a confirmed further address."""
    found: dict[str, User] = {}
    for start in range(0, len(addresses), CHUNK):
        some = addresses[start : start + CHUNK]
        for address in _further(some=some):
            found[address.email.lower()] = address.user
        found |= _by_main_address(some)
    return found


_further = Prepared(
    lambda some: (
        EmailAddress.objects.alias(plain=Lower("email")).filter(plain__in=some, verified=True).select_related("user")
    ),
    "some",
    many=["some"],
)
_main = Prepared(lambda some: User.objects.alias(plain=Lower("email")).filter(plain__in=some), "some", many=["some"])


def _by_main_address(some: Sequence[str]) -> dict[str, User]:
    return {(user.email or "").lower(): user for user in _main(some=some)}


def _no_password() -> str:
    """What Django's `make_password(None)` gives, an unusable password that differs each time, at a tenth of its cost."""
    return f"{UNUSABLE_PASSWORD_PREFIX}{secrets.token_hex(20)}"


def provide_users(*, languages: Mapping[str, str]) -> tuple[dict[str, User], set[int]]:
    """Plain address → user for all of these addresses, and the ids of those that were made because there was none.

    A new one is spoken to in the language that stands beside the address. Nobody else can see those before the transaction
    ends; two callers at one instant get the same users.
    """
    spoken = {plain_address(address): language for address, language in languages.items()}
    wanted = list(spoken)
    with transaction.atomic(savepoint=False):
        found = find_users(wanted)
        missing = [address for address in wanted if address not in found]
        made: dict[str, User] = {}
        if missing:
            moment = now()
            new = [User(email=one, language=spoken[one], made_at=moment, password=_no_password()) for one in missing]
            made = {user.email or "": user for user in insert_new(new, by="email")}
            found |= made
            others = [address for address in missing if address not in made]  # somebody else came between
            for start in range(0, len(others), CHUNK):
                found |= _by_main_address(others[start : start + CHUNK])
    return found, {user.pk for user in made.values()}
