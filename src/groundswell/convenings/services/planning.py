"""Planning a convening: what it is, where, what happens there; publishing, moving and canceling it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.collaboratives.models import Collaborative
from groundswell.convenings.choices import ConveningState, Mode, SiteKind
from groundswell.convenings.models import (
    Aim,
    Attendance,
    Convening,
    Room,
    Session,
    SessionPerson,
    Site,
)
from groundswell.convenings.services.announcing import write_to_all
from groundswell.convenings.services.registration import hand_on
from groundswell.core.clock import PACIFIC, now
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space
from groundswell.standards.models import Item

CONVENING_FIELDS = frozenset(
    {
        "format", "title", "title_es", "lead", "lead_es", "audience", "audience_es", "cost", "cost_es", "contact", "subject",
        "need", "goal", "starts_at", "ends_at", "register_from", "register_until", "team_rule", "team_rule_es", "questions",
        "survey", "hours", "series_of",
    }
)  # fmt: skip
SITE_FIELDS = frozenset(
    {"number", "name", "name_es", "address", "room", "capacity", "link", "host", "latitude", "longitude"}
)
SESSION_FIELDS = frozenset(
    {
        "number", "mode", "title", "title_es", "text", "text_es", "host_notes", "host_notes_es", "subject", "level",
        "starts_at", "ends_at", "site", "room",
    }
)  # fmt: skip


class NotReady(Refused):
    """Something that participants need is missing."""


class TooFewSeats(Refused):
    """More people hold seats than the new capacity has."""


@dataclass(frozen=True)
class SessionPlan:
    """A session to be: fields of `Session` in SESSION_FIELDS, who leads it as what, and its standards."""

    fields: Mapping[str, Any]
    people: Iterable[tuple[Person, str]] = field(default_factory=tuple)
    standards: Iterable[Item] = field(default_factory=tuple)


def plan_convening(*, by: User | None, collaborative: Collaborative, fields: Mapping[str, Any]) -> Convening:
    """A convening that only planners see. `fields` are of CONVENING_FIELDS; title, subject, starts_at, ends_at are needed."""
    with transaction.atomic():
        convening = Convening(collaborative=collaborative, made_at=now(), **_known(fields, CONVENING_FIELDS))
        convening.key = free_key(convening.title)
        convening.space = make_space(kind=Kind.CONVENING, within=[collaborative.space_id])
        convening.full_clean()
        convening.save()
        Room.objects.create(convening=convening, since=now())
        record(verb="convenings.planned", by=by, space=convening.space_id, other=collaborative.space_id)
    return convening


def free_key(title: str) -> str:
    """An address made of the title that no other convening has."""
    stem = slugify(title)[:50] or "convening"
    taken = set(Convening.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)


def change_convening(*, by: User | None, convening: Convening, fields: Mapping[str, Any]) -> Convening:
    """Change what it is. Sessions move along with its first day; of a published one, everyone who comes is written to."""
    with transaction.atomic():
        row = Convening.objects.select_for_update().get(pk=convening.pk)
        before = (row.starts_at, row.ends_at)
        _set(row, fields, CONVENING_FIELDS)
        moved = (row.starts_at, row.ends_at) != before
        if moved:
            row.changes += 1
        row.full_clean()
        row.save()
        if moved:
            move_sessions(row, (row.starts_at.astimezone(PACIFIC).date() - before[0].astimezone(PACIFIC).date()).days)
        record(verb="convenings.changed", by=by, space=row.space_id, facts={"fields": sorted(fields)})
        if moved and row.state == ConveningState.PUBLISHED:
            write_to_all(row, "convening-changed", by=by)
    return row


def set_aims(*, by: User | None, convening: Convening, aims: Iterable[tuple[str, str]]) -> None:
    """The aims in order, each in English and Spanish; they replace the ones before."""
    with transaction.atomic():
        convening.aims.all().delete()
        for number, (english, spanish) in enumerate(aims, start=1):
            aim = Aim(convening=convening, number=number, text=english, text_es=spanish)
            aim.full_clean()
            aim.save()
        record(verb="convenings.changed", by=by, space=convening.space_id, facts={"fields": ["aims"]})


def add_site(
    *, by: User | None, convening: Convening, kind: SiteKind, county: Place | None = None, place: Place | None = None,
    fields: Mapping[str, Any],
) -> Site:  # fmt: skip
    """A site at a place, by link, or of a county that only plans. Without a point of its own it has its place's."""
    with transaction.atomic():
        held = Convening.objects.select_for_update().get(pk=convening.pk)
        # Letters and links name a site by its number: that of one that was taken out never means another.
        number = max(held.site_removed, convening.sites.aggregate(most=models.Max("number"))["most"] or 0) + 1
        site = Site(convening=convening, kind=kind, place=place, county=county, number=number)
        if place is not None:
            site.name, site.latitude, site.longitude = place.name[:80], place.latitude, place.longitude
        _set(site, fields, SITE_FIELDS)
        if place is not None and not site.address and site.name != place.name:
            site.address = place.name  # “Redding” alone leads nobody to the door
        site.space = make_space(kind=Kind.SITE, within=[convening.space_id])
        site.full_clean()
        site.save()
        record(verb="convenings.site_added", by=by, space=site.space_id, other=convening.space_id)
    return site


