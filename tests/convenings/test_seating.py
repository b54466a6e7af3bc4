"""Tables: everyone has one, nobody meets twice if it can be, what happened stays, and each sees only their own."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from groundswell.access.services.grants import give_role
from groundswell.activity.services.jobs import run_next_job
from groundswell.convenings.choices import How, SeatingState
from groundswell.convenings.models import GroupSeat, Registration, Seating
from groundswell.convenings.selectors.seating import changes_since, names_to_seat, proof_of, rounds_of, seats_of
from groundswell.convenings.services import deferred
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.groups import NoSuchTable, move_seat, seat_groups
from groundswell.convenings.services.planning import SessionPlan, add_session, change_site_plan
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.seating import CannotSeat, NobodyToSeat, Wish, ask_for_tables, seat_again
from groundswell.core import clock
from groundswell.engines import warm
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db
NAMES = ["ada", "ben", "cem", "dee", "eva", "fay", "gus", "hal", "ida", "jon", "kit", "lea"]


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """The engine's core is made once; pages do not compile."""
    if not warm.is_ready("mixing"):
        warm.prepare("mixing")


@pytest.fixture
def puzzle(convening):
    fields = {"title": "A puzzle", "mode": "local", "starts_at": START, "ends_at": START + timedelta(hours=1)}
    return add_session(by=None, convening=convening, plan=SessionPlan(fields))


@pytest.fixture
def lunch(convening):
    begins = START + timedelta(hours=2)
    fields = {"title": "Lunch", "mode": "local", "starts_at": begins, "ends_at": begins + timedelta(hours=1)}
    return add_session(by=None, convening=convening, plan=SessionPlan(fields))


@pytest.fixture
def people(redding) -> list[Registration]:
    change_site_plan(by=None, site=redding, fields={"capacity": None})
    return [join(redding, name) for name in NAMES]


@pytest.fixture
def host(redding, client):
    person = provide_person(by=None, email="host@example.org", given_name="Hana")
    give_role(by=None, user=person.user, role="site-host", space=redding.space)
    client.force_login(person.user)
    return person


def join(site, name) -> Registration:
    return register_person(by=None, convening=site.convening, site=site, entrant=entrant(name))


def wish(**more) -> Wish:
    return Wish(**{"size": 4, "rounds": 1, "mixing": "", "keep_teams": False, "who": "registered", **more})


def make(site, session, **more):
    return ask_for_tables(by=None, convening=session.convening, session=session, site=site, wish=wish(**more))


def tables_of(seating) -> list[list[list[int]]]:
    """For each round, for each table, ids of registrations."""
    return [[sorted(one.registration.pk for one in line.people) for line in lines] for lines in rounds_of(seating)]


def changes_of(seating):
    return changes_since(seating, names_to_seat(seating.convening, seating.site, seating.who))


def pairs(tables) -> set[tuple[int, int]]:
    return {pair for table in tables for pair in combinations(sorted(table), 2)}


def test_tables_seat_everyone_once_a_round_and_nobody_meets_twice(people, redding, puzzle):
    seating = make(redding, puzzle, rounds=2, size=3)
    rounds = tables_of(seating)
    assert seating.state == SeatingState.MADE
    assert [sorted(pk for table in tables for pk in table) for tables in rounds] == [sorted(p.pk for p in people)] * 2
    assert [sorted(map(len, tables)) for tables in rounds] == [[3, 3, 3, 3]] * 2
    assert pairs(rounds[0]) & pairs(rounds[1]) == set()
    proof = proof_of(seating, rounds_of(seating))
    assert (proof.people, proof.tables, proof.met, proof.first, proof.again) == (12, 4, 24, 24, 0)


def test_tables_of_a_later_session_know_who_sat_together_before(people, redding, puzzle, lunch):
    first, second = make(redding, puzzle, size=3), make(redding, lunch, size=3)
    assert pairs(tables_of(first)[0]) & pairs(tables_of(second)[0]) == set()
    assert proof_of(second, rounds_of(second)).again == 0


def test_tables_mix_schools_and_give_each_a_facilitator(people, redding, puzzle):
    leaders = [people[0].pk, people[1].pk, people[2].pk]
    seating = make(redding, puzzle, mixing="county", facilitators=leaders)
    led = [[pk for pk in table if pk in leaders] for table in tables_of(seating)[0]]
    assert sorted(map(len, led)) == [1, 1, 1]
    assert all(line.people[0].leads for line in rounds_of(seating)[0])


