"""What convenings say to the people app: who was where together, who needs addresses, what is kept of a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.access.allow import Somebody, allows_anywhere, within_reach
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import FollowUpRequest, Introduction, Question, Registration, Site, Team, WallNote
from groundswell.convenings.services.introductions import AGREEMENT, complete_introductions
from groundswell.convenings.services.registration import cancel_registration
from groundswell.core.clock import now
from groundswell.people.choices import Audience
from groundswell.people.models import Person
from groundswell.people.registry.circles import register_circle, register_duty
from groundswell.people.registry.holdings import register_my_data
from groundswell.people.signals import consent_given


def at_my_convenings(person: int) -> QuerySet[Any, Any]:
    """People who hold a place at a convening where this person holds one."""
    held = Registration.objects.filter(person_id=person, state=RegistrationState.REGISTERED).values("convening_id")
    there = Registration.objects.filter(convening_id__in=held, state=RegistrationState.REGISTERED)
    return there.values("person_id")


def on_my_rosters(user: Somebody) -> QuerySet[Any, Any] | None:
    """People on the rosters of sites that the user runs."""
    if not allows_anywhere(user, Permission.CONVENING_ROSTER):
        return None
    sites = Site.objects.filter(within_reach(user, Permission.CONVENING_ROSTER)).values("pk")
    return Registration.objects.filter(site_id__in=sites).values("person_id")


def registrations_of(person: Person) -> Iterable[Mapping[str, Any]]:
    """Where somebody registered, what they asked and noted."""
    rows = Registration.objects.filter(person=person).select_related("convening", "site", "place")
    for row in rows.prefetch_related("attendances").order_by("pk"):
        yield {
            _("Convening"): row.convening.title,
            _("Site"): row.site.name,
            _("State"): str(row.get_state_display()),
            _("School"): row.place.name if row.place else row.place_written,
            _("Checked in"): [attendance.day.isoformat() for attendance in row.attendances.all()],
        }
    for asked in FollowUpRequest.objects.filter(registration__person=person).order_by("pk"):
        yield {_("Follow-up asked for"): asked.topic, _("In words"): asked.words}
    for told in Introduction.objects.filter(person=person).select_related("other").order_by("pk"):
        yield {_("You both hope to work together"): told.other.name}
    for question in Question.objects.filter(person=person).order_by("pk"):
        yield {_("Question"): question.text}
    for note in WallNote.objects.filter(person=person).order_by("pk"):
        yield {_("Note"): note.text}


def forget_registrations(person: Person) -> None:
    """Give back what is to come, close the links, take away words; that somebody was there stays counted."""
    coming = Registration.objects.filter(person=person, convening__ends_at__gte=now()).select_related(
        "convening", "site"
    )
    for row in coming:
        cancel_registration(by=None, registration=row)
    for row in Registration.objects.filter(person=person):
        Registration.objects.filter(pk=row.pk).update(secret=f"erased-{row.pk}", place_written="")
    FollowUpRequest.objects.filter(registration__person=person).update(words="")
    Introduction.objects.filter(Q(person=person) | Q(other=person)).delete()
    Question.objects.filter(person=person).update(person=None, owner="erased")
    WallNote.objects.filter(person=person).update(person=None, owner="erased")
    for team in Team.objects.filter(captain=person, place=None):
        Team.objects.filter(pk=team.pk).update(name=_("a team"))


def what_remains(person: Person) -> str | None:
    """That somebody was there is counted, without a name."""
    count = Registration.objects.filter(person=person, attendances__isnull=False).distinct().count()
    return (
        _("That somebody was at %(count)d convenings stays counted, without your name.") % {"count": count}
        if count
        else None
    )


def on_agreement(*, person_id: int, kind: str, **_signal: Any) -> None:
    """Who agrees to introductions is introduced to those who wait for it."""
    if kind == AGREEMENT:
        complete_introductions(person=person_id)


consent_given.connect(on_agreement, dispatch_uid="convenings.introductions")
register_circle(Audience.CONVENINGS, at_my_convenings)
register_duty("roster", on_my_rosters)
register_my_data(
    "registrations",
    registrations_of,
    label=gettext_lazy("Registrations"),
    order=40,
    erase=forget_registrations,
    remains=what_remains,
)
