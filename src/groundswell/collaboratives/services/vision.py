"""The need, the evidence behind it, and the vision that answers it: versions, adopted and endorsed."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.collaboratives.choices import NeedState, Part
from groundswell.collaboratives.models import (
    Collaborative,
    Endorsement,
    Goal,
    Member,
    Need,
    NeedEvidence,
    VisionVersion,
)
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.places.models import Place


class NotAdopted(Refused):
    """Only the adopted vision is endorsed."""


class NothingToAdopt(Refused):
    """There is no draft."""


NEED_FIELDS = {"title", "title_es", "statement", "statement_es", "audience", "audience_es", "subject", "state"}


def raise_need(
    *, by: User | None, collaborative: Collaborative, title: str, statement: str, subject: str, audience: str = "",
    title_es: str = "", statement_es: str = "", audience_es: str = "", person: Person | None = None,
) -> Need:  # fmt: skip
    """What educators need, in words."""
    with transaction.atomic():
        need = Need(
            collaborative=collaborative, title=title, statement=statement, subject=subject, audience=audience,
            title_es=title_es, statement_es=statement_es, audience_es=audience_es, raised_by=person, made_at=now(),
        )  # fmt: skip
        need.full_clean()
        need.save()
        leads = users_of(collaborative, by, parts=(Part.LEAD, Part.DEPUTY))
        facts = {"need": need.pk}
        record(verb="collaboratives.need_raised", by=by, space=collaborative.space_id, facts=facts, tell=leads)
    return need


def change_need(*, by: User | None, need: Need, **fields: Any) -> Need:
    """Change title, statement, audience, subject or state."""
    with transaction.atomic():
        row = Need.objects.select_for_update().select_related("collaborative").get(pk=need.pk)
        for name in fields.keys() & NEED_FIELDS:
            setattr(row, name, fields[name])
        row.full_clean()
        row.save()
        record(
            verb="collaboratives.need_changed", by=by, space=row.collaborative.space_id,
            facts={"need": row.pk, "fields": sorted(fields)},
        )  # fmt: skip
    return row


def take_up_need(*, by: User | None, need: Need) -> Need:
    """The collaborative works on it now."""
    return change_need(by=by, need=need, state=NeedState.TAKEN_UP)


def add_need_evidence(
    *, by: User | None, need: Need, kind: str, text: str, source: str, text_es: str = "", source_es: str = "",
    link: str = "", place: Place | None = None,
) -> NeedEvidence:  # fmt: skip
    """One piece of evidence with its source."""
    with transaction.atomic():
        space = Collaborative.objects.values_list("space_id", flat=True).get(pk=need.collaborative_id)
        row = NeedEvidence(
            need=need, kind=kind, text=text, text_es=text_es, source=source, source_es=source_es, link=link, place=place,
            made_at=now(),
        )  # fmt: skip
        row.full_clean()
        row.save()
        record(verb="collaboratives.evidence_added", by=by, space=space, facts={"need": need.pk})
    return row


def remove_need_evidence(*, by: User | None, evidence: NeedEvidence) -> None:
    """It was wrong, or stands twice."""
    with transaction.atomic():
        gone, _rows = NeedEvidence.objects.filter(pk=evidence.pk).delete()
        if gone:
            space = Collaborative.objects.values_list("space_id", flat=True).get(needs=evidence.need_id)
            record(verb="collaboratives.evidence_removed", by=by, space=space, facts={"need": evidence.need_id})


def users_of(collaborative: Collaborative, by: User | None, *, parts: Sequence[str] = ()) -> list[int]:
    """Users of the members (with one of these parts, when given) who get a notice: everyone but the actor."""
    rows = Member.objects.filter(collaborative=collaborative, until=None, person__user__isnull=False)
    if parts:
        rows = rows.filter(part__in=parts)
    if by is not None:
        rows = rows.exclude(person__user=by)
    return sorted(set(rows.values_list("person__user_id", flat=True)))


def draft_vision(
    *, by: User | None, collaborative: Collaborative, text: str, text_es: str = "", why: str = "", why_es: str = "",
    goals: Sequence[tuple[str, str]] = (), person: Person | None = None,
) -> VisionVersion:  # fmt: skip
    """A new version; a draft that is not adopted yet is rewritten. `goals` are in English and Spanish."""
    with transaction.atomic():
        Collaborative.objects.select_for_update().get(pk=collaborative.pk)
        draft = VisionVersion.objects.filter(collaborative=collaborative, adopted_at=None).first()
        if draft is None:
            latest = VisionVersion.objects.filter(collaborative=collaborative).aggregate(n=models.Max("number"))["n"]
            draft = VisionVersion(collaborative=collaborative, number=(latest or 0) + 1)
        draft.text, draft.text_es, draft.why, draft.why_es = text, text_es, why, why_es
        draft.written_by, draft.made_at = person, now()
        draft.full_clean()
        draft.save()
        draft.goals.all().delete()
        for number, (english, spanish) in enumerate(goals, start=1):
            goal = Goal(vision=draft, number=number, text=english, text_es=spanish)
            goal.full_clean()
            goal.save()
        record(
            verb="collaboratives.vision_drafted", by=by, space=collaborative.space_id, facts={"number": draft.number}
        )
    return draft


def adopt_vision(*, by: User | None, collaborative: Collaborative) -> VisionVersion:
    """The draft becomes the vision; members may endorse it. It never changes again."""
    with transaction.atomic():
        Collaborative.objects.select_for_update().get(pk=collaborative.pk)
        draft = VisionVersion.objects.filter(collaborative=collaborative, adopted_at=None).first()
        if draft is None:
            raise NothingToAdopt(_("Write a new version first."))
        draft.adopted_at = now()
        draft.save(update_fields=["adopted_at"])
        record(
            verb="collaboratives.vision_adopted", by=by, space=collaborative.space_id, facts={"number": draft.number},
            tell=users_of(collaborative, by),
        )  # fmt: skip
    return draft


def endorse_vision(
    *, by: User | None, vision: VisionVersion, person: Person, place: Place | None = None, note: str = ""
) -> Endorsement:
    """A member stands behind the adopted version, for their place where they speak for one. Twice is once."""
    if vision.adopted_at is None:
        raise NotAdopted(_("This version is a draft. It can be endorsed when it is adopted."))
    with transaction.atomic():
        space = Collaborative.objects.values_list("space_id", flat=True).get(pk=vision.collaborative_id)
        row = Endorsement.objects.filter(vision=vision, person=person).first()
        if row is not None:
            return row
        row = Endorsement(vision=vision, person=person, place=place, note=note, made_at=now())
        row.full_clean()
        row.save()
        record(verb="collaboratives.vision_endorsed", by=by, space=space, facts={"number": vision.number})
    return row
