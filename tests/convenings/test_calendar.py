"""A calendar entry is read by a calendar as it was meant, whatever stands in it."""

from dataclasses import replace
from datetime import UTC, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.convenings.calendar import Entry, calendar_text

ENTRY = Entry(
    number="registration-1", sequence=3, title="Math, science; and \\ more", starts_at=datetime(2027, 2, 9, 16, 30, tzinfo=UTC),
    ends_at=datetime(2027, 2, 9, 23, 15, tzinfo=UTC), where="Redding, Room 5", text="Bring:\na notebook",
    link="http://localhost/r/abc/", made_at=datetime(2026, 11, 24, 5, 0, tzinfo=UTC),
)  # fmt: skip
TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=200)


def event_of(text: str) -> icalendar.Event:
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return event


def test_calendar_text_says_what_the_entry_says():
    event = event_of(calendar_text(ENTRY, attendee="ana@example.org"))
    assert event["summary"] == ENTRY.title
    assert event["location"] == ENTRY.where
    assert event["description"] == "Bring:\na notebook\nhttp://localhost/r/abc/"
    assert (event.start, event.end, event["dtstamp"].dt) == (ENTRY.starts_at, ENTRY.ends_at, ENTRY.made_at)
    assert (event["uid"], event["sequence"], event["url"]) == ("registration-1@localhost", 3, ENTRY.link)
    assert event["attendee"] == "MAILTO:ana@example.org"
    assert dict(event["attendee"].params) == {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}


@pytest.mark.parametrize(
    ("changes", "attendee", "method", "status"),
    [
        ({}, "ana@example.org", "REQUEST", "CONFIRMED"),
        ({"waiting": True}, "ana@example.org", "REQUEST", "TENTATIVE"),
        ({"cancelled": True}, "ana@example.org", "CANCEL", "CANCELLED"),
        ({}, "", "PUBLISH", "CONFIRMED"),
    ],
)
def test_calendar_text_tells_calendars_what_to_do(changes, attendee, method, status):
    text = calendar_text(replace(ENTRY, **changes), attendee=attendee)
    assert icalendar.Calendar.from_ical(text)["method"] == method
    assert event_of(text)["status"] == status
    assert ("attendee" in event_of(text)) == bool(attendee)


@given(title=TEXTS, where=TEXTS)
def test_calendar_text_is_read_back_whatever_is_typed(title: str, where: str):
    text = calendar_text(replace(ENTRY, title=title, where=where))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert (str(event_of(text)["summary"]), str(event_of(text)["location"])) == (title, where)


def test_calendar_text_lets_nobody_write_lines_of_their_own():
    nasty = "Math\r\nATTACH:http://example.org/x\x00\x0b"
    text = calendar_text(
        replace(ENTRY, title=nasty, where=nasty, link="http://localhost/r/a\r\nATTACH:x/"),
        attendee="a@example.org\nX:y",
    )
    assert [line for line in text.split("\r\n") if line.startswith(("ATTACH", "X:"))] == []
    assert str(event_of(text)["summary"]) == "Math\nATTACH:http://example.org/x"
