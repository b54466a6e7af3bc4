"""What the link in the mail opens: one's own registration, changed without an account; and what is kept and erased of it."""

import pytest

from groundswell.activity.models import Letter
from groundswell.convenings.choices import How, RegistrationState, SiteKind
from groundswell.convenings.models import Attendance, FollowUpRequest, Registration
from groundswell.convenings.selectors.kept import registrations_of
from groundswell.convenings.services.after import answer_survey
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.entrants import TeamEntry
from groundswell.convenings.services.leaving import forget_registrations, what_remains
from groundswell.convenings.services.planning import add_site, cancel_convening, change_convening
from groundswell.convenings.services.registering import register_person, register_team
from groundswell.convenings.services.registration import cancel_registration
from groundswell.convenings.services.room import ask_question, post_note
from groundswell.core import clock
from groundswell.core.errors import Refused
from groundswell.instruments.given import Given
from groundswell.instruments.services.starters import make_from_starter
from groundswell.places.models import Place
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(redding, school) -> Registration:
    return register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))


def send(client, row: Registration, page: str, **fields):
    return client.post(f"/r/{row.secret}/{page}/", fields)


def after(client, row: Registration, page: str, **fields) -> str:
    """What the page says after the press."""
    answer = client.post(f"/r/{row.secret}/{page}/", fields, follow=True)
    return answer.content.decode()


def test_unknown_link_opens_nothing(client, ana):
    assert client.get(f"/r/{'x' * 43}/").status_code == 404


def test_coming_is_confirmed_once_and_a_place_given_back_stays_given_back(client, ana):
    assert "Thank you: we count on you." in after(client, ana, "confirm")
    assert "Your place has been given back." in after(client, ana, "give-back")
    after(client, ana, "confirm")
    ana.refresh_from_db()
    ana.site.refresh_from_db()
    assert (ana.state, ana.site.taken) == (RegistrationState.CANCELLED, 0)


def test_place_given_back_before_coming_was_confirmed_is_declined(client, ana):
    Registration.objects.update(confirmed_at=None)
    after(client, ana, "give-back")
    ana.refresh_from_db()
    assert ana.state == RegistrationState.DECLINED


def test_move_to_another_site_takes_a_seat_there(client, ana, susanville):
    assert "You are now registered at Susanville." in after(client, ana, "move", site=susanville.pk)
    ana.refresh_from_db()
    assert (ana.site_id, ana.km_to_site > 100) == (susanville.pk, True)


@pytest.mark.parametrize("wanted", ["", "x", "999", "9" * 30])
def test_move_to_a_site_that_is_not_there_asks_to_choose(client, ana, wanted):
    assert "Choose one of the sites of this convening." in after(client, ana, "move", site=wanted)


def test_move_to_a_full_site_keeps_the_place(client, ana, susanville):
    susanville.taken = susanville.capacity
    susanville.save()
    assert "Susanville is full. You keep your place at the site you have." in after(
        client, ana, "move", site=susanville.pk
    )
    ana.refresh_from_db()
    assert ana.site_id != susanville.pk


def test_details_are_changed_and_a_place_that_is_not_listed_wants_its_county(client, ana, counties):
    Place.objects.filter(key="county-18").update(search=" lassen ")
    said = {"role": "coach", "teaches": "math", "grades": ["4", "5"], "school": "Home school", "language": "en"}
    missing = send(client, ana, "details", **said)
    assert (missing.status_code, "choose its county" in missing.content.decode()) == (422, True)
    assert "Changed." in after(client, ana, "details", **said, county="18")
    row = Registration.objects.select_related("county").get()
    assert (row.role, row.teaches, row.place_id, row.place_written) == ("coach", "math", None, "Home school")
    assert (row.county.county, row.km_to_site) == ("18", None)


def test_colleague_comes_instead_in_the_same_seat(client, ana):
    said = {"given_name": "Ben", "family_name": "Example", "email": "ben@example.org", "role": "teacher"}
    assert "Ben comes instead and has been written to." in after(client, ana, "swap", **said)
    states = dict(Registration.objects.values_list("person__given_name", "state"))
    assert states == {"Ana": RegistrationState.CANCELLED, "Ben": RegistrationState.REGISTERED}
    again = send(client, ana, "swap", **{**said, "email": "cem@example.org"})
    assert (again.status_code, Registration.objects.count()) == (422, 2)


def test_colleague_who_comes_already_or_has_no_address_cannot_come_instead(client, ana, redding, school):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ben", school))
    said = {"given_name": "Ben", "family_name": "Example", "email": "ben@example.org", "role": "teacher"}
    assert send(client, ana, "swap", **said).status_code == 422
    assert send(client, ana, "swap", **{**said, "email": "nothing"}).status_code == 422
    assert Registration.objects.filter(state=RegistrationState.REGISTERED).count() == 2


