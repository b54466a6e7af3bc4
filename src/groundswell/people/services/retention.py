"""What is too old goes, by the rules that apps have declared; the worker calls this once a day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from groundswell.activity import chores
from groundswell.activity.services import cleaning
from groundswell.core.clock import now
from groundswell.intake.services.forgetting import forget_files
from groundswell.people.models import Merge
from groundswell.people.registry.retention import Rule, register_retention, retention_rules

AT_ONCE = 500  # rows in one transaction, so that nobody waits
MERGE_NOTES = timedelta(days=180)
FILES = timedelta(days=90)


def apply_retention() -> dict[str, int]:
    """Apply every rule until nothing is left to remove. Return how much each removed."""
    moment = now()
    removed: dict[str, int] = {}
    for rule in retention_rules():
        if rule.apply is None:
            continue
        removed[rule.name] = 0
        while True:
            with transaction.atomic():
                count = rule.apply(moment - rule.kept, AT_ONCE)
            removed[rule.name] += count
            if count < AT_ONCE:
                break
    return removed


def empty_merge_notes(before: datetime, most: int) -> int:
    """The note names what was moved and the former address; that two people were merged stays."""
    rows = Merge.objects.filter(at__lt=before).exclude(note={})
    return Merge.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:most])).update(note={})


register_retention(
    Rule(
        "merges",
        _("How two entries of one person were put together"),
        MERGE_NOTES,
        empty_merge_notes,
        _("So that a mistake can be undone."),
    )
)
register_retention(
    Rule(
        "import-files",
        _("Lists that somebody brought in"),
        FILES,
        forget_files,
        _("So that an import that stopped can go on, and a row can be looked up."),
    )
)
# These are removed by the app that keeps them; here they are only told.
register_retention(Rule("drafts", _("What you typed and did not send"), cleaning.DRAFTS))
register_retention(Rule("letters", _("Letters to you"), cleaning.LETTERS, why=_("Whether somebody was invited.")))
register_retention(Rule("notices", _("Notices"), cleaning.NOTICES))

chores.register("people.retention", every=timedelta(days=1), do=apply_retention)