def change_site_plan(*, by: User | None, site: Site, fields: Mapping[str, Any]) -> Site:
    """Change a site. More capacity goes to those who wait; less than the seats taken raises TooFewSeats."""
    with transaction.atomic():
        row = Site.objects.select_for_update().select_related("convening").get(pk=site.pk)
        where = (row.name, row.address, row.room)
        _set(row, fields, SITE_FIELDS)
        if row.capacity is not None and row.capacity < row.taken:
            raise TooFewSeats(
                _("%(taken)d people have a place at %(site)s. Move some before you take seats away.")
                % {"taken": row.taken, "site": row.name}
            )
        row.full_clean()
        row.save()
        record(verb="convenings.changed", by=by, space=row.space_id, facts={"fields": sorted(fields)})
        hand_on(row.pk)
        if (row.name, row.address, row.room) != where and row.convening.state == ConveningState.PUBLISHED:
            Convening.objects.filter(pk=row.convening_id).update(changes=models.F("changes") + 1)
            write_to_all(row.convening, "convening-changed", by=by, site=row)
    return row


def add_session(*, by: User | None, convening: Convening, plan: SessionPlan) -> Session:
    """One part of the program, within the convening's days."""
    with transaction.atomic():
        convening = Convening.objects.select_for_update().get(pk=convening.pk)
        number = (convening.sessions.aggregate(most=models.Max("number"))["most"] or 0) + 1
        session = Session(convening=convening, number=number, mode=Mode.JOINT)
        _set(session, plan.fields, SESSION_FIELDS)
        _check_hours(convening, session.starts_at, session.ends_at)
        session.space = make_space(kind=Kind.SESSION, within=[convening.space_id])
        session.full_clean()
        session.save()
        _put_people(session, plan)
        record(verb="convenings.session_added", by=by, space=session.space_id, other=convening.space_id)
    return session


def change_session(*, by: User | None, session: Session, plan: SessionPlan) -> Session:
    """Change a session, who leads it and its standards."""
    with transaction.atomic():
        row = Session.objects.select_for_update().select_related("convening").get(pk=session.pk)
        _set(row, plan.fields, SESSION_FIELDS)
        _check_hours(row.convening, row.starts_at, row.ends_at)
        row.full_clean()
        row.save()
        _put_people(row, plan)
        record(verb="convenings.changed", by=by, space=row.space_id, facts={"fields": sorted(plan.fields)})
    return row


def publish_convening(*, by: User | None, convening: Convening) -> Convening:
    """Anyone can see it and, from its day on, register. Needs a site where people can be."""
    with transaction.atomic():
        row = Convening.objects.select_for_update().get(pk=convening.pk)
        if row.state != ConveningState.DRAFT:
            return row
        if not row.sites.exclude(kind=SiteKind.PLANNING).exists():
            raise NotReady(_("Add a site where people can be before you publish."))
        row.state = ConveningState.PUBLISHED
        row.published_at = row.published_at or now()
        row.save()
        record(verb="convenings.published", by=by, space=row.space_id)
    return row