def test_answers_wait_for_questions_and_are_kept(client, ana, redding):
    assert send(client, ana, "answers").status_code == 404
    asked = make_from_starter(by=None, code="registration", owner=redding.convening.space)
    version = asked.versions.order_by("-number")[0]
    change_convening(by=None, convening=redding.convening, fields={"questions": version})
    page = client.get(f"/r/{ana.secret}/").content.decode()
    assert 'name="q-' in page
    refused = send(client, ana, "answers", **{"q-food": "forged"})
    assert (refused.status_code, Registration.objects.get().answers_id) == (422, None)
    assert "Your answers are kept." in after(client, ana, "answers", **{"q-food": "vegan", "q-substitute": "yes"})
    assert Registration.objects.get().answers_id is not None


def test_entry_for_the_calendar_is_an_entry_for_the_calendar(client, ana):
    answer = client.get(f"/r/{ana.secret}/calendar.ics")
    assert answer.headers["content-disposition"] == 'attachment; filename="talk.ics"'
    assert answer.content.decode().count("BEGIN:VEVENT") == 1


def test_called_off_convening_takes_no_changes(client, ana, susanville):
    cancel_convening(by=None, convening=ana.convening)
    after(client, ana, "move", site=susanville.pk)
    ana.refresh_from_db()
    assert ana.site_id != susanville.pk


def test_captain_sees_the_team(client, redding, school):
    people = [entrant("ana", school), entrant("ben", school)]
    entry = TeamEntry("Manzanita", school)
    rows = register_team(by=None, convening=redding.convening, site=redding, entrants=people, team=entry)
    assert "Ben Example" in client.get(f"/r/{rows[0].secret}/").content.decode()


def test_my_data_tells_what_somebody_did_and_erasing_takes_the_words(client, ana, redding, counties):
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.order_by("-number")[0]})
    Registration.objects.update(county=counties["shasta"])
    row = Registration.objects.select_related("convening__survey", "person__user", "county", "site").get()
    with clock.at(START):
        check_in(by=None, registration=row, site=redding, how=How.NAME)
        ask_question(by=None, convening=row.convening, site=redding, text="Why?", owner="r", person=row.person)
        post_note(by=None, convening=row.convening, site=redding, text="Because.", owner="r", person=row.person)
    given = [Given("follow_up", choice="yes"), Given("follow_up_words", text="A visit")]
    answer_survey(registration=row, given=given, language="en")
    told = [value for part in registrations_of(row.person) for value in part.values()]
    assert [words in told for words in ("Talk", "Redding", ["2027-02-09"], "Why?", "Because.")] == [True] * 5
    assert what_remains(row.person).endswith(
        "2 questions and notes that you wrote for all stay, without your name; pictures go."
    )
    secret = row.secret
    with clock.at(END + (END - START)):
        forget_registrations(row.person)
    assert client.get(f"/r/{secret}/").status_code == 404
    assert list(FollowUpRequest.objects.values_list("words", flat=True)) == [""]
    assert (Attendance.objects.count(), what_remains(row.person)) == (
        1, "That somebody was at 1 convening stays counted, without your name.",
    )  # fmt: skip


def test_erasing_before_the_day_gives_the_place_to_the_next(ana, redding, school):
    for name in ("ben", "cem"):
        register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(name, school))
    forget_registrations(ana.person)
    states = dict(Registration.objects.values_list("person__given_name", "state"))
    assert states["Cem"] == RegistrationState.REGISTERED
    assert Letter.objects.filter(kind="registration-moved-up").values_list("to", flat=True)[0] == "cem@example.org"


def test_check_in_is_for_the_day_and_for_those_who_come(ana, redding):
    with pytest.raises(Refused, match="Check-in opens on the day of the convening"):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)
    cancel_registration(by=None, registration=ana)
    with clock.at(START), pytest.raises(Refused, match="gave the place back"):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)


def test_who_waits_gets_a_chair_at_the_door_once_there_is_one(redding, school):
    rows = [
        register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(name, school))
        for name in ("ana", "ben", "cem")
    ]
    with clock.at(START):
        check_in(by=None, registration=rows[2], site=redding, how=How.NAME)
        rows[2].refresh_from_db()
        assert rows[2].state == RegistrationState.WAITING
        redding.refresh_from_db()
        redding.capacity = 3
        redding.save()
        check_in(by=None, registration=rows[2], site=redding, how=How.NAME)
    rows[2].refresh_from_db()
    assert (rows[2].state, rows[2].waiting_number) == (RegistrationState.REGISTERED, None)


def test_another_site_is_offered_only_where_there_is_one(client, ana, counties):
    assert "Go there instead" not in client.get(f"/r/{ana.secret}/").content.decode()
    fields = {"name": "Susanville", "capacity": 3}
    add_site(by=None, convening=ana.convening, kind=SiteKind.IN_PERSON, county=counties["lassen"], fields=fields)
    assert "Go there instead" in client.get(f"/r/{ana.secret}/").content.decode()


def test_link_of_somebody_who_has_left_cannot_be_guessed(client, ana):
    with clock.at(END):
        forget_registrations(ana.person)
    row = Registration.objects.get()
    assert client.get(f"/r/{ana.secret}/").status_code == 404
    assert (len(row.secret), str(row.pk) in row.secret.split("-")) == (43, False)
