"""Forming a collaborative: what it is, which counties and partners take part, who speaks for whom."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groundswell.access.models import Grant
from groundswell.access.services.grants import give_role, take_role
from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.collaboratives.choices import Bond, Part, Scope, Subject
from groundswell.collaboratives.models import Collaborative, Member, Participation
from groundswell.collaboratives.services.tasks import release_tasks
from groundswell.core.clock import now, today
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.people.services.people import provide_person
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.places.selectors.browsing import counties_of
from groundswell.spaces.choices import EdgeKind, Kind
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import Link, end_link, link_spaces, make_space

FIELDS = frozenset(
    {"name", "name_es", "about", "about_es", "subject", "scope", "home", "funded", "example", "starts_on", "ends_on"}
)
ROLES = {Part.LEAD: "lead", Part.DEPUTY: "lead", Part.REPRESENTATIVE: "representative"}


class LastLead(Refused):
    """Nobody else leads the collaborative."""


class TakesPartAlready(Refused):
    """The place or person is in the collaborative already."""


def form_collaborative(*, by: User | None, fields: Mapping[str, Any], key: str = "") -> Collaborative:
    """A new collaborative. `fields` are of FIELDS; name, subject, scope and home are needed."""
    with transaction.atomic():
        row = Collaborative(made_at=now())
        _set(row, fields)
        row.key = key or _free_key(row.name)
        # Within the platform, so that the state's roles reach it; never within a place: a county's coordinator runs
        # the county, not the collaboratives in which it takes part.
        row.space = make_space(kind=Kind.COLLABORATIVE, within=[provide_platform()])
        row.full_clean()
        row.save()
        record(verb="collaboratives.formed", by=by, space=row.space_id, other=row.home.space_id)
    return row


def begin_collaborative(
    *, by: User | None, fields: Mapping[str, Any], counties: Sequence[Place], given_name: str, family_name: str, email: str
) -> Collaborative:  # fmt: skip
    """Form it with its counties and its first lead, who is told. Without counties: those of its region, or its one."""
    home: Place = fields["home"]
    scope = Scope.REGION if home.kind == PlaceKind.REGION else Scope.COUNTY
    with transaction.atomic():
        row = form_collaborative(by=by, fields={**fields, "scope": scope})
        for place in counties or (counties_of(home.region) if scope == Scope.REGION else [home]):
            add_place(by=by, collaborative=row, place=place)
        person = provide_person(by=by, email=email, given_name=given_name, family_name=family_name)
        subject = "" if row.subject == Subject.BOTH else row.subject
        add_member(by=by, collaborative=row, person=person, part=Part.LEAD, subject=subject)
    return row


def _free_key(name: str) -> str:
    stem = slugify(name)[:50] or "collaborative"
    taken = {"new", *Collaborative.objects.filter(key__startswith=stem).values_list("key", flat=True)}
    return next(key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)


def _set(row: Collaborative, fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"not fields of a collaborative: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(row, name, value)


def change_collaborative(*, by: User | None, collaborative: Collaborative, fields: Mapping[str, Any]) -> Collaborative:
    """Change what stands on its page."""
    with transaction.atomic():
        row = Collaborative.objects.select_for_update().get(pk=collaborative.pk)
        _set(row, fields)
        row.full_clean()
        row.save()
        record(verb="collaboratives.changed", by=by, space=row.space_id, facts={"fields": sorted(fields)})
    return row


def add_place(
    *, by: User | None, collaborative: Collaborative, place: Place, bond: str = Bond.COUNTY, brings: str = "",
    brings_es: str = "", joined_on: date | None = None,
) -> Participation:  # fmt: skip
    """A county or a partner takes part from a date. Raises TakesPartAlready."""
    with transaction.atomic():
        if Participation.objects.filter(collaborative=collaborative, place=place, left_on=None).exists():
            raise TakesPartAlready(_("%(place)s takes part already.") % {"place": place.name})
        row = Participation(
            collaborative=collaborative, place=place, bond=bond, brings=brings, brings_es=brings_es,
            joined_on=joined_on or today(),
        )  # fmt: skip
        row.full_clean()
        row.save()
        link_spaces([Link(place.space_id, collaborative.space_id, EdgeKind.TAKES_PART)])
        record(verb="collaboratives.joined", by=by, space=collaborative.space_id, other=place.space_id)
    return row


def end_participation(*, by: User | None, participation: Participation) -> None:
    """The place leaves today; that it took part stays on record."""
    with transaction.atomic():
        row = Participation.objects.select_related("place", "collaborative").get(pk=participation.pk)
        row.left_on = today()
        row.full_clean()
        row.save()
        end_link(inner=row.place.space_id, outer=row.collaborative.space_id, kind=EdgeKind.TAKES_PART, on=row.left_on)
        record(verb="collaboratives.left", by=by, space=row.collaborative.space_id, other=row.place.space_id)


def add_member(
    *, by: User | None, collaborative: Collaborative, person: Person, part: str, subject: str = "",
    place: Place | None = None, standing: str = "", since: date | None = None,
) -> Member:  # fmt: skip
    """A person takes a part; with a user they get the role that goes with it. Raises TakesPartAlready."""
    with transaction.atomic():
        held = Member.objects.filter(collaborative=collaborative, person=person, part=part, until=None)
        if held.exists():
            raise TakesPartAlready(_("%(name)s has this part already.") % {"name": person.name})
        row = Member(
            collaborative=collaborative, person=person, part=part, subject=subject, place=place, standing=standing,
            since=since or today(),
        )  # fmt: skip
        row.full_clean()
        row.save()
        record(verb="collaboratives.member_added", by=by, space=collaborative.space_id, other=person.space_id)
        if person.user is not None:
            role = ROLES.get(Part(part), "member")
            give_role(by=by, user=person.user, role=role, space=collaborative.space)
    return row


def _has_another_lead(member: Member) -> bool:
    leads = (Part.LEAD, Part.DEPUTY)
    rows = Member.objects.select_for_update().filter(collaborative=member.collaborative_id, part__in=leads, until=None)
    return any(row.pk != member.pk for row in rows)


def end_member(*, by: User | None, member: Member) -> list[int]:
    """The part ends today. Roles on the collaborative end when no other part carries them; whose last part it was owns
    no task here any more. Returns the tasks that are without an owner by this.
    """
    with transaction.atomic():
        row = Member.objects.select_related("person__user", "collaborative__space").get(pk=member.pk)
        if row.part in {Part.LEAD, Part.DEPUTY} and not _has_another_lead(row):
            raise LastLead(_("Somebody must lead it. Add another lead first."))
        row.until = today()
        row.full_clean()
        row.save()
        record(verb="collaboratives.member_left", by=by, space=row.collaborative.space_id, other=row.person.space_id)
        others = Member.objects.filter(collaborative=row.collaborative, person=row.person, until=None)
        kept = {ROLES.get(Part(part), "member") for part in others.values_list("part", flat=True)}
        role = ROLES.get(Part(row.part), "member")
        if row.person.user is not None and role not in kept:
            held = Grant.objects.filter(user=row.person.user, role=role, space=row.collaborative.space, ends_at=None)
            for grant in held:
                take_role(by=by, grant=grant)
        return [] if kept else release_tasks(by=by, collaborative=row.collaborative, person=row.person)
