"""What becomes of a convening after people registered: each letter, its calendar entry, and the pages that say the same."""

from datetime import timedelta
from functools import partial

import icalendar
import pytest

from groundswell.access.allow import open_grants
from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.convenings.choices import ConveningState, How, RegistrationState
from groundswell.convenings.models import GroupSeat, Registration
from groundswell.convenings.services.checkin import NotToday, check_in, leave_early, undo_check_in
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.hosting import name_host
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    cancel_convening,
    change_site_plan,
    postpone_convening,
    resume_convening,
)
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.registration import cancel_registration, swap_person
from groundswell.convenings.services.removing import InUse, remove_session, remove_site
from groundswell.core import clock
from groundswell.core.errors import Refused
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import END, START, entrant, make_place

pytestmark = pytest.mark.django_db
PLAN = "/c/talk/plan"


def register(site, name: str, **more) -> Registration:
    return register_person(by=None, convening=site.convening, site=site, entrant=entrant(name, **more))


def entries(name: str) -> list[tuple[str, int, str]]:
    """What the calendar of somebody was told, in order: method, sequence, state."""
    told = []
    for text in Letter.objects.filter(to=f"{name}@example.org").order_by("pk").values_list("calendar", flat=True):
        calendar = icalendar.Calendar.from_ical(text)
        event = calendar.walk("VEVENT")[0]
        told.append((str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["STATUS"])))
    return told


def latest(name: str) -> Letter:
    return Letter.objects.filter(to=f"{name}@example.org").order_by("-pk")[0]


def uids(name: str) -> set[str]:
    texts = Letter.objects.filter(to=f"{name}@example.org").values_list("calendar", flat=True)
    return {str(icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["UID"]) for text in texts}


def test_calendar_takes_back_an_entry_that_was_given_back_before(redding):
    cancel_registration(by=None, registration=register(redding, "ana"))
    register(redding, "ana")
    assert entries("ana") == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED"), ("REQUEST", 2, "CONFIRMED")]
    assert len(uids("ana")) == 1


def test_calendar_learns_that_who_waited_comes(redding):
    first = register(redding, "ana")
    register(redding, "ben")
    register(redding, "cem")
    cancel_registration(by=None, registration=first)
    assert entries("cem") == [("REQUEST", 0, "TENTATIVE"), ("REQUEST", 1, "CONFIRMED")]


def test_calendar_of_a_colleague_who_came_back_takes_the_entry_again(redding):
    cancel_registration(by=None, registration=register(redding, "ana"))
    swap_person(by=None, registration=register(redding, "ben"), entrant=entrant("ana"))
    assert entries("ana")[-1] == ("REQUEST", 2, "CONFIRMED")


def test_every_change_of_plan_is_one_letter_and_a_higher_number(redding):
    register(redding, "ana", language="es")
    convening = redding.convening
    postpone_convening(by=None, convening=convening, days=None, notice="Snow.", notice_es="Hay nieve.")
    postponed = latest("ana")
    postpone_convening(by=None, convening=convening, days=28)
    dated = latest("ana")
    cancel_convening(by=None, convening=convening)
    cancelled = latest("ana")
    resume_convening(by=None, convening=convening, notice="It is mended.", notice_es="Está reparado.")
    resumed = latest("ana")
    assert entries("ana") == [
        ("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED"), ("REQUEST", 2, "CONFIRMED"),
        ("CANCEL", 3, "CANCELLED"), ("REQUEST", 4, "CONFIRMED"),
    ]  # fmt: skip
    assert len(uids("ana")) == 1
    subjects = [letter.subject.partition(":")[0] for letter in (postponed, dated, cancelled, resumed)]
    assert subjects == ["Aplazado", "La nueva fecha", "Cancelado", "Sí se llevará a cabo"]
    assert ("Hay nieve." in postponed.text, "Está reparado." in resumed.text) == (True, True)
    taken_out, put_in = "lo quita de su calendario", "lo pone en su calendario"
    assert [taken_out in letter.text for letter in (postponed, dated, cancelled, resumed)] == [True, False, True, False]
    assert [put_in in letter.text for letter in (postponed, dated, cancelled, resumed)] == [False, True, False, True]
    assert "martes, 9 de marzo de 2027" in dated.text


