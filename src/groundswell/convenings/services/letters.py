"""Letters to those who come: written in the transaction, each with the link that changes the registration."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.activity.services.letters import Draft, write_letters
from groundswell.convenings.calendar import Entry, calendar_text
from groundswell.convenings.choices import ConveningState, RegistrationState
from groundswell.convenings.models import Registration
from groundswell.convenings.wording import in_language, when_in_words
from groundswell.core.clock import now


def manage_link(registration: Registration) -> str:
    """The address in the mail by which a registration is seen, changed and given back, without an account."""
    return settings.SITE_URL + reverse("convenings:mine", args=[registration.secret])


def calendar_entry(registration: Registration) -> Entry:
    """The entry of a registration, as it stands now. Its convening and site are selected along."""
    convening, site = registration.convening, registration.site
    place = in_language(site, "name", registration.language)
    gone = registration.state in {RegistrationState.CANCELLED, RegistrationState.DECLINED}
    return Entry(
        number=f"registration-{registration.secret[:16]}",
        sequence=convening.changes + registration.changes,
        title=in_language(convening, "title", registration.language),
        starts_at=convening.starts_at,
        ends_at=convening.ends_at,
        where=", ".join(part for part in (place, site.room, site.address) if part),
        text="",
        link=manage_link(registration),
        made_at=now(),
        # While the new date is not known nothing stands in a calendar; a later entry with a higher number brings it back.
        cancelled=gone or convening.state in {ConveningState.CANCELLED, ConveningState.POSTPONED},
        waiting=registration.state == RegistrationState.WAITING,
    )


SUBJECTS = {
    "registered": _("You are registered: %(title)s"),
    "waiting": _("You are on the waiting list: %(title)s"),
    "named": _("A colleague registered you: %(title)s"),
    "unconfirmed": _("Will you come? %(title)s"),
    "moved-up": _("A place is free for you: %(title)s"),
    "changed": _("Your registration has changed: %(title)s"),
    "cancelled": _("Your place has been given back: %(title)s"),
    "swapped": _("A colleague comes in your place: %(title)s"),
    "again": _("Your link: %(title)s"),
    "reached": _("Your page: %(title)s"),
    "convening-changed": _("Changed: %(title)s"),
    "convening-postponed": _("Postponed: %(title)s"),
    "convening-dated": _("The new date: %(title)s"),
    "convening-cancelled": _("Canceled: %(title)s"),
    "convening-resumed": _("It takes place after all: %(title)s"),
}


def write_about(registrations: Iterable[Registration], kind: str, *, once: str = "") -> None:
    """Write to each about what happened (a key of SUBJECTS); what they answer goes to the convening's contact.

    Person with user, convening, site, team are selected along.
    """
    drafts = []
    for registration in registrations:
        address = registration.person.user.email if registration.person.user else None
        if not address:
            continue
        with translation.override(registration.language):
            title = in_language(registration.convening, "title", registration.language)
            entry = calendar_entry(registration)
            facts = {
                "kind": kind,
                "entry": entry,
                "registration": registration,
                "convening": registration.convening,
                "title": title,
                "site": registration.site,
                "site_name": in_language(registration.site, "name", registration.language),
                "when": when_in_words(registration.convening),
                "notice": in_language(registration.convening, "notice", registration.language),
                "link": manage_link(registration),
                "site_url": settings.SITE_URL,
            }
            drafts.append(
                Draft(
                    to=address,
                    kind=f"registration-{kind}"[:40],
                    subject=_(SUBJECTS[kind]) % {"title": title},
                    text=render_to_string("convenings/mail/registration.txt", facts),
                    user=registration.person.user,
                    space=registration.convening.space_id,
                    reply_to=registration.convening.contact,
                    calendar=calendar_text(entry, attendee=address),
                    once=f"{once}:{registration.pk}" if once else None,
                )
            )
    write_letters(drafts)
