"""Doing something too often from one address is refused in a sentence; another address is not affected."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from groundswell.core.limits import TooMany, count_attempt


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


def request(address: str):
    return RequestFactory(REMOTE_ADDR=address).get("/")


def test_third_attempt_of_two_is_refused_and_others_go_on():
    for _ in range(2):
        count_attempt(request("192.0.2.1"), "try", most=2, seconds=60)
    with pytest.raises(TooMany, match="That was too often in a short time"):
        count_attempt(request("192.0.2.1"), "try", most=2, seconds=60)
    count_attempt(request("192.0.2.2"), "try", most=2, seconds=60)
    count_attempt(request("192.0.2.1"), "other", most=2, seconds=60)


def test_attempts_of_one_thing_count_from_every_address():
    count_attempt(request("192.0.2.1"), "code", most=1, seconds=60, of="mail")
    with pytest.raises(TooMany):
        count_attempt(request("192.0.2.2"), "code", most=1, seconds=60, of="mail")
