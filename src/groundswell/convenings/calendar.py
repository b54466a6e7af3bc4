"""A registration as a calendar entry that calendars update instead of doubling: one UID, a SEQUENCE that rises."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

PRODUCT = "-//Groundswell//Convenings//EN"
LONGEST = 75  # octets in a line
LEFT_OUT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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
    """The iCalendar text (RFC 5545); METHOD is CANCEL for a cancelled entry, PUBLISH without an attendee, else REQUEST.

    Written here: hundreds of letters a minute carry one, and a library took a third of what registering costs.
    """
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    answer = "TENTATIVE" if entry.waiting else "ACCEPTED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        f"METHOD:{'CANCEL' if entry.cancelled else 'REQUEST' if attendee else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(entry.title)}",
        f"DTSTART:{_moment(entry.starts_at)}",
        f"DTEND:{_moment(entry.ends_at)}",
        f"DTSTAMP:{_moment(entry.made_at)}",
        f"UID:{entry.number}@{host}",
        f"SEQUENCE:{entry.sequence}",
        *([f"ATTENDEE;PARTSTAT={answer};RSVP=FALSE:MAILTO:{_word(attendee)}"] if attendee else []),
        f"DESCRIPTION:{_text(f'{entry.text}\n{entry.link}'.strip())}",
        f"LOCATION:{_text(entry.where)}",
        f"ORGANIZER:MAILTO:{_word(sender)}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'TENTATIVE' if entry.waiting else 'CONFIRMED'}",
        *([f"URL:{_word(entry.link)}"] if entry.link else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _moment(moment: datetime) -> str:
    """In UTC an entry needs no description of zones."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """TEXT of section 3.3.11: what could end the value or the line is escaped; other control characters are left out."""
    lines = (LEFT_OUT.sub("", line) for line in words.splitlines())
    return "\n".join(lines).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _word(address: str) -> str:
    """An address as it is, on one line."""
    return LEFT_OUT.sub("", "".join(address.splitlines()))


def _fold(line: str) -> str:
    """Section 3.1: at most 75 octets in a line, the rest in lines that begin with a space; no character is torn."""
    if len(line) * 4 <= LONGEST or len(line.encode()) <= LONGEST:
        return line
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece])