def test_new_date_is_said_to_be_one(client, lead, redding):
    register(redding, "ana")
    client.post(f"{PLAN}/postpone/", {"client_id": "1"}, follow=True)
    page = client.post(f"{PLAN}/postpone/", {"client_id": "2", "first_day": "2027-03-09"}, follow=True).content.decode()
    assert ("It has its new date." in page, "It is postponed" in page) == (True, False)


def test_planner_who_reads_spanish_is_told_in_spanish_alone(client, lead, redding):
    User.objects.filter(pk=lead.user_id).update(language="es")
    page = client.post(f"{PLAN}/postpone/", {"client_id": "1"}, follow=True).content.decode()
    assert ("Se ha aplazado. Todos reciben un correo." in page, "gets a letter" in page) == (True, False)


def test_cancellation_is_taken_back_in_the_browser(client, lead, redding):
    register(redding, "ana")
    cancel_convening(by=None, convening=redding.convening, notice="The boiler broke.")
    assert f"{PLAN}/resume/" in client.get(f"{PLAN}/").content.decode()
    asked = client.get(f"{PLAN}/resume/").content.decode()
    assert ("Tuesday, Feb. 9, 2027" in asked, "1 person comes or waits" in asked) == (True, True)
    page = client.post(f"{PLAN}/resume/", {"client_id": "1"}, follow=True).content.decode()
    assert "It takes place after all. Everyone who had registered gets a letter." in page
    redding.convening.refresh_from_db()
    assert (redding.convening.state, redding.convening.notice) == (ConveningState.PUBLISHED, "")
    client.post(f"{PLAN}/resume/", {"client_id": "2"})
    assert Letter.objects.filter(kind="registration-convening-resumed").count() == 1


def test_cancellation_is_not_taken_back_once_its_day_is_over(client, lead, redding):
    cancel_convening(by=None, convening=redding.convening)
    with clock.at(END + timedelta(days=1)), pytest.raises(Refused, match="Its day is over"):
        resume_convening(by=None, convening=redding.convening)
    with clock.at(END + timedelta(days=1)):
        assert f"{PLAN}/resume/" not in client.get(f"{PLAN}/").content.decode()


def test_canceled_convening_gives_nobody_a_place_until_it_takes_place_after_all(redding):
    first = register(redding, "ana")
    register(redding, "ben")
    waiting = register(redding, "cem")
    cancel_convening(by=None, convening=redding.convening)
    cancel_registration(by=None, registration=first)
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.WAITING
    resume_convening(by=None, convening=redding.convening)
    waiting.refresh_from_db()
    redding.refresh_from_db()
    assert (waiting.state, redding.taken) == (RegistrationState.REGISTERED, 2)
    change_site_plan(by=None, site=redding, fields={"capacity": 2})


@pytest.mark.parametrize("postponed", [True, False])
def test_pages_of_what_does_not_take_place_offer_no_calendar_and_no_way_in(client, redding, postponed):
    row = register(redding, "ana")
    if postponed:
        postpone_convening(by=None, convening=redding.convening, days=None, notice="Snow.")
    else:
        cancel_convening(by=None, convening=redding.convening, notice="Snow.")
    for path in ("/c/talk/", f"/r/{row.secret}/"):
        page = client.get(path).content.decode()
        assert ("Add to calendar" in page, "Snow." in page, "Register again" in page) == (False, True, False)
    own = client.get(f"/r/{row.secret}/").content.decode()
    assert ("This convening will not take place." in own) is not postponed
    assert "It was to be held at one site." in client.get("/c/talk/").content.decode()
    assert "METHOD:CANCEL" in client.get("/c/talk/calendar.ics").content.decode()