def test_seat_again_keeps_rounds_that_happened_and_seats_a_walk_in(people, redding, puzzle):
    seating = make(redding, puzzle, rounds=3)
    before = tables_of(seating)
    late = join(redding, "mia")
    assert [row.pk for row in changes_of(seating).unseated] == [late.pk]
    seating = seat_again(by=None, seating=seating, who="registered", first=2)
    after = tables_of(seating)
    assert after[0] == before[0]
    assert [late.pk in {pk for table in tables for pk in table} for tables in after] == [False, True, True]
    assert changes_of(seating).unseated == []


def test_seat_again_before_the_day_moves_as_few_as_can_be(people, redding, puzzle):
    seating = make(redding, puzzle)
    before = tables_of(seating)[0]
    join(redding, "mia")
    seating = seat_again(by=None, seating=seating, who="registered")
    after = tables_of(seating)[0]
    stayed = sum(len(set(old) & set(new)) for old, new in zip(before, after, strict=False))
    assert (stayed, seating.moved) == (12, 0)


def test_seat_again_for_those_who_are_here_leaves_out_the_others(people, redding, puzzle):
    seating = make(redding, puzzle)
    with clock.at(START):
        for row in people[:8]:
            check_in(by=None, registration=row, site=redding, how=How.NAME)
        seating = seat_again(by=None, seating=seating, who="here")
    assert sorted(pk for table in tables_of(seating)[0] for pk in table) == sorted(row.pk for row in people[:8])


def test_seat_again_from_a_round_that_is_not_there_is_refused(people, redding, puzzle):
    with pytest.raises(CannotSeat):
        seat_again(by=None, seating=make(redding, puzzle), who="registered", first=2)


def test_tables_without_people_are_refused_in_words(redding, puzzle):
    with pytest.raises(NobodyToSeat):
        make(redding, puzzle)


def test_groups_across_sites_hold_people_of_both(people, redding, susanville, puzzle):
    others = [join(susanville, name) for name in ("nia", "oda", "pia")]
    seating = make(None, puzzle, mixing="county")
    seated = [pk for table in tables_of(seating)[0] for pk in table]
    assert sorted(seated) == sorted(row.pk for row in (*people, *others))
    assert {group.name for group in seating.groups.all()} == {"Group 1", "Group 2", "Group 3", "Group 4"}


def test_large_plans_are_made_by_the_worker(people, redding, puzzle, monkeypatch):
    monkeypatch.setattr("groundswell.convenings.services.seating.AT_ONCE", 0)
    seating = make(redding, puzzle)
    assert (seating.state, tables_of(seating)) == (SeatingState.WORKING, [])
    run_next_job(worker="w1")
    seating.refresh_from_db()
    assert (seating.state, seating.share, seating.problem) == (SeatingState.MADE, 1.0, "")
    assert [sorted(map(len, tables)) for tables in tables_of(seating)] == [[4, 4, 4]]


def test_plan_that_is_gone_is_not_made(people, redding, puzzle, monkeypatch):
    monkeypatch.setattr("groundswell.convenings.services.seating.AT_ONCE", 0)
    seating = make(redding, puzzle)
    Seating.objects.filter(pk=seating.pk).delete()
    assert run_next_job(worker="w1") is True
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.parametrize(
    ("installed", "ready", "made"), [(True, False, ["siting"]), (True, True, []), (False, False, [])]
)
def test_engine_is_made_ready_once_and_only_where_it_is_installed(installed, ready, made, monkeypatch):
    done = []
    monkeypatch.setattr(warm, "is_installed", lambda: installed)
    monkeypatch.setattr(warm, "is_ready", lambda engine: ready)
    monkeypatch.setattr(warm, "prepare", done.append)
    deferred.prepare_engine.func("siting")
    assert done == made


def test_move_seat_gives_one_chair_and_refuses_tables_of_another_plan(people, redding, puzzle, lunch):
    seating, other = make(redding, puzzle), make(redding, lunch)
    target = seating.groups.order_by("number").last()
    move_seat(by=None, seating=seating, registration=people[0].pk, group=target)
    rows = GroupSeat.objects.filter(group__seating=seating, registration=people[0])
    assert [row.group_id for row in rows] == [target.pk]
    with pytest.raises(NoSuchTable):
        move_seat(by=None, seating=seating, registration=people[0].pk, group=other.groups.first())


