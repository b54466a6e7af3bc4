"""What convenings keep of a person, in rows that they understand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from groundswell.convenings.models import (
    FollowUp,
    FollowUpRequest,
    GiftGiven,
    GroupSeat,
    Introduction,
    Mailing,
    Question,
    Registration,
    SessionPerson,
    Site,
    Team,
    WallNote,
)
from groundswell.people.choices import grades_in_words
from groundswell.people.models import Person

type Row = Mapping[str, Any]

# The columns that point at a person and are told below.
TOLD = frozenset(
    {
        "convenings.FollowUp.owner",
        "convenings.FollowUpRequest.owner",
        "convenings.Introduction.other",
        "convenings.Introduction.person",
        "convenings.Mailing.by",
        "convenings.Question.answered_by",
        "convenings.Question.person",
        "convenings.Registration.person",
        "convenings.SessionPerson.person",
        "convenings.Site.host",
        "convenings.Team.captain",
        "convenings.WallNote.person",
    }
)


def registrations_of(person: Person) -> Iterable[Row]:
    """Where somebody registered and was, what they got, asked, noted and looked after."""
    rows = Registration.objects.filter(person=person).select_related("convening", "site", "place", "county", "team")
    for row in rows.prefetch_related("attendances").order_by("pk"):
        yield {
            _("Convening"): row.convening.title,
            _("Site"): row.site.name,
            _("State"): str(row.get_state_display()),
            _("School"): row.place.name if row.place else row.place_written,
            _("County"): row.county.name if row.county else "",
            _("Role"): str(row.get_role_display()),
            _("Teaches"): str(row.get_teaches_display()),
            _("Grades"): grades_in_words(row.grades),
            _("Team"): row.team.name if row.team else "",
            _("Kilometers to the site"): row.km_to_site,
            _("Registered"): row.made_at.isoformat(),
            _("Checked in"): [attendance.day.isoformat() for attendance in row.attendances.all()],
        }
    yield from _on_the_day(person)
    yield from _afterwards(person)
    yield from _looked_after(person)


def _on_the_day(person: Person) -> Iterable[Row]:
    for seat in GroupSeat.objects.filter(registration__person=person).select_related("group").order_by("pk"):
        yield {_("Table or group"): seat.group.name, _("Round"): seat.group.round}
    for question in Question.objects.filter(person=person).order_by("pk"):
        yield {_("Question"): question.text}
    for question in Question.objects.filter(answered_by=person).order_by("pk"):
        yield {_("Question that you answered"): question.text}
    for note in WallNote.objects.filter(person=person).order_by("pk"):
        yield {_("Note"): note.text, _("Picture"): note.picture.name, _("What it shows"): note.picture_words}


def _afterwards(person: Person) -> Iterable[Row]:
    for given in GiftGiven.objects.filter(registration__person=person).select_related("gift").order_by("pk"):
        yield {_("Given to you"): given.gift.name, _("When"): given.at.isoformat()}
    for asked in FollowUpRequest.objects.filter(registration__person=person).order_by("pk"):
        yield {_("Follow-up asked for"): asked.topic, _("In words"): asked.words}
    for told in Introduction.objects.filter(person=person).select_related("other").order_by("pk"):
        yield {_("You both hope to work together"): told.other.name}


def _looked_after(person: Person) -> Iterable[Row]:
    for part in SessionPerson.objects.filter(person=person).select_related("session").order_by("pk"):
        yield {_("Session"): part.session.title, _("As"): str(part.get_part_display())}
    for site in Site.objects.filter(host=person).select_related("convening").order_by("pk"):
        yield {_("Site that you host"): site.name, _("Convening"): site.convening.title}
    for team in Team.objects.filter(captain=person).order_by("pk"):
        yield {_("Team that you registered"): team.name}
    for mailing in Mailing.objects.filter(by__person=person).order_by("pk"):
        yield {_("Letter that you wrote to registrants"): mailing.subject, _("When"): mailing.made_at.isoformat()}
    for plan in FollowUp.objects.filter(owner=person).order_by("pk"):
        yield {_("Follow-up that you see to"): plan.title, _("Notes"): plan.notes}
    for asked in FollowUpRequest.objects.filter(owner=person).order_by("pk"):
        yield {_("Request that you see to"): asked.topic}
