"""The address in a letter by which its reader stops such letters: signed, for good, without an account."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from groundswell.activity.choices import ASKED

SALT = "groundswell.activity.unsubscribe"


@dataclass(frozen=True)
class Wish:
    """Whose letters of which kind."""

    user: int
    kind: str


def unsubscribe_url(user: int, kind: str) -> str:
    """The whole address."""
    return f"{settings.SITE_URL}{reverse('activity:unsubscribe', args=[_signer().sign_object([user, kind])])}"


def read_wish(token: str) -> Wish:
    """What a token asks for. Raises BadSignature."""
    user, kind = _signer().unsign_object(token)
    if kind not in ASKED:
        raise signing.BadSignature("No such kind of letter.")
    return Wish(user, kind)


def _signer() -> signing.Signer:
    """Without a time in it: the same wish is the same address, and a letter of last year still works."""
    return signing.Signer(salt=SALT)
