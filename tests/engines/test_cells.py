from datetime import date

import pytest

from groundswell.engines.cells import as_day, as_number, as_truth, as_whole


@pytest.mark.parametrize(
    "text",
    [
        "2027-02-25", "2/25/2027", "2/25/27", "2027/2/25", "25.02.2027", "Feb 25, 2027", "February 25th 2027", "25-Feb-27",
        "Thu 2/25/2027", "thursday,_february_25,_2027", "25 de febrero de 2027", "2027-02-25 09:30", "46443",
    ],
)  # fmt: skip
def test_days_are_read_as_people_and_programs_write_them(text):
    assert as_day(text) == date(2027, 2, 25)


@pytest.mark.parametrize(
    "text", ["", "Feb 25", "2/25", "13/40/2027", "2/25/027", "room 1 2 27", "soon", "1-2", "mar", "99999"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is for whoever knows the column
        as_day(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("$1,200.50", 1200.5),
        ("0,25", 0.25),
        ("20%", 0.2),
        ("12.0", 12),
        ("1\u00a0200", 1200),
        ("-3", -3),
    ],
)
def test_numbers(text, value):
    assert as_number(text) == value


def test_a_comma_in_a_place_is_a_point():
    assert as_number("-118,243", grouped=False) == -118.243


@pytest.mark.parametrize("text", ["", "many", "1,2,3", "nan", "inf", "1_000"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        as_number(text)


def test_whole_numbers_and_truths():
    assert (as_whole("1,200"), as_whole("7.0")) == (1200, 7)
    assert (as_truth("Yes"), as_truth("no"), as_truth("", empty=True)) == (True, False, True)
    for wrong in ("1.5", "-1", "x"):
        with pytest.raises(ValueError):  # noqa: PT011
            as_whole(wrong)
    with pytest.raises(ValueError):  # noqa: PT011
        as_truth("maybe")
