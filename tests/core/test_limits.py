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


def test_visitors_behind_a_proxy_on_another_machine_are_counted_apart(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for visitor in ("192.0.2.1", "192.0.2.2", "2001:db8::1"):
        behind = RequestFactory(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.9, {visitor}").get("/")
        count_attempt(behind, "try", most=1, seconds=60)
    same_house = RequestFactory(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="2001:db8::2").get("/")
    with pytest.raises(TooMany):
        count_attempt(same_house, "try", most=1, seconds=60)


def test_attempts_of_one_thing_count_from_every_address():
    count_attempt(request("192.0.2.1"), "code", most=1, seconds=60, of="mail")
    with pytest.raises(TooMany):
        count_attempt(request("192.0.2.2"), "code", most=1, seconds=60, of="mail")
