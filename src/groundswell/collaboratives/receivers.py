"""What collaboratives say to the people app: who works together, whose address leads need, what is kept of a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.access.allow import Somebody, allows_anywhere, within_reach
from groundswell.access.permissions import Permission
from groundswell.collaboratives.models import (
    Collaborative,
    Endorsement,
    Member,
    Need,
    Offer,
    OfferRequest,
    Task,
    VisionVersion,
)
from groundswell.collaboratives.wording import name_of, offer_words, title_of_task
from groundswell.core.clock import today
from groundswell.people.choices import Audience
from groundswell.people.models import Person
from groundswell.people.registry.circles import register_circle, register_duty
from groundswell.people.registry.holdings import register_my_data


def in_my_collaboratives(person: int) -> QuerySet[Any, Any]:
    """Members of the collaboratives that this person works in."""
    mine = Member.objects.filter(person_id=person, until=None).values("collaborative_id")
    return Member.objects.filter(collaborative_id__in=mine, until=None).values("person_id")


def members_i_lead(user: Somebody) -> QuerySet[Any, Any] | None:
    """Members of the collaboratives that the user edits."""
    if not allows_anywhere(user, Permission.COLLABORATIVE_EDIT):
        return None
    led = Collaborative.objects.filter(within_reach(user, Permission.COLLABORATIVE_EDIT)).values("pk")
    return Member.objects.filter(collaborative_id__in=led, until=None).values("person_id")


def parts_of(person: Person) -> Iterable[Mapping[str, Any]]:
    """Parts, needs, visions, endorsements, tasks and standing offers."""
    for row in Member.objects.filter(person=person).select_related("collaborative").order_by("pk"):
        yield {_("Collaborative"): name_of(row.collaborative), _("Part"): str(row.get_part_display())}
    for endorsed in Endorsement.objects.filter(person=person).order_by("pk"):
        yield {_("Endorsed a vision"): endorsed.made_at.isoformat(), _("In words"): endorsed.note}
    for need in Need.objects.filter(raised_by=person).order_by("pk"):
        yield {_("Need that you raised"): need.title, _("In words"): need.statement}
    for vision in VisionVersion.objects.filter(written_by=person).order_by("pk"):
        yield {_("Vision that you wrote"): vision.text, _("Why"): vision.why, _("When"): vision.made_at.isoformat()}
    for task in Task.objects.filter(owner=person).order_by("pk"):
        yield {_("Task"): title_of_task(task), _("State"): str(task.get_state_display())}
    for task in Task.objects.filter(offered_to=person).order_by("pk"):
        yield {_("Task that you were asked to take over"): title_of_task(task)}
    for offer in Offer.objects.filter(contact=person).order_by("pk"):
        yield {_("Offer that names you to ask"): offer_words(offer), _("Since"): offer.since.isoformat()}
    for asked in OfferRequest.objects.filter(person=person).order_by("pk"):
        yield {_("Asked for an offer"): asked.words, _("Answer"): asked.answer}


def forget_parts(person: Person) -> None:
    """Parts end today, open tasks go back to nobody, words go."""
    Member.objects.filter(person=person, until=None).update(until=today())
    Endorsement.objects.filter(person=person).update(note="")
    Task.objects.filter(owner=person, state="open").update(owner=None)
    Task.objects.filter(offered_to=person).update(offered_to=None)
    Offer.objects.filter(contact=person).update(contact=None)
    OfferRequest.objects.filter(person=person).update(person=None)


register_circle(Audience.COLLABORATIVES, in_my_collaboratives)
register_duty("lead", members_i_lead)
register_my_data(
    "collaboratives",
    parts_of,
    label=gettext_lazy("Collaboratives"),
    order=30,
    erase=forget_parts,
    tells=[
        "collaboratives.Member.person",
        "collaboratives.Endorsement.person",
        "collaboratives.Need.raised_by",
        "collaboratives.VisionVersion.written_by",
        "collaboratives.Task.owner",
        "collaboratives.Task.offered_to",
        "collaboratives.Offer.contact",
        "collaboratives.OfferRequest.person",
    ],
)
