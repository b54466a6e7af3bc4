"""What the sign-in library asks of us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from groundswell.accounts.models import User
from groundswell.core.clock import now


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open: whoever can read an address may have an account; it gives no role."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.made_at = now()
        user.language = getattr(request, "LANGUAGE_CODE", "en")[:2]
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved
