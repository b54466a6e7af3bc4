"""Addresses that are looked up once."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix

from groundswell.ui.addresses import address


def drawn(template: str, **given: object) -> str:
    return Template(template).render(Context(given))


def test_says_what_django_says() -> None:
    assert address("places:place", "county-19") == reverse("places:place", args=["county-19"])
    assert drawn("{% url 'places:place' key %}", key="county-19") == reverse("places:place", args=["county-19"])
    assert drawn("{% url 'places:place' key=key %}", key="a") == reverse("places:place", args=["a"])


def test_tells_a_number_from_words() -> None:
    with pytest.raises(NoReverseMatch):
        address("people:person", "1a")
    assert address("people:person", 1) == address("people:person", "1")


def test_an_address_that_is_not_there_is_nothing_where_it_is_named_and_an_error_elsewhere() -> None:
    assert drawn("{% url 'nobody:knows' as found %}({{ found }})") == "()"
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'nobody:knows' %}")


def test_lies_below_the_prefix_of_the_request() -> None:
    before = address("places:overview")
    set_script_prefix("/below/")
    try:
        assert address("places:overview") == f"/below{before}"
    finally:
        set_script_prefix("/")
    assert address("places:overview") == before
