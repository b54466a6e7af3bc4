"""What goes wrong at nine in the morning: registered elsewhere, not on the list, a whole site behind one address, a code again."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from groundswell.convenings.choices import How, RegistrationState
from groundswell.convenings.models import Attendance, Registration
from groundswell.convenings.services.checkin import check_in, leave_early, make_code
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.views.room import WRONG_CODES
from groundswell.core import clock
from groundswell.core.live.parts import in_language
from groundswell.core.models import LiveEvent
from groundswell.instruments.services.starters import make_from_starter
from groundswell.ui.in_place import HEADER
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db
DOOR = "/c/talk/sites/1"


@pytest.fixture
def today(convening):
    with clock.at(START):
        yield convening


@pytest.fixture
def far(susanville):
    """Somebody who registered for the other site."""
    return register_person(by=None, convening=susanville.convening, site=susanville, entrant=entrant("fay"))


def told(topic: str, language: str = "en") -> str:
    rows = LiveEvent.objects.filter(topic=topic).order_by("pk")
    return "".join(in_language(row.pk, row.body, language)["html"] for row in rows)


def test_somebody_of_another_site_is_found_by_name_and_both_sites_see_where_they_are(
    today, redding, susanville, host, far
):
    assert [row.registration for row in host.get(f"{DOOR}/").context["rows"]] == []
    assert host.get(f"{DOOR}/?q=fa").context["rows"] == []  # a beginning finds nobody of another site
    found = host.get(f"{DOOR}/?q=fay").content.decode()
    assert "registered for Susanville" in found
    host.post(f"{DOOR}/arrive/", {"registration": far.pk})
    here = host.get(f"{DOOR}/").context["rows"]
    assert [(row.registration, row.here, row.of_other) for row in here] == [(far, True, susanville)]
    assert LiveEvent.objects.filter(topic=f"site:{redding.pk}", body__action="prepend").count() == 1
    assert "at Redding" in told(f"site:{susanville.pk}")
    assert "en Redding" in told(f"site:{susanville.pk}", "es")


def test_site_with_more_people_than_it_expected_says_how_many_are_here(today, redding, host, far):
    check_in(by=None, registration=far, site=redding, how=How.NAME)
    words = host.get(f"{DOOR}/").content.decode()
    assert ("1 here" in words, "1 of 0 here" in words) == (True, False)


def test_walk_in_is_let_in_after_registration_closed_and_once(today, redding, host):
    change_convening(by=None, convening=today, fields={"register_until": START - timedelta(days=7)})
    said = {
        "given_name": "Wim", "family_name": "Walker", "email": "wim@example.org", "role": "teacher",
        "school": "Test School", "county": "45", "language": "en",
    }  # fmt: skip
    page = host.post(f"{DOOR}/walk-in/", {"client_id": "a", **said}, follow=True).content.decode()
    assert "Wim Walker is checked in." in page
    host.post(f"{DOOR}/walk-in/", {"client_id": "b", **said})
    assert (Registration.objects.count(), Attendance.objects.count()) == (1, 1)


def test_walk_in_finds_the_school_and_whoever_had_registered(today, redding, school, host, far):
    said = {
        "given_name": "Wim", "family_name": "Walker", "role": "teacher", "school": school.key, "county": "45",
        "language": "en",
    }  # fmt: skip
    host.post(f"{DOOR}/walk-in/", {"client_id": "a", "email": "wim@example.org", **said})
    assert Registration.objects.get(person__given_name="Wim").place_id == school.pk
    page = host.post(f"{DOOR}/walk-in/", {"client_id": "b", "email": "fay@example.org", **said}, follow=True)
    assert "Fay Example is checked in. They had registered for Susanville." in page.content.decode()
    assert Attendance.objects.get(registration=far).site_id == redding.pk


def test_only_wrong_codes_count_because_a_site_comes_in_behind_one_address(today, redding):
    code = make_code(by=None, site=redding).code
    address = reverse("convenings:join")
    phone = Client(REMOTE_ADDR="192.0.2.77")
    for _n in range(WRONG_CODES + 20):
        assert phone.post(address, {"code": code}).status_code == 302
    for _n in range(WRONG_CODES):
        assert "not valid now" in phone.post(address, {"code": "WRONG234"}).content.decode()
    assert "too often" in phone.post(address, {"code": code}).content.decode()


def test_who_is_signed_in_and_types_the_code_is_known_in_the_room(today, redding, far):
    client, stranger = Client(), Client()
    client.force_login(far.person.user)
    code = make_code(by=None, site=redding).code
    assert client.get(reverse("convenings:join")).context["who"]["email"].value() == "fay@example.org"
    for one in (client, stranger):
        one.post(reverse("convenings:join"), {"code": code, "email": "fay@example.org"})
    room = reverse("convenings:room", args=[today.key])
    assert client.get(room).context["presence"].registration == far
    assert client.get(room).context["presence"].site == redding
    assert stranger.get(room).context["presence"].registration is None


def test_address_that_nobody_registered_with_is_a_guest_and_told_so(today, redding):
    code = make_code(by=None, site=redding).code
    page = Client().post(reverse("convenings:join"), {"code": code, "email": "new@example.org"}, follow=True)
    assert "you are in as a guest" in page.content.decode()


def ticket(client: Client, code: str) -> tuple[int, dict[str, str]]:
    answer = client.post(f"{DOOR}/tickets/", {"code": code}, headers={HEADER: "1"})
    return answer.status_code, answer.json()


def test_tickets_are_scanned_one_after_the_other(today, redding, host, far):
    link = f"https://groundswell.example.org/r/{far.secret}/scan/"
    said = "Fay Example is checked in. They had registered for Susanville."
    assert ticket(host, link) == (200, {"said": said})
    assert ticket(host, link)[1]["said"].startswith("Fay Example was checked in already: 8:30 a.m., Redding.")
    assert ticket(host, "https://example.org/")[0] == 422
    assert ticket(host, "/r/" + "x" * 43 + "/") == (422, {"problem": "This ticket is for another convening."})
    assert Attendance.objects.get().how == How.QR
    assert host.get(f"{DOOR}/tickets/").context["here"] == 1
    assert host.post(f"{DOOR}/tickets/", {"code": "x"}).status_code == 422
    assert "was checked in already" in host.post(f"{DOOR}/tickets/", {"code": link}, follow=True).content.decode()


def test_scan_of_somebody_who_is_here_says_so_and_waiting_ones_are_told(today, redding, host):
    names = ("ana", "ben", "cleo", "dee")
    rows = [register_person(by=None, convening=today, site=redding, entrant=entrant(name)) for name in names]
    first, late = rows[0], rows[-1]
    assert late.state == RegistrationState.WAITING
    check_in(by=None, registration=first, site=redding, how=How.NAME)
    assert "was checked in already" in host.get(f"/r/{first.secret}/scan/").content.decode()
    page = host.post(f"/r/{late.secret}/scan/", follow=True).content.decode()
    assert "Every chair is taken" in page


def test_somebody_comes_without_registering_where_questions_are_asked(today, redding, host):
    asked = make_from_starter(by=None, code="registration", owner=redding.convening.space)
    change_convening(by=None, convening=today, fields={"questions": asked.versions.get()})
    said = {"given_name": "Gus", "family_name": "Guest", "email": "gus@example.org", "role": "teacher", "school": "Elm"}
    response = host.post(f"{DOOR}/walk-in/", {**said, "county": "45", "language": "en"})
    assert response.status_code == 302, response.context["form"].errors
    come = Attendance.objects.select_related("registration").get(registration__person__given_name="Gus")
    assert come.site_id == redding.pk
    assert come.registration.answers_id is None


def test_ticket_of_somebody_who_left_early_says_that_they_are_back(today, redding, host, far):
    came = check_in(by=None, registration=far, site=redding, how=How.NAME)
    leave_early(by=None, attendance=came)
    assert ticket(host, f"/r/{far.secret}/")[1]["said"].startswith("Fay Example is checked in.")
    came.refresh_from_db()
    assert came.left_at is None


def test_check_in_of_another_site_is_not_undone_by_a_host_who_has_nothing_to_do_with_it(
    today, redding, susanville, host, far
):
    check_in(by=None, registration=far, site=susanville, how=How.NAME)
    for act in ("undo", "left"):
        page = host.post(f"{DOOR}/arrive/", {"registration": far.pk, act: "1"}, follow=True).content.decode()
        assert "They are at another site." in page
    assert Attendance.objects.get().left_at is None


def test_host_undoes_a_check_in_elsewhere_of_somebody_of_their_own_list(today, redding, susanville, host):
    row = register_person(by=None, convening=today, site=redding, entrant=entrant("ana"))
    check_in(by=None, registration=row, site=susanville, how=How.NAME)
    host.post(f"{DOOR}/arrive/", {"registration": row.pk, "undo": "1"})
    assert not Attendance.objects.exists()


def test_code_finds_somebody_by_a_further_address_of_theirs(today, redding, far):
    EmailAddress.objects.create(user=far.person.user, email="fay@home.example.org", verified=True)
    EmailAddress.objects.create(user=far.person.user, email="fay@typed.example.org", verified=False)
    code = make_code(by=None, site=redding).code
    for address, there in (("fay@typed.example.org", 0), ("Fay@home.example.org", 1)):
        Client().post(reverse("convenings:join"), {"code": code, "email": address})
        assert Attendance.objects.count() == there
