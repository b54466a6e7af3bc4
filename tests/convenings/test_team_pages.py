"""A principal's team: whoever registered it changes it by their own link, without an account."""

import pytest

from groundswell.activity.models import Letter
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Registration, Team
from groundswell.convenings.services.entrants import TeamEntry
from groundswell.convenings.services.registering import register_person, register_team
from groundswell.convenings.services.registration import cancel_registration, confirm_registration, swap_person
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import entrant

pytestmark = pytest.mark.django_db
CLEO = {"given_name": "Cleo", "family_name": "Example", "email": "cleo@example.org", "role": "teacher"}


@pytest.fixture
def team(susanville, school) -> list[Registration]:
    people = [entrant("ana", school), entrant("ben", school)]
    entry = TeamEntry("Test School", school)
    made = register_team(by=None, convening=susanville.convening, site=susanville, team=entry, entrants=people)
    Letter.objects.all().delete()
    return made


def page(client, row: Registration) -> str:
    return client.get(f"/r/{row.secret}/").content.decode()


def send(client, captain: Registration, path: str, **fields):
    return client.post(f"/r/{captain.secret}/team/{path}", {"client_id": f"{path}{fields}", **fields}, follow=True)


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("to", "kind"))


def test_captain_sees_who_has_confirmed_and_colleagues_see_no_buttons(client, team):
    ana, ben = team
    assert "has not confirmed yet" in page(client, ana)
    assert f"/r/{ana.secret}/team/{ben.pk}/" in page(client, ana)
    confirm_registration(by=None, registration=ben)
    assert "has not confirmed yet" not in page(client, ana)
    assert "/team/" not in page(client, ben)


def test_somebody_more_comes_into_the_team_and_confirms_by_their_own_link(client, team):
    answer = send(client, team[0], "add/", **CLEO)
    assert "Cleo Example has been written to." in answer.content.decode()
    cleo = Registration.objects.get(person__given_name="Cleo")
    assert (cleo.team_id, cleo.state, cleo.confirmed_at) == (team[0].team_id, "registered", None)
    assert letters() == [("cleo@example.org", "registration-named")]
    assert "Will you come?" in page(client, cleo)


def test_somebody_more_waits_when_the_site_is_full_and_is_told(client, team):
    send(client, team[0], "add/", **CLEO)
    dan = {"given_name": "Dan", "email": "dan@example.org"}
    send(client, team[0], "add/", **{**CLEO, **dan})
    row = Registration.objects.get(person__given_name="Dan")
    assert row.state == RegistrationState.WAITING
    assert "you are on its waiting list" in Letter.objects.get(to="dan@example.org").text
    assert "You are next in line." in page(client, row)


def test_address_that_is_registered_already_is_told_to_its_owner_only(client, team):
    answer = send(client, team[0], "add/", **{**CLEO, "email": "ben@example.org"})
    assert (answer.status_code, "registered already. We have written to them." in answer.content.decode()) == (
        422,
        True,
    )


def test_somebody_else_comes_instead_of_a_colleague_and_both_are_told(client, team):
    ana, ben = team
    answer = send(client, ana, f"{ben.pk}/", **CLEO)
    assert "Cleo Example comes instead" in answer.content.decode()
    cleo = Registration.objects.get(person__given_name="Cleo")
    ben.refresh_from_db()
    assert (ben.state, cleo.state, cleo.team_id) == ("cancelled", "registered", ana.team_id)
    assert letters() == [("ben@example.org", "registration-swapped"), ("cleo@example.org", "registration-named")]


def test_colleague_is_asked_again_at_most_once_an_hour(client, team):
    for _turn in range(2):
        send(client, team[0], f"{team[1].pk}/again/")
    assert letters() == [("ben@example.org", "registration-named")]


def test_captain_gives_a_colleagues_place_back(client, team):
    send(client, team[0], f"{team[1].pk}/give-back/")
    team[1].refresh_from_db()
    assert team[1].state == RegistrationState.CANCELLED


def test_captain_who_does_not_come_still_changes_the_team(client, team):
    cancel_registration(by=None, registration=team[0])
    assert "Somebody else instead" in page(client, team[0])
    assert send(client, team[0], "add/", **CLEO).status_code == 200