def postpone_convening(
    *, by: User | None, convening: Convening, days: int | None, notice: str = "", notice_es: str = ""
) -> Convening:
    """Move it by days, at the same hours in California, with all its sessions and the day until which one registers.

    Everyone who comes or waits keeps their place and is written to. With `days` None the new date is not known yet:
    nobody registers meanwhile, and calendars drop the entry until the date is set.
    """
    with transaction.atomic():
        row = Convening.objects.select_for_update().get(pk=convening.pk)
        if row.state == ConveningState.CANCELLED:
            raise Refused(_("It is canceled. Plan a new one."))
        _refuse_when_held(row)
        row.notice, row.notice_es = notice, notice_es
        row.changes += 1
        dated = row.state == ConveningState.POSTPONED and days is not None
        if days is None:
            row.state = ConveningState.POSTPONED if row.state != ConveningState.DRAFT else row.state
            days = 0
        else:
            row.state = ConveningState.PUBLISHED if row.state == ConveningState.POSTPONED else row.state
        row.starts_at, row.ends_at = days_later(row.starts_at, days), days_later(row.ends_at, days)
        row.register_until = days_later(row.register_until, days) if row.register_until else None
        row.full_clean()
        row.save()
        move_sessions(row, days)
        record(verb="convenings.postponed", by=by, space=row.space_id)
        write_to_all(row, "convening-dated" if dated else "convening-postponed", by=by)
    return row


def days_later(moment: datetime, days: int) -> datetime:
    """The same hour in California, also where clocks change in between."""
    return moment.astimezone(PACIFIC) + timedelta(days=days)


def move_sessions(convening: Convening, days: int) -> None:
    """The program goes along; a session that would lie outside of the convening is refused."""
    sessions = list(convening.sessions.all())
    for session in sessions:
        session.starts_at, session.ends_at = days_later(session.starts_at, days), days_later(session.ends_at, days)
        _check_hours(convening, session.starts_at, session.ends_at)
    Session.objects.bulk_update(sessions, ["starts_at", "ends_at"])


def cancel_convening(*, by: User | None, convening: Convening, notice: str = "", notice_es: str = "") -> Convening:
    """It will not take place; everyone who comes or waits is written to, once, and calendars drop it."""
    with transaction.atomic():
        row = Convening.objects.select_for_update().get(pk=convening.pk)
        if row.state == ConveningState.CANCELLED:
            return row
        _refuse_when_held(row)
        row.state, row.changes = ConveningState.CANCELLED, row.changes + 1
        row.notice, row.notice_es = notice, notice_es
        row.full_clean()
        row.save()
        record(verb="convenings.cancelled", by=by, space=row.space_id)
        write_to_all(row, "convening-cancelled", by=by)
    return row


def _refuse_when_held(convening: Convening) -> None:
    """What people were at took place: nobody is told that it does not."""
    if Attendance.objects.filter(registration__convening=convening).exists():
        raise Refused(
            _("Somebody has been checked in, so it took place. Write to everyone, or plan it again for another day. "
              "If it was only tried out, take the check-in back first.")
        )  # fmt: skip


def resume_convening(*, by: User | None, convening: Convening, notice: str = "", notice_es: str = "") -> Convening:
    """It was canceled and takes place after all, on its day: places are as they were, those given back meanwhile go to
    whoever waits, everyone who comes or waits is written to, and calendars take the entry back.
    """
    with transaction.atomic():
        row = Convening.objects.select_for_update().get(pk=convening.pk)
        if row.state != ConveningState.CANCELLED:
            return row
        if row.ends_at < now():
            raise Refused(_("Its day is over. Plan it again for another day."))
        row.state = ConveningState.PUBLISHED if row.published_at else ConveningState.DRAFT
        row.changes += 1
        row.notice, row.notice_es = notice, notice_es
        row.full_clean()
        row.save()
        record(verb="convenings.resumed", by=by, space=row.space_id)
        write_to_all(row, "convening-resumed", by=by)
        for site in row.sites.order_by("pk").values_list("pk", flat=True):
            hand_on(site)
    return row


def _known(fields: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    unknown = fields.keys() - allowed
    if unknown:
        raise TypeError(f"not fields of this: {sorted(unknown)}")
    return dict(fields)


def _set(row: models.Model, fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    for name, value in _known(fields, allowed).items():
        setattr(row, name, value)


def _check_hours(convening: Convening, starts_at: datetime, ends_at: datetime) -> None:
    if starts_at < convening.starts_at or ends_at > convening.ends_at:
        raise Refused(_("A session lies between the beginning and the end of the convening."))


def _put_people(session: Session, plan: SessionPlan) -> None:
    session.people.all().delete()
    SessionPerson.objects.bulk_create([SessionPerson(session=session, person=p, part=part) for p, part in plan.people])
    session.standards.set(plan.standards)


def county_of(place: Place | None) -> Place | None:
    """The county in which a place stands."""
    if place is None or not place.county:
        return None
    return Place.objects.filter(kind="county", county=place.county).first()