def test_site_in_a_town_says_in_which_house(client, redding, counties):
    office = make_place(
        "coe-18", "county-office", "Lassen County Office of Education", county="18", latitude=40.4, longitude=-120.6
    )
    fields = {"name": "Susanville", "capacity": 5}
    site = add_site(
        by=None, convening=redding.convening, kind="in-person", county=counties["lassen"], place=office, fields=fields
    )
    row = register(site, "ana")
    where = f"Susanville, {office.name}"
    assert where in latest("ana").text
    assert where in str(icalendar.Calendar.from_ical(latest("ana").calendar).walk("VEVENT")[0]["LOCATION"])
    assert office.name in client.get("/c/talk/").content.decode()
    assert office.name in client.get(f"/r/{row.secret}/").content.decode()
    named = add_site(by=None, convening=redding.convening, kind="in-person", place=office, fields={})
    assert (named.name, named.address) == (office.name, "")


def test_questions_go_to_whoever_answers_them(client, lead, redding):
    quiet = register(redding, "ana")
    assert (latest("ana").reply_to, "Answer this letter" in latest("ana").text) == ("", False)
    assert "mailto:" not in client.get(f"/r/{quiet.secret}/").content.decode()
    about = {
        "title": "Talk", "format": "symposium", "subject": "both", "first_day": "2027-02-09", "begins": "08:30",
        "last_day": "2027-02-09", "ends": "15:15", "contact": "talk@example.org",
    }  # fmt: skip
    assert client.post(f"{PLAN}/change/", {"client_id": "1", **about}).status_code == 302
    redding.convening.refresh_from_db()
    row = register(redding, "ben", language="es")
    assert (latest("ben").reply_to, "Responda a este correo" in latest("ben").text) == ("talk@example.org", True)
    for path in ("/c/talk/", f"/r/{row.secret}/"):
        assert "mailto:talk@example.org" in client.get(path).content.decode()
    assert client.get(f"{PLAN}/change/").context["form"].initial["contact"] == "talk@example.org"


def test_who_hosts_or_leads_is_told_too_once_and_in_their_language(client, lead, redding, susanville):
    convening = redding.convening
    host = provide_person(by=None, email="hana@example.org", given_name="Hana", family_name="Example", language="es")
    name_host(by=None, site=redding, person=host)
    name_host(by=None, site=susanville, person=host)
    speaker = provide_person(by=None, email="sol@example.org", given_name="Sol", family_name="Example")
    guest = provide_person(by=None, given_name="Without", family_name="Address")
    hours = {"starts_at": convening.starts_at, "ends_at": convening.ends_at}
    plan = SessionPlan(
        {"title": "Keynote", "mode": "joint", **hours}, people=[(speaker, "speaker"), (guest, "speaker")]
    )
    add_session(by=None, convening=convening, plan=plan)
    register(redding, "ana")
    Letter.objects.all().delete()
    assert "So do 2 people who host or lead." in client.get(f"{PLAN}/cancel/").content.decode()
    client.post(f"{PLAN}/cancel/", {"client_id": "1", "notice": "Snow.", "notice_es": "Hay nieve."})
    told = {letter.to: letter for letter in Letter.objects.filter(kind="helper-convening-cancelled")}
    assert sorted(told) == ["hana@example.org", "sol@example.org"]
    assert told["sol@example.org"].reply_to == "lead@example.org"
    assert ("Snow." in told["sol@example.org"].text, "/c/talk/run/" in told["sol@example.org"].text) == (True, True)
    assert ("Hay nieve." in told["hana@example.org"].text, told["hana@example.org"].subject) == (
        True,
        "Cancelado: Talk",
    )
    assert Letter.objects.count() == 3


def test_host_who_comes_as_well_gets_one_letter(redding):
    person = register(redding, "ana").person
    name_host(by=None, site=redding, person=person)
    Letter.objects.all().delete()
    postpone_convening(by=None, convening=redding.convening, days=7)
    assert list(Letter.objects.values_list("kind", flat=True)) == ["registration-convening-postponed"]


