"""Sheets of teams, answers, calendars and substitutes as offices write them; and the verifier of dates."""

from dataclasses import replace
from datetime import date

import pytest

from groundswell.engines.dates import Question, Team, best_dates
from groundswell.engines.dates.files import (
    read_calendar,
    read_dates,
    read_said_no,
    read_sites,
    read_substitutes,
    read_teams,
    weekdays,
)
from groundswell.engines.dates.verify import problems
from groundswell.engines.errors import InputError

MONDAY, TUESDAY = date(2027, 2, 22), date(2027, 2, 23)


@pytest.fixture
def write(tmp_path):
    def made(text: str):
        path = tmp_path / "sheet.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return made


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (
            read_teams,
            "team,people\nA,²\n",
            "“²” in the column “people” is not a whole number of 0 or more. Correct it.",
        ),
        (
            read_teams,
            "team,people\nA,-1\n",
            "“-1” in the column “people” is not a whole number of 0 or more. Correct it.",
        ),
        (read_teams, f"team,people\nA,{'9' * 5000}\n", f"“{'9' * 5000}” in the column “people” is not a whole"),
        (read_teams, "team,lat\nA,up\n", "“up” in the column “lat” is not a number. Correct it."),
        (read_teams, "team,km\nA,inf\n", "“inf” in the column “km” is not a number. Correct it."),
        (read_teams, "team,required\nA,maybe\n", "“maybe” in the column “required” is neither yes nor no."),
        (read_dates, "date\nsoon\n", "“soon” in the column “date” is no date. Write it as 2027-02-25."),
        (read_dates, "date\n2/30/2027\n", "“2/30/2027” in the column “date” is no date. Write it as 2027-02-25."),
        (read_dates, f"date\n1/1/{'9' * 30}\n", f"“1/1/{'9' * 30}” in the column “date” is no date."),
        (read_said_no, "team,answer\nA,no\n", "This table has no dates. Its columns are team, date, available;"),
        (read_calendar, "date,kind\n2027-02-22,party\n", "“party” in the column “kind” is neither blackout nor free."),
        (
            read_calendar,
            "date,until\n2027-02-23,2027-02-22\n",
            "2027-02-22 is before 2027-02-23. Turn the two around.",
        ),
    ],
)
def test_slip_in_a_sheet_says_where_and_what(write, read, text, sentence):
    with pytest.raises(InputError) as told:
        read(write(text))
    assert str(told.value).startswith(sentence)
    assert told.value.source == "sheet.csv"


def test_days_from_a_later_to_an_earlier_one_are_turned_around_by_hand():
    with pytest.raises(InputError, match="2027-02-22 is before 2027-02-23"):
        weekdays(TUESDAY, MONDAY)
    assert weekdays(date(2027, 2, 19), MONDAY) == (date(2027, 2, 19), MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "team,date,available\nA,2/22/27,no\nA,2/23/2027,\nB,2027-02-22,yes\n",
        "name,2027-02-22,2027-02-23,notes\nA,no,,late\nB,yes,y,\n",
    ],
)
def test_answers_come_as_rows_or_as_a_table_and_silence_is_yes(write, text):
    assert read_said_no(write(text)) == {("A", MONDAY)}


def test_substitutes_of_a_district_always_and_on_a_single_day(write):
    path = write("district,substitutes,date\nNorth,3,\nNorth,1,2027-02-22\n")
    assert read_substitutes(path) == ({"North": 3}, {("North", MONDAY): 1})


def test_days_of_everybody_and_of_one_county(write):
    path = write("date,until,kind,who,reason\n2027-02-22,2027-02-23,,all,holiday\n2027-02-22,,free,North,none\n")
    assert [(day.day, str(day.kind), day.scope) for day in read_calendar(path)] == [
        (MONDAY, "blackout", ""), (TUESDAY, "blackout", ""), (MONDAY, "free", "North"),
    ]  # fmt: skip


def test_sites_are_closed_on_days_with_any_mark_between(write):
    [site] = read_sites(write("site,lat,lon,closed\nA,39,-121,2027-02-22; 2/23/2027\n"))
    assert site.closed == {MONDAY, TUESDAY}


TEAMS = (Team("A", "North", "X", 4, 2), Team("B", "North", "X", 3, 2))
QUESTION = Question(TEAMS, (MONDAY, TUESDAY), said_no=frozenset({("A", TUESDAY)}), substitutes={"North": 2})


def test_verifier_of_dates_finds_what_is_wrong():
    dates = best_dates(QUESTION)
    first = dates.best[0]
    assert (problems(QUESTION, dates), first.teams) == ([], ("A",))

    def wrong(**changed: object) -> list[str]:
        return problems(QUESTION, replace(dates, best=(replace(first, **changed), *dates.best[1:])))

    assert "2027-02-22: North has 2 substitutes and needs 4." in wrong(teams=("A", "B"))
    assert "2027-02-22: the number of people is wrong." in wrong(people=9)
    assert "2027-02-22: a team is neither there nor absent." in wrong(absent=())
    assert "2027-02-23: A cannot come." in wrong(start=TUESDAY)
    scores = (replace(dates.scores[0], people=7), *dates.scores[1:])
    assert "2027-02-22: 4 people could come, not 7." in problems(QUESTION, replace(dates, scores=scores))
    assert problems(QUESTION, replace(dates, best=dates.best[1:])) == ["The dates are not the best ones."]
