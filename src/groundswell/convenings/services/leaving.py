"""What becomes of somebody's convenings when they leave: counted, and not named."""

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.models import (
    FollowUp,
    FollowUpRequest,
    Introduction,
    Mailing,
    Question,
    Registration,
    SessionPerson,
    Site,
    Team,
    WallNote,
)
from groundswell.convenings.models.plan import still_to_come
from groundswell.convenings.services.entrants import new_secret
from groundswell.convenings.services.registration import cancel_registration
from groundswell.core.clock import now
from groundswell.people.models import Person

OPEN = (FollowUpState.OPEN, FollowUpState.PLANNED)


def forget_registrations(person: Person) -> None:
    """Give back what is to come, close the links, take away words; that somebody was there stays counted."""
    coming = Registration.objects.filter(still_to_come(now(), "convening__"), person=person).select_related(
        "convening", "site"
    )
    for row in coming:
        cancel_registration(by=None, registration=row)
    for row in Registration.objects.filter(person=person):
        Registration.objects.filter(pk=row.pk).update(secret=new_secret(), place_written="")
    FollowUpRequest.objects.filter(registration__person=person).update(words="")
    Introduction.objects.filter(Q(person=person) | Q(other=person)).delete()
    Question.objects.filter(person=person).update(person=None, owner="erased")
    storage = WallNote._meta.get_field("picture").storage
    for name in WallNote.objects.filter(person=person).exclude(picture="").values_list("picture", flat=True):
        transaction.on_commit(partial(storage.delete, name))
    WallNote.objects.filter(person=person).update(person=None, owner="erased", picture="", picture_words="")
    Team.objects.filter(captain=person, place=None).update(name=_("a team"))
    Mailing.objects.filter(by__person=person).update(by=None)
    _hand_back(person)


def _hand_back(person: Person) -> None:
    """What is still to be done waits for somebody else; what was done stays done by somebody who has left."""
    Site.objects.filter(still_to_come(now(), "convening__"), host=person).update(host=None)
    SessionPerson.objects.filter(still_to_come(now(), "session__convening__"), person=person).delete()
    FollowUp.objects.filter(owner=person, state__in=OPEN).update(owner=None)
    FollowUpRequest.objects.filter(owner=person, state__in=OPEN).update(owner=None)


def what_remains(person: Person) -> str | None:
    """That somebody was there is counted, and what they said to all stays on the wall, without a name."""
    there = Registration.objects.filter(person=person, attendances__isnull=False).distinct().count()
    said = Question.objects.filter(person=person).count() + WallNote.objects.filter(person=person).count()
    sentences = []
    if there:
        text = ngettext(
            "That somebody was at %(count)d convening stays counted, without your name.",
            "That somebody was at %(count)d convenings stays counted, without your name.",
            there,
        )
        sentences.append(text % {"count": there})
    if said:
        text = ngettext(
            "%(count)d question or note that you wrote for all stays, without your name; pictures go.",
            "%(count)d questions and notes that you wrote for all stay, without your name; pictures go.",
            said,
        )
        sentences.append(text % {"count": said})
    return " ".join(sentences) or None
