import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.dates import CalendarDay, Kind, Place, Question, Team, best_dates
from groundswell.engines.dates.verify import problems
from groundswell.engines.errors import Infeasible, InputError

MONDAY = date(2027, 2, 22)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@st.composite
def questions(draw):
    districts = draw(st.integers(1, 3))
    teams = tuple(
        Team(
            f"t{n}",
            f"d{draw(st.integers(0, districts - 1))}",
            "county",
            draw(st.integers(1, 6)),
            draw(st.integers(0, 4)),
            draw(st.sampled_from([None, None, 0, 1, 2])),
            km=float(draw(st.integers(0, 90))),
            required=draw(st.integers(0, 9)) == 0,
        )
        for n in range(draw(st.integers(1, 8)))
    )
    dates = tuple(day(n) for n in range(draw(st.integers(1, 6))))
    chosen = st.tuples(st.sampled_from([team.id for team in teams]), st.sampled_from(dates))
    special = st.builds(
        CalendarDay, st.sampled_from(dates), st.sampled_from(Kind), st.just("a day"), st.sampled_from(["", "d0", "d1"])
    )
    return Question(
        teams,
        dates,
        draw(st.integers(1, 3)),
        draw(st.frozensets(chosen, max_size=6)),
        tuple(draw(st.lists(special, max_size=3))),
        draw(st.dictionaries(st.sampled_from(["d0", "d1"]), st.integers(0, 9))),
        draw(st.dictionaries(st.tuples(st.sampled_from(["d0", "d2"]), st.sampled_from(dates)), st.integers(0, 6))),
        farthest=draw(st.sampled_from([None, 60.0])),
    )


@settings(max_examples=200, deadline=None)
@given(questions())
def test_dates_are_the_best_and_the_verifier_agrees(question):
    try:
        dates = best_dates(question)
    except Infeasible:
        assert any(team.required for team in question.teams)
        return
    assert problems(question, dates) == []
    assert len(dates.best) == min(3, sum(score.people is not None for score in dates.scores))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 50)), min_size=1, max_size=7),
    st.integers(0, 9),
)
def test_substitutes_go_to_the_teams_with_most_people_and_least_travel(given_teams, there):
    teams = [Team(f"t{n}", "d", "", people, need, km=float(km)) for n, (people, need, km) in enumerate(given_teams)]
    best = max(
        (sum(team.people for team in some), -sum(team.people * team.km for team in some))
        for count in range(len(teams) + 1)
        for some in itertools.combinations(teams, count)
        if sum(team.substitutes for team in some) <= there
    )
    choice = best_dates(Question(tuple(teams), (MONDAY,), substitutes={"d": there})).best[0]
    assert (choice.people, -choice.km) == best


def test_each_absent_team_has_its_reason():
    teams = (
        Team("no", "North", "A"),
        Team("out", "South", "B"),
        Team("spent", "North", "A", release_days=0),
        Team("far", "North", "A", km=200),
        Team("big", "East", "C", 5, 5),
        Team("small", "East", "C", 1, 2),
        Team("here", "North", "A", 3),
    )
    question = Question(
        teams,
        (MONDAY,),
        said_no=frozenset({("no", MONDAY)}),
        calendar=(CalendarDay(MONDAY, Kind.BLACKOUT, "ski week", "South"),),
        substitutes={"East": 5},
        farthest=150,
    )
    choice = best_dates(question).best[0]
    assert choice.teams == ("big", "here")
    assert {absent.team: absent.why for absent in choice.absent} == {
        "no": "said no",
        "out": "South: ski week on 2027-02-22",
        "spent": "0 release days left, 1 needed",
        "far": "200 km one way, beyond 150",
        "small": "East has 5 substitutes that day and small needs 2; they go to big",
    }
    assert choice.counties_missing == ("B",)


def test_a_day_without_class_needs_no_substitutes_and_no_release_day():
    question = Question(
        (Team("t", "d", "c", 4, 4, 0),),
        (day(0), day(1)),
        calendar=(CalendarDay(day(1), Kind.FREE, "staff day", "d"),),
        substitutes={"d": 0},
    )
    dates = best_dates(question)
    assert [(score.start, score.people) for score in dates.scores] == [(day(0), 0), (day(1), 4)]


def test_a_convening_of_three_days_goes_over_the_weekend():
    question = Question((Team("t"),), (day(3),), 3, said_no=frozenset({("t", day(7))}))
    assert best_dates(question).best[0].people == 0


def test_required_teams_decide_and_where_they_cannot_the_reason_is_said():
    question = Question(
        (Team("host", required=True), Team("many", people=9)),
        (day(0), day(1)),
        said_no=frozenset({("host", day(0)), ("many", day(1))}),
    )
    assert best_dates(question).best[0].start == day(1)
    with pytest.raises(Infeasible) as caught:
        best_dates(Question(question.teams, (day(0),), said_no=question.said_no))
    assert caught.value.conflicts == ("2027-02-22: host is required: said no",)


def test_teams_go_to_the_nearest_site_that_is_open():
    question = Question(
        (Team("Weed", lat=41.42, lon=-122.39),),
        (day(0), day(1)),
        sites=(Place("Yreka", 41.73, -122.63, frozenset({day(0)})), Place("Redding", 40.59, -122.39)),
        farthest=100,
    )
    dates = best_dates(question)
    assert [score.people for score in dates.scores] == [0, 1]
    assert problems(question, dates) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question((), (MONDAY,)), "There are no teams"),
        (Question((Team("a"),), ()), "There are no dates"),
        (Question((Team("a"), Team("a")), (MONDAY,)), "Two teams are called “a”"),
        (Question((Team("a", people=0),), (MONDAY,)), "Team a has 0 people"),
        (Question((Team("a"),), (MONDAY, MONDAY)), "2027-02-22 is in the list of dates twice"),
        (Question((Team("a"),), (MONDAY,), sites=(Place("x", 0, 0),)), "Team a has no coordinates"),
    ],
)
def test_what_cannot_be_is_said_in_words(question, words):
    with pytest.raises(InputError) as caught:
        best_dates(question)
    assert words in str(caught.value)
