"""Grades as people write them."""

import pytest

from groundswell.people.choices import NotAGrade, bits_to_grades, grades_in_words, grades_to_bits, read_grades

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("K-2", ["K", "1", "2"]),
        ("TK–2;6", ["K", "1", "2", "6"]),
        ("3, 4 and 5", ["3", "4", "5"]),
        ("09 10", ["9", "10"]),
        ("kindergarten", ["K"]),
        ("6 to 8", ["6", "7", "8"]),
        ("", []),
    ],
)
def test_grades_as_written(text, grades):
    assert bits_to_grades(read_grades(text)) == grades


@pytest.mark.parametrize("text", ["13", "fifth", "8-6", "4-", "UG"])
def test_grades_that_are_none(text):
    with pytest.raises(NotAGrade):
        read_grades(text)


def test_grades_of_a_list():
    assert bits_to_grades(grades_to_bits(["12", "K", "07"])) == ["K", "7", "12"]


@pytest.mark.parametrize(
    ("text", "words"), [("K-2,5", "grades K–2, 5"), ("7", "grade 7"), ("9-12", "grades 9–12"), ("", "")]
)
def test_grades_in_words(text, words):
    assert grades_in_words(read_grades(text)) == words
