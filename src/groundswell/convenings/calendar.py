"""A registration as a calendar entry that calendars update instead of doubling: one UID, a SEQUENCE that rises."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

PRODUCT = "-//Groundswell//Convenings//EN"


@dataclass(frozen=True)
class Entry:
    """What stands in the calendar. `number` tells this entry for ever; `sequence` rises with each change."""

    number: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    where: str
    text: str
    link: str
    made_at: datetime
    cancelled: bool = False
    waiting: bool = False


def calendar_text(entry: Entry, *, attendee: str = "") -> str:
    """The iCalendar text (RFC 5545); METHOD is CANCEL for a cancelled entry, PUBLISH without an attendee, else REQUEST."""
    from icalendar import Calendar, Event, vCalAddress, vText

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "REQUEST" if attendee else "PUBLISH")
    event = Event()
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    event.add("uid", f"{entry.number}@{host}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.made_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))  # in UTC an entry needs no description of zones
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("location", vText(entry.where))
    event.add("description", vText(f"{entry.text}\n{entry.link}".strip()))
    if entry.link:
        event.add("url", entry.link)
    event.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.waiting else "CONFIRMED")
    sender = vCalAddress(f"MAILTO:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    event.add("organizer", sender)
    if attendee:
        person = vCalAddress(f"MAILTO:{attendee}")
        person.params["partstat"] = vText("TENTATIVE" if entry.waiting else "ACCEPTED")
        person.params["rsvp"] = vText("FALSE")
        event.add("attendee", person)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())
