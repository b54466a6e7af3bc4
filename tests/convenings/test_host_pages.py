"""A host at the door and a county office afterwards, in the browser: check-in, walk-ins, the code, scans, sheets, follow-ups."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.activity.models import Activity
from groundswell.convenings.choices import FollowUpState, How, RegistrationState
from groundswell.convenings.models import Attendance, EventCode, FollowUp, FollowUpRequest, Registration
from groundswell.convenings.selectors.after import hours_of
from groundswell.convenings.services.after import answer_survey
from groundswell.convenings.services.checkin import WrongCode, check_in, make_code, read_code
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.registration import cancel_registration
from groundswell.core import clock
from groundswell.instruments.given import Given
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
DOOR = "/c/talk/sites/1"


@pytest.fixture
def on_the_day(noon):
    with clock.at(START):
        yield START


@pytest.fixture
def ana(redding, school, noon) -> Registration:
    return register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))


@pytest.fixture
def host(redding, client):
    person = provide_person(by=None, email="host@example.org", given_name="Hana", family_name="Example")
    give_role(by=None, user=person.user, role="site-host", space=redding.space)
    client.force_login(person.user)
    return person


@pytest.fixture
def office(counties, client):
    person = provide_person(by=None, email="office@example.org", given_name="Omar", family_name="Example")
    give_role(by=None, user=person.user, role="county-coordinator", space=counties["shasta"].space)
    client.force_login(person.user)
    return person


def after(client, path: str, **fields) -> str:
    return client.post(path, fields, follow=True).content.decode()


def test_host_checks_in_and_takes_it_back(client, ana, host, on_the_day):
    client.post(f"{DOOR}/arrive/", {"registration": ana.pk})
    client.post(f"{DOOR}/arrive/", {"registration": ana.pk})
    assert list(Attendance.objects.values_list("registration_id", "how")) == [(ana.pk, How.NAME)]
    client.post(f"{DOOR}/arrive/", {"registration": ana.pk, "undo": "1"})
    client.post(f"{DOOR}/arrive/", {"registration": ana.pk, "undo": "1"})
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("number", ["", "x", "999", "9" * 30])
def test_host_chooses_somebody_of_this_convening(client, ana, host, on_the_day, number):
    assert "Choose somebody of this convening." in after(client, f"{DOOR}/arrive/", registration=number)


def test_check_in_on_another_day_says_when_it_opens(client, ana, host):
    assert "Check-in opens on the day of the convening." in after(client, f"{DOOR}/arrive/", registration=ana.pk)


def test_walk_in_is_registered_and_here_and_at_a_full_site_stands_in_line(client, ana, host, on_the_day):
    said = {
        "given_name": "Wim",
        "family_name": "Walker",
        "email": "wim@example.org",
        "role": "teacher",
        "school": "Far",
        "county": "45",
        "language": "en",
    }
    assert client.post(f"{DOOR}/walk-in/", {"client_id": "a", **said}).status_code == 302
    assert list(Attendance.objects.values_list("registration__person__given_name", flat=True)) == ["Wim"]
    client.post(f"{DOOR}/walk-in/", {"client_id": "b", **said, "given_name": "Lou", "email": "late@example.org"})
    late = Registration.objects.get(person__user__email="late@example.org")
    assert (late.state, late.attendances.count()) == (
        RegistrationState.WAITING,
        1,
    )  # here, and first in line for a chair
    client.post(f"{DOOR}/walk-in/", {"client_id": "c", **said})
    assert Registration.objects.filter(person__user__email="wim@example.org").count() == 1


def test_line_of_a_site_is_told_and_too_long_words_are_not(client, ana, host, on_the_day):
    assert client.post(f"{DOOR}/line/", {"trouble": "x" * 5000}, follow=True).status_code == 200
    client.post(f"{DOOR}/line/", {"ready": "on", "trouble": "No sound"})
    shown = client.get(f"{DOOR}/").context["trouble"].initial
    assert (shown["ready"], shown["trouble"]) == (True, "No sound")


def test_new_code_stops_the_one_before_and_stands_on_the_screen(client, ana, host, on_the_day):
    assert client.get(f"{DOOR}/screen/").context["qr"] == ""
    for _ in range(2):
        client.post(f"{DOOR}/code/")
    old, new = EventCode.objects.order_by("pk")
    with pytest.raises(WrongCode):
        read_code(old.code)
    assert read_code(f" {new.code[:4].lower()}-{new.code[4:]} ") == new
    shown = client.get(f"{DOOR}/screen/")
    assert (shown.context["code"], new.code in shown.context["link"]) == (new, True)
    assert client.get(f"{DOOR}/sheet/").context["code"] == new


def test_scan_checks_in_where_the_host_is_and_is_closed_to_others(client, ana, host, on_the_day, redding):
    path = f"/r/{ana.secret}/scan/"
    assert client.get(path).context["own"] == redding
    assert "Ana Example is checked in." in after(client, path, site="forged")
    client.logout()
    assert client.get(path).status_code in {302, 404}


def test_scan_of_a_place_given_back_says_so(client, ana, host, on_the_day):
    Registration.objects.update(state=RegistrationState.CANCELLED)
    assert "gave the place back" in after(client, f"/r/{ana.secret}/scan/")
    assert Attendance.objects.count() == 0


def test_roster_leaves_as_a_workbook_and_as_text(client, ana, host, on_the_day):
    sheet = client.get(f"{DOOR}/roster/?as=xlsx")
    assert sheet.headers["content-disposition"].endswith('filename="talk-1.xlsx"')
    assert b"".join(sheet.streaming_content if sheet.streaming else [sheet.content])[:2] == b"PK"
    text = client.get(f"{DOOR}/roster/")
    assert "ana@example.org" in b"".join(text.streaming_content if text.streaming else [text.content]).decode(
        "utf-8-sig"
    )


def test_page_of_the_roster_that_is_none_is_the_first(client, ana, host, on_the_day):
    for asked in ("x", "0", "9" * 9):
        assert client.get(f"{DOOR}/?page={asked}").context["earlier"] is None
    assert [row.person.name for row in rows_of(client.get(f"{DOOR}/?q=exam").context["rows"])] == ["Ana Example"]
    assert client.get(f"{DOOR}/?q=nobody").context["rows"] == []


def rows_of(arrivals):
    return [getattr(one, "registration", one) for one in arrivals]


def test_hours_are_those_of_the_day_less_what_was_missed(ana, redding):
    change_convening(by=None, convening=redding.convening, fields={"hours": Decimal(6)})
    row = Registration.objects.select_related("convening").get()
    assert hours_of(row) == 0
    with clock.at(START):
        here = check_in(by=None, registration=row, site=redding, how=How.NAME)
    assert hours_of(row) == Decimal("6.00")
    here.left_at = START + (END - START) / 2
    here.save()
    assert hours_of(row) == Decimal("3.00")


def test_certificate_is_for_those_who_were_there_and_its_number_proves_it(client, ana, redding):
    change_convening(by=None, convening=redding.convening, fields={"hours": Decimal(6)})
    assert client.get(f"/r/{ana.secret}/certificate/").status_code == 404
    with clock.at(START):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)
    held = client.get(f"/r/{ana.secret}/certificate/").context["certificate"]
    assert held.name == "Ana Example"
    pdf = client.get(f"/r/{ana.secret}/certificate.pdf")
    assert b"".join(pdf.streaming_content if pdf.streaming else [pdf.content]).startswith(b"%PDF")
    checked = client.get(reverse("convenings:check", args=[held.number])).content.decode()
    assert ("Talk" in checked, "Ana" in checked) == (True, False)
    for number in ("G1", "X0000001-abcdef", f"G{'9' * 30}-abcdef", f"{held.number[:-1]}~", "Gx-abcdef"):
        assert client.get(reverse("convenings:check", args=[number])).status_code == 404


def test_survey_asks_the_county_office_until_one_says_no(client, ana, redding, counties):
    assert client.get(f"/r/{ana.secret}/survey/").status_code == 404
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.order_by("-number")[0]})
    Registration.objects.update(county=counties["shasta"])
    assert client.get(f"/r/{ana.secret}/survey/").status_code == 200
    assert client.post(f"/r/{ana.secret}/survey/", {"client_id": "a", "s-follow_up": "forged"}).status_code == 422
    row = Registration.objects.select_related("convening__survey", "person__user", "county", "site").get()
    answer_survey(registration=row, given=[Given("follow_up", choice="yes")], language="en")
    assert list(FollowUpRequest.objects.values_list("topic", "state")) == [("other", FollowUpState.OPEN)]
    answer_survey(registration=row, given=[Given("follow_up", choice="no")], language="en")
    assert FollowUpRequest.objects.count() == 0


def test_county_office_hears_of_each_wish_once_however_often_the_survey_is_sent(ana, redding, counties):
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.order_by("-number")[0]})
    Registration.objects.update(county=counties["shasta"])
    row = Registration.objects.select_related("convening__survey", "person__user", "county", "site").get()

    def send(words: str, *topics: str) -> None:
        wishes = [Given("follow_up_topics", choice=topic) for topic in topics]
        yes = [Given("follow_up", choice="yes"), Given("follow_up_words", text=words)]
        answer_survey(registration=row, given=[*yes, *wishes], language="en")

    for words, topics in (("A visit", ["team"]), ("A visit", ["team"]), ("Two visits", ["team", "coaching"])):
        send(words, *topics)
    told = Activity.objects.filter(verb="convenings.followup_asked").order_by("pk").values_list("facts", flat=True)
    assert [facts["topics"] for facts in told] == [["team"], ["coaching"]]
    asked = FollowUpRequest.objects.order_by("pk").values_list("topic", "words")
    assert list(asked) == [("team", "Two visits"), ("coaching", "Two visits")]
    send("One visit", "coaching")
    assert list(FollowUpRequest.objects.values_list("topic", "words")) == [("coaching", "One visit")]


@pytest.fixture
def asked(ana, counties) -> FollowUpRequest:
    return FollowUpRequest.objects.create(registration=ana, county=counties["shasta"], topic="team", words="A visit")


def test_county_office_plans_a_follow_up_and_says_that_it_was_held(client, asked, office, redding):
    page = "/counties/county-45/follow-ups/"
    said = {"convening": redding.convening_id, "title": "Lesson study", "hour": "15:30", "owner": office.pk}
    refused = client.post(f"{page}plan/", {"client_id": "a", **said})
    assert (refused.status_code, "Say also on which day." in refused.content.decode()) == (422, True)
    said |= {"day": "2027-03-02", "requests": [asked.pk]}
    assert client.post(f"{page}plan/", {"client_id": "b", **said}).status_code == 302
    row = FollowUp.objects.get()
    asked.refresh_from_db()
    assert (row.title, row.owner_id, row.starts_at.hour, asked.state) == (
        "Lesson study", office.pk, 23, FollowUpState.PLANNED,
    )  # fmt: skip
    client.post(f"/follow-ups/{row.pk}/held/")
    asked.refresh_from_db()
    assert asked.state == FollowUpState.DONE
    assert client.post("/follow-ups/999/held/").status_code == 404


def test_follow_up_of_a_day_without_an_hour_begins_in_the_morning(client, asked, office, redding):
    said = {"convening": redding.convening_id, "title": "Visit", "day": "2027-03-02", "client_id": "a"}
    client.post("/counties/county-45/follow-ups/plan/", said)
    row = FollowUp.objects.get()
    assert (row.starts_at.hour, row.owner_id) == (17, None)


def test_code_of_a_door_that_nobody_made_opens_nothing(redding, on_the_day):
    make_code(by=None, site=redding)
    with pytest.raises(WrongCode, match="This code is not valid now"):
        read_code("AAAA-AAAA")


def test_rosters_of_all_sites_leave_in_one_file_with_who_waits_in_the_order_of_the_line(
    client, ana, host, redding, susanville, school, convening
):
    for name in ("zoe", "wim", "eva"):  # Wim and Eva wait
        register_person(by=None, convening=convening, site=redding, entrant=entrant(name, school))
    register_person(by=None, convening=convening, site=susanville, entrant=entrant("bo", school))
    gone = register_person(by=None, convening=convening, site=susanville, entrant=entrant("al", school))
    cancel_registration(by=None, registration=gone)
    assert client.get("/c/talk/plan/roster/").status_code == 404  # a host has their own site's
    organizer = provide_person(by=None, email="organizer@example.org", given_name="Orla", family_name="Example")
    give_role(by=None, user=organizer.user, role="organizer", space=convening.space)
    client.force_login(organizer.user)
    assert "/c/talk/plan/roster/?as=xlsx" in client.get("/c/talk/plan/").content.decode()
    answer = client.get("/c/talk/plan/roster/")
    assert answer.headers["content-disposition"].endswith('filename="talk.csv"')
    lines = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    told = [(line["First name"], line["State"], line["Registered for"]) for line in lines]
    assert told == [
        ("Ana", "registered", "Redding"), ("Zoe", "registered", "Redding"), ("Wim", "on the waiting list", "Redding"),
        ("Eva", "on the waiting list", "Redding"), ("Bo", "registered", "Susanville"),
    ]  # fmt: skip
    taken = Activity.objects.get(verb="convenings.roster_exported")
    assert (taken.space_id, taken.facts) == (convening.space_id, {"rows": 5})
    assert b"".join(client.get("/c/talk/plan/roster/?as=xlsx").streaming_content)[:2] == b"PK"
