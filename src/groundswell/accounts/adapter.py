"""What the sign-in library asks of us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from groundswell.accounts.entrance import is_own_path
from groundswell.accounts.models import User
from groundswell.core.limits import network_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open: whoever can read an address may have an account; it gives no role."""

    def get_login_stages(self) -> list[str]:
        """None: a code, a provider or a passkey each suffices. A passkey is another way in, not a second step."""
        return []

    def is_safe_url(self, url: str) -> bool:
        return is_own_path(url)

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request) or "unknown"

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_inactive"))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's own sentences are not shown; the pages say what happened."""


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names the site in the browser's passkey dialog."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.SITE_NAME}