def test_new_room_of_a_site_is_news_for_its_people_only(redding, susanville):
    host = provide_person(by=None, email="hana@example.org", given_name="Hana", family_name="Example")
    name_host(by=None, site=susanville, person=host)
    register(redding, "ana")
    Letter.objects.all().delete()
    change_site_plan(by=None, site=redding, fields={"room": "Gym"})
    assert list(Letter.objects.values_list("to", flat=True)) == ["ana@example.org"]


@pytest.mark.parametrize("postponed", [True, False])
def test_nobody_is_checked_in_to_what_does_not_take_place(redding, postponed):
    row = register(redding, "ana")
    if postponed:
        postpone_convening(by=None, convening=redding.convening, days=None)
    else:
        cancel_convening(by=None, convening=redding.convening)
    with clock.at(START), pytest.raises(NotToday):
        check_in(by=None, registration=row, site=redding, how=How.NAME)


@pytest.mark.parametrize("act", [cancel_convening, partial(postpone_convening, days=28)])
def test_nobody_is_told_that_what_they_were_at_does_not_take_place(redding, act):
    row = register(redding, "ana")
    with clock.at(START):
        came = check_in(by=None, registration=row, site=redding, how=How.NAME)
        Letter.objects.all().delete()
        with pytest.raises(Refused, match="checked in"):
            act(by=None, convening=redding.convening)
        for _host in range(2):  # at one instant
            undo_check_in(by=None, attendance=came)
            leave_early(by=None, attendance=came)
        assert not Letter.objects.exists()
        act(by=None, convening=redding.convening)
        assert Letter.objects.exists()


def test_postponed_convening_is_not_over_when_its_old_day_is(client, lead, redding):
    row = register(redding, "ana")
    postpone_convening(by=None, convening=redding.convening, days=None)
    with clock.at(END + timedelta(days=30)):
        own = client.get(f"/r/{row.secret}/").content.decode()
        assert ("Give my place back" in own, "You have a place." in own) == (True, True)
        assert "Who hosts Redding?" in client.get(f"{PLAN}/").content.decode()


def test_place_given_back_when_the_day_is_over_goes_to_nobody(redding):
    first = register(redding, "ana")
    register(redding, "ben")
    waiting = register(redding, "cem")
    with clock.at(END + timedelta(hours=1)):
        cancel_registration(by=None, registration=first)
        change_site_plan(by=None, site=redding, fields={"capacity": 9})
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.WAITING
    assert not Letter.objects.filter(kind="registration-moved-up").exists()


def test_session_stays_once_people_sat_together_in_it(redding):
    rows = [register(redding, name) for name in ("ana", "ben")]
    hours = {"starts_at": START, "ends_at": END}
    session = add_session(by=None, convening=redding.convening, plan=SessionPlan({"title": "Puzzle", **hours}))
    seat_groups(
        by=None, convening=redding.convening, kind="table", session=session, site=redding,
        tables={"Table 1": [row.pk for row in rows]},
    )  # fmt: skip
    with clock.at(START):
        check_in(by=None, registration=rows[0], site=redding, how=How.NAME)
    with pytest.raises(InUse, match="People sat together"):
        remove_session(by=None, session=session)
    assert GroupSeat.objects.count() == 2


def test_session_with_tables_that_nobody_sat_at_goes_with_them(redding):
    rows = [register(redding, name) for name in ("ana", "ben")]
    hours = {"starts_at": START, "ends_at": END}
    session = add_session(by=None, convening=redding.convening, plan=SessionPlan({"title": "Puzzle", **hours}))
    tables = {"Table 1": [row.pk for row in rows]}
    seat_groups(by=None, convening=redding.convening, kind="table", session=session, site=redding, tables=tables)
    remove_session(by=None, session=session)
    assert not GroupSeat.objects.exists()


def test_host_of_a_site_that_is_taken_out_holds_no_role_any_more(redding, susanville):
    host = provide_person(by=None, email="hana@example.org", given_name="Hana", family_name="Example")
    name_host(by=None, site=susanville, person=host)
    remove_site(by=None, site=susanville)
    assert not open_grants().filter(user=host.user).exists()
