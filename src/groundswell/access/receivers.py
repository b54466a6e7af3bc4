"""Whoever signs out while looking as another role ends that too, on record."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from groundswell.access.services.see_as import stop_seeing_as
from groundswell.access.wearing import worn_by
from groundswell.accounts.models import User


@receiver(user_logged_out, dispatch_uid="access.stop_seeing_as")
def stop_at_sign_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    worn = worn_by(request) if user else None
    if user and worn:
        stop_seeing_as(by=user, role=worn.role, space=worn.space)
