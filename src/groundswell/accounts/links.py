"""Addresses that sign in with one click, for the example's persons on a laptop."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from groundswell.accounts.models import User

SALT = "groundswell.accounts.link"
MAX_AGE = 60 * 60 * 24 * 365


def sign_in_link(user: User) -> str:
    """The whole address. It works only where LOCAL_MAIL is on."""
    return f"{settings.SITE_URL}{reverse('sign_in_by_link', args=[signing.dumps(user.pk, salt=SALT)])}"


def read_sign_in_link(token: str) -> User:
    """The user of a link. Raises BadSignature or User.DoesNotExist."""
    return User.objects.get(pk=signing.loads(token, salt=SALT, max_age=MAX_AGE), is_active=True)
