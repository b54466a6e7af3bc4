"""Drafts: nothing typed is lost."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.models import Draft


class ChangedElsewhere(Refused):
    """Another tab or device saved a newer text; `draft` is that text."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("This form was changed in another window.")
        self.draft = draft


def save_draft(*, owner: str, form: str, thing: str, version: int, fields: Mapping[str, Any]) -> Draft:
    """Keep what was typed. `version` is the one that the page last saw, 0 for none; raises ChangedElsewhere."""
    with transaction.atomic():
        draft, new = Draft.objects.select_for_update().get_or_create(
            owner=owner, form=form, thing=thing, defaults={"fields": dict(fields), "saved_at": now()}
        )
        if new:
            return draft
        if draft.version != version:
            raise ChangedElsewhere(draft)
        draft.version += 1
        draft.fields = dict(fields)
        draft.saved_at = now()
        draft.save()
        return draft


def fields_kept(*, owner: str, form: str, thing: str) -> Mapping[str, Any]:
    """What the draft has, by name; nothing where there is none."""
    found = Draft.objects.filter(owner=owner, form=form, thing=thing).values_list("fields", flat=True).first()
    return found or {}


def drop_draft(*, owner: str, form: str, thing: str) -> None:
    """The form was sent, or thrown away."""
    rows = Draft.objects.filter(owner=owner, form=form, thing=thing)
    if rows.exists():  # looking first keeps a form without a draft from taking SQLite's write lock
        rows.delete()
