"""Users come from an address. Whoever can read its mail is that user."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import find_users, plain_address, provide_users
from groundswell.core.clock import now
from groundswell.core.errors import Refused


class AddressTaken(Refused):
    """Another user has this address."""


class PrimaryAddress(Refused):
    """The address that letters go to cannot be removed."""


def find_user(email: str) -> User | None:
    """The user with this address, also when it is one of their confirmed further addresses."""
    address = email.strip().lower()
    return find_users([address]).get(address)


def provide_user(*, email: str, language: str = "en") -> User:
    """The user with this address, made when there is none; making it proves nothing about who reads the mail.

    Two callers at one instant get the same user. Raises NotAnAddress.
    """
    users, _made = provide_users(languages={email: language})
    return users[plain_address(email)]


def confirm_address(*, user: User, email: str) -> None:
    """The user has shown that they read the mail of this address: a new one becomes one of theirs.

    Raises AddressTaken. Telling so gives nothing away: whoever reads the mail may know that the account exists.
    """
    email = email.strip().lower()
    with transaction.atomic():
        owner = find_user(email)
        if owner is not None and owner.pk != user.pk:
            raise AddressTaken(
                _("This address belongs to another account. Sign in with it, or ask us to join the two.")
            )
        if user.email:
            _keep(user, user.email, primary=True)
        address = _keep(user, email, primary=(user.email or "").lower() == email)
        EmailAddress.objects.filter(pk=address.pk).update(verified=True)


def make_primary(*, user: User, address: EmailAddress) -> None:
    """Letters go to this confirmed address from now on."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).update(primary=False)
        EmailAddress.objects.filter(pk=address.pk).update(primary=True)
        user.email = address.email
        user.full_clean(exclude=["password"])
        user.save(update_fields=["email"])


def remove_address(*, user: User, address: EmailAddress) -> None:
    """The address no longer signs this user in. Raises PrimaryAddress."""
    if address.email.lower() == (user.email or "").lower():
        raise PrimaryAddress(_("Letters go to this address. Make another one the main address first."))
    EmailAddress.objects.filter(pk=address.pk, user=user).delete()


def set_language(*, user: User, language: str) -> None:
    """The language of pages and letters."""
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["language"])


def end_sessions(*, user: User) -> None:
    """Sign the user out everywhere: a session holds a digest of the unusable password, which changes."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


def erase_user(*, user: User) -> None:
    """Take away what names the user or lets them in; the row stays so that what they did stays counted."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        SocialAccount.objects.filter(user=user).delete()
        user.email = None
        user.is_active = False
        user.erased_at = now()
        user.set_unusable_password()
        user.save()


def _keep(user: User, email: str, *, primary: bool) -> EmailAddress:
    address = EmailAddress.objects.filter(user=user, email__iexact=email).first()
    if primary:
        EmailAddress.objects.filter(user=user, primary=True).exclude(email__iexact=email).update(primary=False)
    if address is None:
        address = EmailAddress(user=user, email=email.lower(), verified=False, primary=primary)
        address.save()
    return address
