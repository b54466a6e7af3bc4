"""A sign-in, by whichever way, is remembered in its session, so that delicate pages can ask for a recent one."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from groundswell.accounts.doors import PROVED_AT
from groundswell.core.clock import now


@receiver(user_logged_in, dispatch_uid="accounts.remember_proof")
def remember_proof(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    request.session[PROVED_AT] = now().isoformat()
