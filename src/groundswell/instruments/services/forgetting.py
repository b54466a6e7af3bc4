"""Answers stay counted when nobody may know any longer whose they were."""

from django.db import transaction
from django.db.models import QuerySet

from groundswell.instruments.models import Answer, Response


def unname_responses(*, responses: QuerySet[Response]) -> int:
    """Choices and numbers stay as answers of nobody; what was written in words goes. Return how many responses that were."""
    with transaction.atomic():
        Answer.objects.filter(response__in=responses.values("pk")).exclude(text="").update(text="")
        return responses.update(person=None, once=None, context={})
