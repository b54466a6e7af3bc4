"""Two people who each hope to work with the other are told so; their addresses only when both agreed to introductions."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.activity.services.letters import Draft, write_letters
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening, Introduction, Registration
from groundswell.convenings.selectors.mates import mutual_with, registrations_by_person
from groundswell.convenings.services.letters import manage_link
from groundswell.convenings.wording import in_language
from groundswell.core.clock import now
from groundswell.people.models import Person
from groundswell.people.selectors.consents import consenting

AGREEMENT = "contact"


def introduce_mutual(*, convening: Convening, person: Person) -> list[Introduction]:
    """Tell this person and each who named them too; a pair is told once. Returns the new rows."""
    with transaction.atomic():
        Convening.objects.select_for_update().get(pk=convening.pk)  # both may answer at the same instant
        known = set(Introduction.objects.filter(convening=convening, person=person).values_list("other_id", flat=True))
        others = sorted(mutual_with(convening, person.pk) - known)
        rows = [
            Introduction(convening=convening, person_id=one, other_id=two, told_at=now())
            for other in others
            for one, two in ((person.pk, other), (other, person.pk))
        ]
        Introduction.objects.bulk_create(rows)
        if rows:
            _tell(convening, rows)
    return rows


def complete_introductions(*, person: int) -> None:
    """Somebody agreed to introductions: pairs that waited for it now get each other's address."""
    with transaction.atomic():
        rows = list(
            Introduction.objects.select_for_update(of=("self",))
            .filter(person=person, address_at=None)
            .select_related("convening")
        )
        for row in rows:
            pair = [row, *Introduction.objects.filter(convening=row.convening, person=row.other_id, other=person)]
            _tell(row.convening, pair, only_agreed=True)


def hide_addresses(*, person: int) -> None:
    """Somebody no longer agrees to introductions: pages show neither of a pair the other's address any more."""
    Introduction.objects.filter(Q(person=person) | Q(other=person)).update(address_at=None)


def _tell(convening: Convening, rows: list[Introduction], *, only_agreed: bool = False) -> None:
    people = registrations_by_person(convening.pk, {row.person_id for row in rows})
    agreed = consenting(AGREEMENT, people)
    drafts, told = [], []
    for row in rows:
        here, there = people.get(row.person_id), people.get(row.other_id)
        if here is None or there is None:
            continue
        both = {row.person_id, row.other_id} <= agreed
        if only_agreed and not both:
            continue
        if both:
            Introduction.objects.filter(pk=row.pk).update(address_at=now())
        drafts += _letter(here, there, both=both, agreed=row.person_id in agreed)
        told += [here.person.user_id] if here.person.user_id is not None and not only_agreed else []
    write_letters(drafts)
    if told:
        record(verb="convenings.introduced", by=None, space=convening.space_id, facts={"people": len(told)}, tell=told)


def _letter(here: Registration, there: Registration, *, both: bool, agreed: bool) -> list[Draft]:
    """What one of the two is told about the other, in their language."""
    user = here.person.user
    if user is None or not user.email:
        return []
    with translation.override(here.language):
        title = in_language(here.convening, "title", here.language)
        address = (there.person.user.email or "") if both and there.person.user is not None else ""
        facts = {
            "name": here.person.name, "other": there.person.name, "title": title, "address": address,
            "both": both, "agreed": agreed, "link": manage_link(here),
            "agree": settings.SITE_URL + reverse("people:agreements"),
        }  # fmt: skip
        subject = _("You and %(name)s hope to work together") % {"name": there.person.name}
        return [
            Draft(
                to=user.email, kind="introduction", subject=subject, user=user, space=here.convening.space_id,
                text=render_to_string("convenings/mail/introduction.txt", facts), reply_to=address,
                once=f"introduction:{here.pk}:{there.pk}:{int(both)}",
            )
        ]  # fmt: skip
