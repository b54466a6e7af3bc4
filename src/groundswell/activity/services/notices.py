"""Notices are read; how one wants to be written to."""

from typing import Any

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.activity.choices import DIGEST
from groundswell.activity.models import MailChoice, Notice
from groundswell.core.clock import now


def read_notices(*, user: User, up_to: int | None = None) -> int:
    """All of the user's notices up to this one are read. Return how many were new."""
    rows = Notice.objects.filter(user=user, read_at=None)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    return rows.update(read_at=now())


def choose_mail(*, user: User, **wishes: Any) -> MailChoice:
    """Keep how the user wants to be written to. Raises ValidationError for an hour that no day has."""
    with transaction.atomic():
        choice = MailChoice.objects.filter(user=user).first() or MailChoice(user=user)
        for name, value in wishes.items():
            setattr(choice, name, value)
        choice.full_clean()
        choice.save()
    return choice


def stop_letters(*, user: User, kind: str) -> None:
    """No more letters of this kind; the notices stay on the page."""
    choose_mail(user=user, **{"digest" if kind == DIGEST else "notices": False})
