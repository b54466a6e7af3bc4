"""Registering: seats are exact, the waiting list is in order, the link in the mail does everything."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.activity.models import Letter
from groundswell.convenings.choices import How, RegistrationState, SiteKind
from groundswell.convenings.models import Registration, Site
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.entrants import AlreadyRegistered, NoSuchSite, NotOpen, TeamEntry
from groundswell.convenings.services.planning import (
    TooFewSeats,
    add_site,
    cancel_convening,
    change_site_plan,
)
from groundswell.convenings.services.registering import register_person, register_team
from groundswell.convenings.services.registration import (
    SiteFull,
    cancel_registration,
    change_site,
    confirm_registration,
    swap_person,
)
from groundswell.core import clock
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
REGISTERED, WAITING, CANCELLED = (
    RegistrationState.REGISTERED,
    RegistrationState.WAITING,
    RegistrationState.CANCELLED,
)


def register(site, name, **more):
    return register_person(by=None, convening=site.convening, site=site, entrant=entrant(name, **more))


def states(site) -> list[tuple[str, str, int | None]]:
    rows = Registration.objects.filter(site=site).select_related("person").order_by("pk")
    return [(row.person.given_name, row.state, row.waiting_number) for row in rows]


def letters(address: str) -> list[str]:
    return list(Letter.objects.filter(to=address).order_by("pk").values_list("kind", flat=True))


def test_register_person_takes_a_seat_and_writes_the_letter(redding, school):
    row = register(redding, "ana", place=school)
    redding.refresh_from_db()
    assert (row.state, redding.taken, row.county.name) == (REGISTERED, 1, "Shasta")
    assert row.km_to_site == pytest.approx(2.4, abs=0.2)
    letter = Letter.objects.get(to="ana@example.org")
    assert letter.kind == "registration-registered"
    assert row.secret in letter.text
    assert "SEQUENCE:0" in letter.calendar
    assert "STATUS:CONFIRMED" in letter.calendar


def test_register_person_at_a_full_site_waits_in_order(redding):
    for name in ("ana", "ben", "cem", "dee"):
        register(redding, name)
    assert states(redding) == [
        ("Ana", REGISTERED, None), ("Ben", REGISTERED, None), ("Cem", WAITING, 1), ("Dee", WAITING, 2),
    ]  # fmt: skip


def test_register_person_twice_is_refused_and_leaves_one_seat(redding):
    register(redding, "ana")
    with pytest.raises(AlreadyRegistered):
        register(redding, "ana")
    redding.refresh_from_db()
    assert redding.taken == 1
    assert Registration.objects.count() == 1


def test_register_person_again_after_giving_back_uses_the_same_row(redding):
    row = register(redding, "ana")
    cancel_registration(by=None, registration=row)
    again = register(redding, "ana")
    redding.refresh_from_db()
    assert (again.pk, again.state, redding.taken) == (row.pk, REGISTERED, 1)


def test_cancel_registration_hands_the_seat_to_the_first_in_line(redding):
    first = register(redding, "ana")
    for name in ("ben", "cem", "dee"):
        register(redding, name)
    cancel_registration(by=None, registration=first)
    redding.refresh_from_db()
    assert states(redding) == [
        ("Ana", CANCELLED, None), ("Ben", REGISTERED, None), ("Cem", REGISTERED, None), ("Dee", WAITING, 2),
    ]  # fmt: skip
    assert redding.taken == 2
    assert letters("cem@example.org") == ["registration-waiting", "registration-moved-up"]
    assert letters("ana@example.org") == ["registration-registered", "registration-cancelled"]


def test_cancel_registration_twice_gives_back_one_seat(redding):
    row = register(redding, "ana")
    cancel_registration(by=None, registration=row)
    cancel_registration(by=None, registration=row)
    redding.refresh_from_db()
    assert redding.taken == 0


def test_cancel_registration_of_one_who_waits_frees_no_seat(redding):
    register(redding, "ana")
    register(redding, "ben")
    waiting = register(redding, "cem")
    cancel_registration(by=None, registration=waiting)
    redding.refresh_from_db()
    assert redding.taken == 2


def test_register_team_registers_all_and_asks_each_to_confirm(susanville):
    team = register_team(
        by=None, convening=susanville.convening, site=susanville, team=TeamEntry("Lassen three"),
        entrants=[entrant("ana"), entrant("ben"), entrant("cem")],
    )  # fmt: skip
    assert [row.state for row in team] == [REGISTERED] * 3
    assert [row.confirmed_at is not None for row in team] == [True, False, False]
    assert letters("ana@example.org") == ["registration-registered"]
    assert letters("ben@example.org") == ["registration-named"]
    confirm_registration(by=None, registration=team[1])
    team[1].refresh_from_db()
    assert team[1].confirmed_at is not None


def test_register_team_larger_than_what_is_free_comes_in_part(redding):
    team = register_team(
        by=None, convening=redding.convening, site=redding, team=TeamEntry("Three"),
        entrants=[entrant("ana"), entrant("ben"), entrant("cem")],
    )  # fmt: skip
    assert [row.state for row in team] == [REGISTERED, REGISTERED, WAITING]


def test_register_team_all_or_none_waits_together_and_moves_up_together(susanville):
    holders = [register(susanville, name) for name in ("ana", "ben")]
    team = register_team(
        by=None, convening=susanville.convening, site=susanville, team=TeamEntry("Pair", all_or_none=True),
        entrants=[entrant("cem"), entrant("dee")],
    )  # fmt: skip
    assert [row.state for row in team] == [WAITING, WAITING]
    cancel_registration(by=None, registration=holders[0])
    assert [row.state for row in Registration.objects.filter(team=team[0].team).order_by("pk")] == [REGISTERED] * 2


def test_register_team_with_one_address_twice_is_refused_whole(redding):
    with pytest.raises(Exception, match="same email address"):
        register_team(
            by=None, convening=redding.convening, site=redding, team=TeamEntry("Two"),
            entrants=[entrant("ana"), entrant("ana")],
        )  # fmt: skip
    redding.refresh_from_db()
    assert (Registration.objects.count(), redding.taken) == (0, 0)


def test_change_site_takes_the_new_seat_and_hands_on_the_old(redding, susanville):
    first = register(redding, "ana")
    register(redding, "ben")
    register(redding, "cem")
    change_site(by=None, registration=first, site=susanville)
    assert states(redding) == [("Ben", REGISTERED, None), ("Cem", REGISTERED, None)]
    assert states(susanville) == [("Ana", REGISTERED, None)]
    assert letters("ana@example.org")[-1] == "registration-changed"
    assert "SEQUENCE:1" in Letter.objects.filter(to="ana@example.org").order_by("-pk")[0].calendar


def test_change_site_to_a_full_one_keeps_the_seat(redding, susanville):
    register(redding, "ana")
    register(redding, "ben")
    mine = register(susanville, "cem")
    with pytest.raises(SiteFull):
        change_site(by=None, registration=mine, site=redding)
    mine.refresh_from_db()
    assert (mine.site_id, mine.state) == (susanville.pk, REGISTERED)


def test_swap_person_keeps_the_seat(redding):
    row = register(redding, "ana")
    register(redding, "ben")
    new = swap_person(by=None, registration=row, entrant=entrant("cem"))
    redding.refresh_from_db()
    assert (new.state, redding.taken) == (REGISTERED, 2)
    assert letters("ana@example.org")[-1] == "registration-swapped"
    told = Letter.objects.get(kind="registration-swapped")
    assert told.subject.startswith("A colleague comes in your place: ")
    assert "a colleague comes in your place." in told.text


def test_change_site_plan_with_more_seats_moves_people_up(redding):
    for name in ("ana", "ben", "cem"):
        register(redding, name)
    change_site_plan(by=None, site=redding, fields={"capacity": 3})
    assert states(redding)[-1] == ("Cem", REGISTERED, None)


def test_change_site_plan_below_the_seats_taken_is_refused(redding):
    register(redding, "ana")
    register(redding, "ben")
    with pytest.raises(TooFewSeats):
        change_site_plan(by=None, site=redding, fields={"capacity": 1})


def test_register_person_after_the_end_is_refused(redding):
    with clock.at(END.replace(day=10)), pytest.raises(NotOpen):
        register(redding, "ana")


def test_register_person_at_a_county_that_only_plans_is_refused(redding):
    planning = add_site(by=None, convening=redding.convening, kind=SiteKind.PLANNING, fields={"name": "Trinity"})
    with pytest.raises(NoSuchSite):
        register(planning, "ana")


def test_cancel_convening_writes_to_all_and_calendars_drop_it(redding):
    register(redding, "ana")
    cancel_convening(by=None, convening=redding.convening)
    letter = Letter.objects.filter(to="ana@example.org").order_by("-pk")[0]
    assert letter.kind == "registration-convening-cancelled"
    assert "METHOD:CANCEL" in letter.calendar


@pytest.mark.django_db(transaction=True)
def test_register_person_many_at_once_fill_the_site_exactly(redding):
    Site.objects.filter(pk=redding.pk).update(capacity=7)
    names = [f"p{number}" for number in range(20)]
    errors: list[Exception] = []

    def work(mine: list[str]) -> None:
        with clock.at(END.replace(day=1)):
            for name in mine:
                try:
                    register(redding, name)
                except Exception as error:  # noqa: BLE001
                    errors.append(error)
        connection.close()

    threads = [threading.Thread(target=work, args=(names[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    redding.refresh_from_db()
    held = Registration.objects.filter(site=redding, state=REGISTERED).count()
    numbers = Registration.objects.filter(site=redding, state=WAITING).values_list("waiting_number", flat=True)
    assert (held, redding.taken, sorted(numbers)) == (7, 7, list(range(1, 14)))
    assert Letter.objects.count() == 20


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it has one writer at a time")
@pytest.mark.parametrize("act", ["move", "give back", "check in"])
def test_sites_are_held_before_registrations_so_that_nobody_waits_for_each_other(redding, susanville, act):
    for name in ("ana", "ben"):
        register(redding, name)
    row = register(redding, "cem")
    with clock.at(START), CaptureQueriesContext(connection) as asked:
        if act == "move":
            change_site(by=None, registration=row, site=susanville)
        elif act == "give back":
            cancel_registration(by=None, registration=row)
        else:
            check_in(by=None, registration=row, site=redding, how=How.NAME)
    held = [
        one["sql"] for one in asked.captured_queries if "FOR UPDATE" in one["sql"] or one["sql"].startswith("UPDATE")
    ]
    assert ("convenings_site" in held[0], 'FROM "convenings_registration"' in held[1]) == (True, True)
