"""Reading how somebody signs in."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from groundswell.accounts.choices import PROVIDERS, configured_providers
from groundswell.accounts.models import User


@dataclass(frozen=True)
class WaysIn:
    """Everything on the page of one's ways in."""

    main: str
    further: list[EmailAddress]
    passkeys: list[Authenticator]
    joined: list[tuple[SocialAccount, str]]
    providers: list[tuple[str, str]]


def ways_in(user: User) -> WaysIn:
    """The user's addresses, passkeys and providers."""
    addresses = EmailAddress.objects.filter(user=user).order_by("email")
    return WaysIn(
        main=user.email or "",
        further=[address for address in addresses if address.email.lower() != (user.email or "").lower()],
        passkeys=list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at")),
        joined=[(row, PROVIDERS.get(row.provider, row.provider)) for row in SocialAccount.objects.filter(user=user)],
        providers=configured_providers(),
    )
