"""Dates, hours and names as people read them, in both languages."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from groundswell.convenings.models import Site
from groundswell.convenings.selectors.convenings import SiteLine
from groundswell.convenings.wording import county_words, day_and_hours, hour_of_program, hours_in_words
from groundswell.places.models import Place

BEGIN, END = datetime(2027, 2, 9, 16, 30, tzinfo=UTC), datetime(2027, 2, 9, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-us", "Tuesday, Feb. 9, 2027, 8:30 a.m. to 3:15 p.m. Pacific"),
        ("es", "martes, 9 de febrero de 2027, de 08:30 a 15:15, hora del Pacífico"),
    ],
)
def test_day_and_hours_follow_the_language(language, words):
    with translation.override(language):
        assert day_and_hours(BEGIN, END) == words


@pytest.mark.parametrize(("language", "words"), [("en-us", ["3:15", "5.5", "6"]), ("es", ["15:15", "5,5", "6"])])
def test_hours_follow_the_language(language, words):
    with translation.override(language):
        shown = [hour_of_program(END), hours_in_words(Decimal("5.50")), hours_in_words(Decimal("6.00"))]
    assert shown == words


@pytest.mark.parametrize(("language", "words"), [("en-us", "Shasta County"), ("es", "Condado de Shasta")])
def test_county_words_follow_the_language(language, words):
    with translation.override(language):
        assert county_words(Place(name="Shasta County")) == words


@pytest.mark.parametrize(
    ("people", "capacity", "words"), [(27, 40, "27 of 40 places"), (1, None, "1 person"), (0, None, "0 people")]
)
def test_site_line_says_places_in_words(people, capacity, words):
    assert SiteLine(Site(kind="in-person", capacity=capacity), people, 0, 0, 0, 0).words == words
