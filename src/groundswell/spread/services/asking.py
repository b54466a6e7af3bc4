"""The day after a commitment is due its person is asked what became of it, and so is the witness. Once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.activity.services.letters import Draft, write_letters
from groundswell.convenings.selectors.mates import registrations_by_person
from groundswell.core.clock import now, today
from groundswell.people.models import Person
from groundswell.spread.models import Commitment

BATCH = 200
LATEST = timedelta(days=14)  # whoever was not asked by then, because no worker ran, is not asked any more


def ask_what_became() -> int:
    """Write to everyone whose day has come and who has not said anything. Returns how many commitments were asked about."""
    asked = 0
    while count := _ask_some():
        asked += count
    return asked


def _ask_some() -> int:
    with transaction.atomic():
        due = Commitment.objects.filter(
            asked_at=None, due_on__lt=today(), due_on__gte=today() - LATEST, convening__isnull=False
        )
        rows = list(
            due.select_for_update(of=("self",), skip_locked=True)
            .select_related("person__user", "witness__user")
            .order_by("pk")[:BATCH]
        )
        Commitment.objects.filter(pk__in=[row.pk for row in rows]).update(asked_at=now())
        silent = Commitment.objects.filter(pk__in=[row.pk for row in rows], said__isnull=True)
        wanted = set(silent.values_list("pk", flat=True))
        write_letters([draft for row in rows if row.pk in wanted for draft in _letters(row)])
    return len(rows)


def _letters(commitment: Commitment) -> list[Draft]:
    """To the person and the witness, each by the link of their own registration; signed in where they have none."""
    people = [commitment.person, *([commitment.witness] if commitment.witness is not None else [])]
    held = registrations_by_person(commitment.convening_id or 0, [one.pk for one in people])
    drafts: list[Draft] = []
    for one in people:
        row = held.get(one.pk)
        if row is not None:
            path = f"{reverse('spread:say-by-link', args=[row.secret])}?commitment={commitment.pk}"
        else:
            path = reverse("account_login", query={"next": reverse("spread:say", args=[commitment.pk])})
        whose = commitment.person.name if one.pk != commitment.person_id else ""
        drafts += _letter(commitment, one, settings.SITE_URL + path, whose)
    return drafts


def _letter(commitment: Commitment, to: Person, link: str, whose: str) -> list[Draft]:
    if to.user is None or not to.user.email:
        return []
    with translation.override(to.user.language):
        subject = _("Did %(name)s do it?") % {"name": whose} if whose else _("Did you do it?")
        facts = {"name": to.name, "whose": whose, "commitment": commitment, "link": link}
        return [
            Draft(
                to=to.user.email, kind="commitment", subject=subject, user=to.user,
                text=render_to_string("spread/mail/asked.txt", facts),
                once=f"commitment:{commitment.pk}:{to.pk}",
            )
        ]  # fmt: skip
