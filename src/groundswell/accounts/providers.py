"""Google and Microsoft: what joins their people to ours."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from groundswell.accounts.entrance import (
    Pending,
    is_own_path,
    keep_pending,
    language_of,
    too_many,
)
from groundswell.accounts.models import SentCode
from groundswell.accounts.services.codes import TooManyCodes, send_code
from groundswell.accounts.services.users import confirm_address, provide_user
from groundswell.core.limits import network_of

log = logging.getLogger(__name__)


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Joins a provider's person to the user with their address.

    Google says whether it has checked an address. Microsoft does not: an administrator of any tenant may write any
    address there, so the first sign-in with Microsoft is proved by a code to that address.
    """

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        address = next(iter(sociallogin.email_addresses), None)
        email = (address.email if address else getattr(sociallogin.user, "email", "")) or ""
        if not email:
            messages.error(request, _("No email address came with this sign-in. Sign in with a code instead."))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        if address is not None and address.verified:
            user = provide_user(email=email, language=language_of())
            confirm_address(user=user, email=email)
            sociallogin.connect(request, user)
            return
        raise ImmediateHttpResponse(self._prove(request, sociallogin, email))

    def _prove(self, request: HttpRequest, sociallogin: SocialLogin, email: str) -> Any:
        try:
            sent = send_code(email=email, purpose=SentCode.Purpose.SIGN_IN, network=network_of(request))
        except TooManyCodes as refused:
            return too_many(request, str(refused))
        wanted = sociallogin.state.get("next") or ""
        keep_pending(
            request,
            Pending(
                number=str(sent.number),
                email=email,
                next=wanted if is_own_path(wanted) else settings.LOGIN_REDIRECT_URL,
                provider=sociallogin.account.provider,
                uid=sociallogin.account.uid,
            ),
        )
        return HttpResponseRedirect(reverse("account_confirm_login_code"))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        log.warning("signing in with %s failed: %s %s", provider, kwargs.get("error"), kwargs.get("exception"))
        name = str(getattr(provider, "name", ""))
        if kwargs.get("error") in {AuthError.CANCELLED, AuthError.DENIED}:
            words = _("You did not sign in with %(provider)s. Nothing has changed; you can also sign in with a code.")
        else:
            words = _(
                "The answer of %(provider)s could not be used: it came late, twice, or was meant for somebody else. "
                "Nothing has changed. Try again, or sign in with a code."
            )
        messages.warning(request, words % {"provider": name})
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("account_email")