def test_seats_of_names_one_s_own_table_and_company(people, redding, puzzle):
    seat_groups(
        by=None, convening=puzzle.convening, kind="table", session=puzzle, site=redding,
        tables={"Table 1": [people[0].pk, people[1].pk], "Table 2": [people[2].pk]},
    )  # fmt: skip
    (seat,) = seats_of(people[0])
    assert (seat.name, seat.others, seat.session, seat.round) == ("Table 1", ["Ben Example"], puzzle, 1)
    assert seats_of(people[5]) == []


def test_host_makes_tables_in_the_browser_and_a_participant_sees_only_their_own(
    client, people, redding, puzzle, host, django_user_model
):
    path = reverse("convenings:tables", args=[redding.convening.key, redding.number])
    said = {"session": puzzle.pk, "size": "4", "rounds": "1", "mixing": "school", "who": "registered", "client_id": "a"}
    answer = client.post(path, said)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Nobody sits with the same person twice." in page
    assert all(row.person.name in page for row in people)
    assert client.get(f"{answer['Location']}cards/").content.decode().count("Table 1") > 4
    client.logout()
    assert client.get(answer["Location"]).status_code == 404
    own = client.get(reverse("convenings:mine", args=[people[0].secret])).content.decode()
    mates = set(seats_of(people[0])[0].others)
    assert {row.person.name for row in people[1:] if row.person.name in own} == mates


def test_host_of_another_site_does_not_see_these_tables(client, people, redding, susanville, puzzle):
    seating = make(redding, puzzle)
    person = provide_person(by=None, email="other@example.org", given_name="Otto")
    give_role(by=None, user=person.user, role="site-host", space=susanville.space)
    client.force_login(person.user)
    path = reverse("convenings:seating", args=[redding.convening.key, seating.pk])
    assert [client.get(path).status_code, client.post(f"{path}again/").status_code] == [404, 404]


def test_tables_that_cannot_be_keep_what_was_typed_and_say_why(client, people, redding, puzzle, host):
    path = reverse("convenings:tables", args=[redding.convening.key, redding.number])
    answer = client.post(path, {"session": puzzle.pk, "size": "1", "rounds": "99", "who": "registered"})
    assert answer.status_code == 422
    assert 'value="99"' in answer.content.decode()


def test_tables_whose_worker_was_stopped_are_begun_again_with_one_press(client, people, redding, puzzle, host):
    seating = make(redding, puzzle)
    Seating.objects.filter(pk=seating.pk).update(state=SeatingState.WORKING, share=0.4)
    path = reverse("convenings:seating", args=[redding.convening.key, seating.pk])
    assert "Begin again" in client.get(path).content.decode()
    client.post(f"{path}again/", {"who": "registered", "first": "1", "afresh": "on"})
    seating.refresh_from_db()
    assert (seating.state, seating.share) == (SeatingState.MADE, 1.0)


def test_tables_for_one_session_are_replaced_when_they_are_set_again(people, redding, puzzle):
    for names in (["ada", "ben"], ["cem"]):
        rows = [people[NAMES.index(name)].pk for name in names]
        seat_groups(
            by=None, convening=puzzle.convening, kind="table", session=puzzle, site=redding, tables={"Table 1": rows}
        )
    assert [row.registration_id for row in GroupSeat.objects.all()] == [people[2].pk]


def test_somebody_of_another_site_who_sits_here_is_moved_by_hand(people, redding, susanville, puzzle, host, client):
    far = join(susanville, "far")
    with clock.at(START):
        for row in (*people[:5], far):
            check_in(by=None, registration=row, site=redding, how=How.NAME)
        seating = make(redding, puzzle, who="here", size=3)
        seat = GroupSeat.objects.select_related("group").get(registration=far)
        other = seating.groups.exclude(pk=seat.group_id).first()
        path = reverse("convenings:move-seat", args=[puzzle.convening.key, seating.pk])
        answer = client.post(path, {"registration": far.pk, "group": other.pk})
    assert (answer.status_code, GroupSeat.objects.get(registration=far).group_id) == (302, other.pk)
