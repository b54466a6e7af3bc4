"""What somebody needed on a day is nobody's business for long after it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from groundswell.convenings.models import Registration
from groundswell.convenings.models.plan import still_to_come
from groundswell.instruments.models import Response
from groundswell.instruments.services.forgetting import unname_responses
from groundswell.people.registry.retention import Rule, register_retention

KEPT = timedelta(days=180)


def forget_needs(before: datetime, most: int) -> int:
    """Answers given at registration to convenings that were over by then are no longer joined to who gave them."""
    rows = Registration.objects.exclude(still_to_come(before, "convening__")).filter(answers__isnull=False)
    pairs = list(rows.values_list("pk", "answers_id")[:most])
    if pairs:
        unname_responses(responses=Response.objects.filter(pk__in=[answers for _pk, answers in pairs]))
        Registration.objects.filter(pk__in=[pk for pk, _answers in pairs]).update(answers=None)
    return len(pairs)


register_retention(
    Rule(
        "needs",
        _("What you answered when you registered, such as food and access"),
        KEPT,
        forget_needs,
        _("Counted from the end of the convening. The choices stay counted, without you."),
    )
)