def test_whoever_comes_instead_of_the_captain_speaks_for_the_team(client, team):
    path = f"/r/{team[0].secret}/swap/"
    client.post(path, {"client_id": "x", **CLEO})
    cleo = Registration.objects.get(person__given_name="Cleo")
    assert f"/r/{cleo.secret}/team/{team[1].pk}/" in page(client, cleo)
    assert ("cleo@example.org", "registration-registered") in letters()


def test_team_is_closed_to_colleagues_to_others_and_to_other_teams(client, team, redding, school):
    ana, ben = team
    stranger = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("eve", school))
    for path in (
        f"/r/{ben.secret}/team/{ana.pk}/",
        f"/r/{stranger.secret}/team/add/",
        f"/r/{ana.secret}/team/{stranger.pk}/",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"/r/{ben.secret}/team/{ana.pk}/give-back/").status_code == 404
    ana.refresh_from_db()
    assert ana.state == RegistrationState.REGISTERED


def test_colleague_who_is_known_is_written_to_in_their_own_language(client, team):
    known = provide_person(by=None, email="cleo@example.org", given_name="Cleo", family_name="Example", language="es")
    send(client, team[0], "add/", **CLEO)
    cleo = Registration.objects.get(person=known)
    assert (cleo.language, "Hola, Cleo" in Letter.objects.get(to="cleo@example.org").text) == ("es", True)
    dan = provide_person(by=None, email="dan@example.org", given_name="Dan", family_name="Example", language="es")
    swap_person(by=None, registration=team[1], entrant=entrant("dan"))
    assert "Hola, Dan" in Letter.objects.get(to="dan@example.org").text
    assert Registration.objects.get(person=dan).language == "es"


def test_captain_who_registers_in_spanish_is_written_to_in_spanish_whatever_they_chose_before(susanville, school):
    provide_person(by=None, email="ana@example.org", given_name="Ana", family_name="Example")
    people = [entrant("ana", school, language="es"), entrant("ben", school, language="es")]
    register_team(by=None, convening=susanville.convening, site=susanville, team=TeamEntry("Two"), entrants=people)
    assert list(Registration.objects.order_by("pk").values_list("language", flat=True)) == ["es", "es"]


def test_letters_speak_the_language_in_which_a_colleague_said_yes_until_they_choose_another(client, team):
    ben = team[1]
    client.post(f"/r/{ben.secret}/confirm/", headers={"accept-language": "es"})
    ben.refresh_from_db()
    assert (ben.language, ben.confirmed_at is not None) == ("es", True)
    fields = {
        "client_id": "1",
        "role": "teacher",
        "school": "Test School",
        "county": "45",
        "teaches": "math",
        "language": "en",
    }
    assert client.post(f"/r/{ben.secret}/details/", fields).status_code == 302
    ben.refresh_from_db()
    assert ben.language == "en"


def test_captain_is_told_whom_our_letter_did_not_reach(client, team):
    ana, ben = team
    send(client, ana, f"{ben.pk}/again/")
    assert "Our letter did not arrive." not in page(client, ana)
    Letter.objects.filter(to="ben@example.org").update(state="failed")
    assert page(client, ana).count("Our letter did not arrive.") == 1
    assert "Our letter did not arrive." not in page(client, ben)
    Letter.objects.filter(to="ben@example.org").update(state="sent")
    assert "Our letter did not arrive." not in page(client, ana)


def test_team_of_a_place_with_a_long_name_that_is_not_listed_is_named_by_its_beginning(client, susanville):
    said = {
        "given_name": "Ana", "family_name": "Example", "email": "ana@example.org", "role": "teacher",
        "school": "Academy " * 18, "county": "18", "site": susanville.pk, "teaches": "math", "client_id": "a",
        "colleague-TOTAL_FORMS": "0", "colleague-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post("/c/talk/register/team/", said).status_code == 302
    assert Team.objects.get().name == ("Academy " * 18)[:120].strip()


def test_colleague_whose_place_was_given_back_is_not_asked_again(client, team):
    cancel_registration(by=None, registration=team[1])
    Letter.objects.all().delete()
    answer = send(client, team[0], f"{team[1].pk}/again/").content.decode()
    assert ("This registration was given back." in answer, letters()) == (True, [])
