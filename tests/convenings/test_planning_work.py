"""A convening from the first form to the day it is called off, in the browser, by whoever organizes it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from groundswell.activity.models import Letter
from groundswell.convenings.models import Convening, Material, Session, Site
from groundswell.convenings.selectors.convenings import convenings_for
from groundswell.convenings.services.leaving import forget_registrations
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    cancel_convening,
    change_convening,
    free_key,
    postpone_convening,
    set_aims,
)
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.core.clock import PACIFIC
from groundswell.core.errors import Refused
from groundswell.places.services.bulk import refresh_search
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
PLAN = "/c/talk/plan"
ABOUT = {
    "title": "Talk", "format": "symposium", "subject": "both", "first_day": "2027-02-09", "begins": "08:30",
    "last_day": "2027-02-09", "ends": "15:15",
}  # fmt: skip
OPENING = {"title": "Opening", "mode": "joint", "day": "2027-02-09", "begins": "09:00", "ends": "10:00"}


@pytest.fixture
def opening(convening):
    fields = {"title": "Opening", "mode": "joint", "starts_at": START, "ends_at": START + timedelta(hours=1)}
    return add_session(by=None, convening=convening, plan=SessionPlan(fields))


def send(client, path: str, **fields):
    return client.post(path, {"client_id": str(len(fields)) + path, **fields})


def local(moment: datetime) -> str:
    return moment.astimezone(PACIFIC).strftime("%Y-%m-%d %H:%M")


def test_convening_is_planned_changed_and_shown_again_as_it_was_typed(client, lead, collaborative, noon):
    aims = "Hear students think | Oír pensar\n\nPlan together"
    answer = send(client, "/collaboratives/north/convenings/add/", **ABOUT, register_by="2027-02-01", aims=aims)
    convening = Convening.objects.get()
    assert (answer.status_code, convening.key) == (302, "talk")
    assert (convening.starts_at, convening.ends_at) == (START, END)
    assert local(convening.register_until) == "2027-02-01 23:59"
    shown = client.get(f"{PLAN}/change/").context["form"].initial
    assert (shown["aims"], str(shown["register_by"])) == (
        "Hear students think | Oír pensar\nPlan together",
        "2027-02-01",
    )
    send(client, f"{PLAN}/change/", **{**ABOUT, "contact": "not an address"})
    convening.refresh_from_db()
    assert convening.contact == ""
    send(client, f"{PLAN}/change/", **{**ABOUT, "title": "Talk more", "aims": "Plan together", "hours": "5.5"})
    convening.refresh_from_db()
    assert (convening.title, convening.register_until, float(convening.hours)) == ("Talk more", None, 5.5)
    assert list(convening.aims.values_list("text", flat=True)) == ["Plan together"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ends": "08:30"}, "It must end after it begins."),
        ({"first_day": "2027-02-10"}, "It must end after it begins."),
        ({"first_day": "soon"}, "Write the day as year-month-day"),
    ],
)
def test_convening_that_cannot_be_is_asked_for_again(client, lead, collaborative, changed, words):
    answer = send(client, "/collaboratives/north/convenings/add/", **{**ABOUT, **changed})
    assert (answer.status_code, words in answer.content.decode(), Convening.objects.count()) == (422, True, 0)


def test_program_moves_along_with_the_first_day_at_the_same_hours(client, lead, convening, opening):
    across = {"first_day": "2027-03-23", "last_day": "2027-03-23"}  # clocks go forward on March 14
    assert send(client, f"{PLAN}/change/", **{**ABOUT, **across}).status_code == 302
    opening.refresh_from_db()
    assert (local(opening.starts_at), local(opening.ends_at)) == ("2027-03-23 08:30", "2027-03-23 09:30")


def test_hours_that_would_leave_a_session_outside_are_refused(client, lead, convening, opening):
    answer = send(client, f"{PLAN}/change/", **{**ABOUT, "begins": "09:00"})
    words = "A session lies between the beginning and the end of the convening."
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    convening.refresh_from_db()
    assert convening.starts_at == START


def test_postponing_keeps_the_hours_in_california_and_writes_to_whoever_comes(client, lead, redding, opening, school):
    convening = redding.convening
    change_convening(by=None, convening=convening, fields={"register_until": datetime(2027, 2, 2, 7, 59, tzinfo=UTC)})
    register_person(by=None, convening=convening, site=redding, entrant=entrant("ana", school))
    assert send(client, f"{PLAN}/postpone/", first_day="2027-03-23").status_code == 302
    convening.refresh_from_db()
    opening.refresh_from_db()
    assert (local(convening.starts_at), local(convening.ends_at)) == ("2027-03-23 08:30", "2027-03-23 15:15")
    assert (local(opening.starts_at), local(convening.register_until)) == ("2027-03-23 08:30", "2027-03-15 23:59")
    assert list(Letter.objects.filter(kind="registration-convening-postponed").values_list("to", flat=True)) == [
        "ana@example.org"
    ]


def test_calling_off_writes_to_whoever_comes(client, lead, redding, school):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    page = client.post(f"{PLAN}/cancel/", follow=True).content.decode()
    assert "It is canceled." in page
    assert list(Letter.objects.filter(kind="registration-convening-cancelled").values_list("to", flat=True)) == [
        "ana@example.org"
    ]


def test_site_takes_its_point_from_its_place_and_unknown_places_are_asked_for(client, lead, convening, school):
    fields = {"kind": "in-person", "name": "At the school", "place": school.key, "capacity": "30"}
    assert send(client, f"{PLAN}/sites/add/", **fields).status_code == 302
    site = Site.objects.select_related("county").get()
    assert (site.latitude, site.longitude, site.county.county, site.capacity) == (40.6, -122.4, "45", 30)
    refresh_search([school.pk])
    unknown = send(client, f"{PLAN}/sites/add/", **{**fields, "place": "Test Scool", "name": "Elsewhere"})
    assert unknown.status_code == 422
    assert "Do you mean one of these? Test School." in unknown.content.decode()
    assert Site.objects.count() == 1


def test_change_of_a_site_offers_what_it_changes_and_writes_of_a_new_room(client, lead, redding, school):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    path = f"{PLAN}/sites/{redding.number}/"
    shown = [field.name for field in client.get(path).context["form"].visible_fields()]
    assert shown == ["name", "name_es", "address", "room", "capacity", "link"]
    assert send(client, path, name="Redding", room="Gym", capacity="2").status_code == 302
    assert list(Letter.objects.filter(kind="registration-convening-changed").values_list("to", flat=True)) == [
        "ana@example.org"
    ]
    refused = send(client, path, name="Redding", capacity="0")
    assert (refused.status_code, "Move some before you take seats away." in refused.content.decode()) == (422, True)


def test_session_is_added_with_its_standards_and_changed(client, lead, convening, noon):
    assert send(client, f"{PLAN}/sessions/add/", **OPENING).status_code == 302
    session = Session.objects.get()
    path = f"{PLAN}/sessions/change/?session={session.pk}"
    held = client.get(path).context["form"].initial
    assert (held["begins"].isoformat(), held["ends"].isoformat(), held["standards"]) == ("09:00:00", "10:00:00", "")
    assert send(client, path, **{**OPENING, "title": "Welcome", "ends": "09:45"}).status_code == 302
    session.refresh_from_db()
    assert (session.title, local(session.ends_at)) == ("Welcome", "2027-02-09 09:45")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ends": "08:00"}, "It must end after it begins."),
        ({"ends": "16:00"}, "A session lies between the beginning and the end of the convening."),
        ({"standards": "nothing"}, "No standard is called so."),
        ({"day": ""}, "Choose a day for “Day”."),
    ],
)
def test_session_that_cannot_be_is_asked_for_again(client, lead, convening, changed, words):
    answer = send(client, f"{PLAN}/sessions/add/", **{**OPENING, **changed})
    assert (answer.status_code, words in answer.content.decode(), Session.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("asked", ["", "?session=x", "?session=999", f"?session={'9' * 30}"])
def test_session_that_is_not_there_cannot_be_changed(client, lead, convening, asked):
    assert client.get(f"{PLAN}/sessions/change/{asked}").status_code == 404


def test_material_belongs_to_a_session_or_to_the_whole_day(client, lead, convening, opening):
    send(client, f"{PLAN}/materials/add/?session={opening.pk}", title="Cards", for_hosts="on")
    send(client, f"{PLAN}/materials/add/?session=x", title="Your laptop", link="https://example.org/setup")
    rows = Material.objects.order_by("pk").values_list("title", "session_id", "for_hosts")
    assert list(rows) == [("Cards", opening.pk, True), ("Your laptop", None, False)]


def test_convening_without_a_site_is_not_published(client, lead, convening):
    page = client.post(f"{PLAN}/publish/", follow=True).content.decode()
    assert "Add a site where people can be before you publish." in page
    convening.refresh_from_db()
    assert convening.state == "draft"


def test_published_convening_can_be_seen_and_registered_for(client, lead, convening, counties, noon):
    send(client, f"{PLAN}/sites/add/", kind="online", name="By link")
    assert "It is published. Anyone can register now." in client.post(f"{PLAN}/publish/", follow=True).content.decode()
    client.logout()
    assert client.get("/c/talk/register/").status_code == 200


def test_letter_goes_to_those_who_were_chosen(client, lead, redding, susanville, school, counties):
    for name, site in (("ana", redding), ("ben", susanville)):
        register_person(by=None, convening=redding.convening, site=site, entrant=entrant(name, school))
    said = {"subject": "Bring a sweater", "text": "It is cold.", "sites": [redding.number], "states": ["registered"]}
    look = client.post(f"{PLAN}/write/", {"client_id": "a", **said}).content.decode()
    assert "It goes to 1 person" in look
    seen = look.partition('name="seen" value="')[2].partition('"')[0]
    page = client.post(f"{PLAN}/write/", {"client_id": "a", "seen": seen, **said}, follow=True).content.decode()
    assert "1 letter is on its way." in page
    assert list(Letter.objects.filter(subject="Bring a sweater").values_list("to", flat=True)) == ["ana@example.org"]


def test_address_is_made_of_the_title_and_never_taken_twice(convening, collaborative):
    assert (free_key("Talk"), free_key("¡Hablar!"), free_key("数学")) == ("talk-2", "hablar", "convening")


def test_aims_replace_the_ones_before_in_their_order(convening):
    set_aims(by=None, convening=convening, aims=[("One", ""), ("Two", "Dos")])
    set_aims(by=None, convening=convening, aims=[("Two", "Dos")])
    assert list(convening.aims.values_list("number", "text", "text_es")) == [(1, "Two", "Dos")]


def test_session_outside_of_the_day_is_refused(convening):
    fields = {"title": "Night", "mode": "joint", "starts_at": END, "ends_at": END + timedelta(hours=1)}
    with pytest.raises(Refused, match="A session lies between"):
        add_session(by=None, convening=convening, plan=SessionPlan(fields))
    with pytest.raises(TypeError):
        add_session(by=None, convening=convening, plan=SessionPlan({"key": "x"}))


def test_list_is_narrowed_by_subject_and_region(redding, noon):
    anyone = AnonymousUser()
    convening = redding.convening
    assert list(convenings_for(anyone, subject="both")) == [convening]
    assert list(convenings_for(anyone, subject="math")) == []
    assert list(convenings_for(anyone, past=True)) == []
    assert list(convenings_for(anyone, region=99)) == []


def test_postponed_convening_stays_among_what_is_to_come_without_its_old_day(client, redding, lead):
    postpone_convening(by=None, convening=redding.convening, days=None)
    with clock.at(END + timedelta(days=100)):
        for browser in (Client(), client):  # strangers read a list that is composed once
            for path in ("/convenings/", f"/collaboratives/{redding.convening.collaborative.key}/"):
                page = browser.get(path).content.decode()
                assert ("Talk</a>" in page, "postponed" in page, 'class="day"' in page) == (True, True, False)
            assert "Talk</a>" not in browser.get("/convenings/?when=past").content.decode()


def test_postponed_and_canceled_convenings_are_called_so_where_they_are_found(client, redding):
    cancel_convening(by=None, convening=redding.convening)
    assert "canceled" in client.get("/search/?q=talk").content.decode()


def test_whoever_leaves_gives_back_a_place_at_a_convening_whose_new_date_is_not_known(redding, school):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    postpone_convening(by=None, convening=redding.convening, days=None)
    with clock.at(END + timedelta(days=1)):
        forget_registrations(row.person)
    row.refresh_from_db()
    redding.refresh_from_db()
    assert (row.state, redding.taken) == ("cancelled", 0)
