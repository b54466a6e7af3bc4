"""Who registers, gives back, moves or confirms is seen on a host's open page at once, by those who may see it."""

import pytest

from groundswell.convenings.choices import How, RegistrationState
from groundswell.convenings.services.checkin import check_in, walk_in
from groundswell.convenings.services.entrants import Entrant
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.registration import cancel_registration, change_site
from groundswell.core import clock
from groundswell.core.live.parts import in_language
from groundswell.core.live.ring import latest_only, read_rows
from groundswell.core.models import LiveEvent
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committed(django_capture_on_commit_callbacks, monkeypatch):
    """What is told after the commit is told at once."""
    monkeypatch.setattr("groundswell.convenings.services.roster.transaction.on_commit", lambda act: act())


def told(site, after: int = 0, language: str = "en") -> list[tuple[str, str, str]]:
    rows = latest_only(read_rows(after, 500, [f"site:{site.pk}"]))
    said = [in_language(number, body, language) for number, _topic, body in rows]
    return [(one["action"], one["target"], one["html"]) for one in said]


def last() -> int:
    return LiveEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_registration_stands_on_its_sites_list_and_is_counted(redding, susanville):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))
    [line, tally] = told(redding)
    assert (line[:2], "Ana Example" in line[2], "Check in" in line[2]) == (("prepend", "arrivals"), True, True)
    assert (tally[:2], "1" in tally[2]) == (("replace", "tally"), True)
    assert "Registrar entrada" in told(redding, language="es")[0][2] or "entrada" in told(redding, language="es")[0][2]
    assert told(susanville) == []


def test_registering_renders_nothing_and_asks_nothing_more(redding, django_assert_max_num_queries):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))
    assert all(body["html"] == "" for body in LiveEvent.objects.values_list("body", flat=True))


def test_who_gives_back_leaves_the_list_and_who_moves_up_is_shown_so(redding):
    rows = [register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(n)) for n in "abc"]
    assert rows[2].state == RegistrationState.WAITING
    before = last()
    cancel_registration(by=None, registration=rows[0])
    changes = told(redding, before)
    assert ("remove", f"registration-{rows[0].pk}", "") in changes
    moved = "".join(html for action, _target, html in changes if action == "prepend")
    assert (f"registration-{rows[2].pk}" in moved, "waiting list" in moved) == (True, False)


def test_who_moves_leaves_one_list_and_stands_on_the_other(redding, susanville):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))
    before = last()
    change_site(by=None, registration=row, site=susanville)
    assert told(redding, before) == [("remove", f"registration-{row.pk}", "")]
    assert [change[:2] for change in told(susanville, before)] == [("prepend", "arrivals"), ("replace", "tally")]


def test_line_of_who_gave_back_before_it_left_is_not_shown(redding):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))
    cancel_registration(by=None, registration=row)
    assert [html for action, _target, html in told(redding) if action == "prepend"] == [""]


def test_walk_in_is_on_the_list_and_here(redding):
    with clock.at(START):
        walk_in(by=None, site=redding, entrant=Entrant("", "Wim", "Walker", "teacher", place_written="A", county="45"))
        lines = [html for action, _target, html in told(redding) if action == "prepend"]
    assert all("Wim Walker" in html and 'data-is="here"' in html for html in lines)
    assert len(lines) == 2


def test_somebody_here_keeps_their_mark_when_they_are_told_of_again(redding):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))
    with clock.at(START):
        check_in(by=None, registration=row, site=redding, how=How.QR)
        assert 'data-is="here"' in told(redding)[0][2]


def test_those_who_wait_have_their_place_in_line_and_see_it_change(redding):
    rows = [register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(n)) for n in "abcde"]
    lines = "".join(html for action, _target, html in told(redding) if action == "prepend")
    assert [f"number {turn} in line" in lines for turn in (0, 1, 2, 3, 4)] == [False, True, True, True, False]
    before = last()
    cancel_registration(by=None, registration=rows[3])  # the second of three
    [waiting] = [html for action, _target, html in told(redding, before) if "in line" in html]
    assert (f"registration-{rows[4].pk}" in waiting, "number 2 in line" in waiting) == (True, True)
    before = last()
    with clock.at(START):
        check_in(by=None, registration=rows[4], site=redding, how=How.NAME)
    assert "number 2 in line" in "".join(html for _action, _target, html in told(redding, before))
