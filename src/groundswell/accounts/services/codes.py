"""Codes sent to an address. Whoever types one where it was asked for reads the mail of that address.

Nothing here looks a user up, so an address with an account and one without take the same way in the same time.
Guessing: 8 digits, 5 tries a code and 5 codes a quarter of an hour for an address leave an attacker who never rests, and
floods the mailbox all day, a chance of 1 in 42,000 a day.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.accounts.letters import mail_code
from groundswell.accounts.models import SentCode
from groundswell.core.clock import now
from groundswell.core.errors import Refused

DIGITS = 8
LIFETIME = timedelta(minutes=15)
TRIES = 5
AN_ADDRESS = (5, timedelta(minutes=15))
# A county office of 300 people behind one address signs in on the morning of a symposium.
A_NETWORK = (200, timedelta(minutes=10))


class TooManyCodes(Refused):
    """More codes were asked for than somebody who signs in needs."""


class WrongCode(Refused):
    """Not the code that was sent; there are tries left."""


class CodeSpent(Refused):
    """Too old, used, or tried too often: only a new code helps."""


def send_code(*, email: str, purpose: str, network: str = "") -> SentCode:
    """Mail a code to the address in the language of the page. `network` is where the request came from."""
    email = email.strip().lower()
    keyed = salted_hmac("groundswell.accounts.network", network, algorithm="sha256").hexdigest()[:32] if network else ""
    _refuse_too_many(email, keyed)
    typed = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        code = SentCode(purpose=purpose, email=email, network=keyed, made_at=now())
        code.digest = _digest(code.number, typed)
        code.full_clean()
        code.save()
        mail_code(email=email, purpose=purpose, digits=typed, minutes=LIFETIME.seconds // 60)
    return code


def check_code(*, number: UUID | str, purpose: str, typed: str) -> str:
    """Return the address that the code was sent to; the code is used up. Raises WrongCode and CodeSpent.

    A try is counted before the digits are compared, so that trying in parallel wins nothing.
    """
    fresh = SentCode.objects.filter(
        number=number, purpose=purpose, used_at=None, tries__lt=TRIES, made_at__gt=now() - LIFETIME
    )
    if not fresh.update(tries=F("tries") + 1):
        raise CodeSpent(_("This code is no longer valid. Ask for a new one."))
    code = SentCode.objects.get(number=number)
    digits = "".join(character for character in typed if character.isdecimal())
    if not constant_time_compare(code.digest, _digest(code.number, digits)):
        left = TRIES - code.tries
        if left <= 0:
            raise CodeSpent(_("That is not the code, and it was tried too often. Ask for a new one."))
        raise WrongCode(
            ngettext("That is not the code. You have %(left)s try left.",
                     "That is not the code. You have %(left)s tries left.", left) % {"left": left}
        )  # fmt: skip
    if not SentCode.objects.filter(pk=code.pk, used_at=None).update(used_at=now()):
        raise CodeSpent(_("This code was used already. Ask for a new one."))
    return code.email


def forget_codes() -> int:
    """Remove codes of yesterday and before. Return how many."""
    return SentCode.objects.filter(made_at__lt=now() - timedelta(days=1)).delete()[0]


def _digest(number: UUID, digits: str) -> str:
    return salted_hmac("groundswell.accounts.code", f"{number}:{digits}", algorithm="sha256").hexdigest()


def _refuse_too_many(email: str, network: str) -> None:
    most, span = AN_ADDRESS
    if SentCode.objects.filter(email=email, made_at__gt=now() - span).count() >= most:
        raise TooManyCodes(
            _("Several codes were sent to this address already. Use the latest one, or wait 15 minutes and try again.")
        )
    most, span = A_NETWORK
    if network and SentCode.objects.filter(network=network, made_at__gt=now() - span).count() >= most:
        raise TooManyCodes(
            _("Very many people ask for a code from your network right now. Wait 10 minutes, then try again.")
        )
