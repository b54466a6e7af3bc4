"""Users come from an address. Whoever can read its mail is that user."""

from allauth.account.models import EmailAddress
from django.db import transaction

from groundswell.accounts.models import User
from groundswell.core.clock import now


def find_user(email: str) -> User | None:
    """The user with this address, also when it is one of their further addresses."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        further = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
        user = further.user if further else None
    return user


def provide_user(*, email: str, language: str = "en") -> User:
    """The user with this address, made when there is none; making it proves nothing about who reads the mail."""
    with transaction.atomic():
        user = find_user(email)
        if user is None:
            user = User(email=email.strip(), language=language, made_at=now())
            user.set_unusable_password()
            user.full_clean(exclude=["password"])
            user.save()
        return user


def set_language(*, user: User, language: str) -> None:
    """The language of pages and letters."""
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["language"])


def erase_user(*, user: User) -> None:
    """Take away what names the user; the row stays so that what they did stays counted."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        user.email = None
        user.is_active = False
        user.erased_at = now()
        user.set_unusable_password()
        user.save()
