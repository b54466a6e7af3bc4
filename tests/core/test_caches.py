"""Redis that is gone costs nobody anything."""

import pytest
from django.test import RequestFactory, override_settings

from groundswell.core import caches
from groundswell.core.limits import TooMany, count_attempt, refuse_after
from tests.journeys.conftest import free_port


@pytest.fixture
def gone(monkeypatch):
    monkeypatch.setattr(caches.RedisOrMemory, "again_at", 0.0)
    address = f"redis://127.0.0.1:{free_port()}/0"
    with override_settings(
        CACHES={"default": {"BACKEND": "groundswell.core.caches.RedisOrMemory", "LOCATION": address}}
    ):
        yield
    caches.LocMemCache("while-redis-is-away", {}).clear()


def test_attempts_are_counted_while_redis_is_away(gone):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.50")
    for _n in range(3):
        count_attempt(request, "try", most=3, seconds=60)
    with pytest.raises(TooMany):
        count_attempt(request, "try", most=3, seconds=60)
    with pytest.raises(TooMany):
        refuse_after(request, "try", most=3)


def test_redis_is_not_asked_again_at_once(gone, monkeypatch):
    from django.core.cache.backends.redis import RedisCache

    asked = []

    def get(self, key, default=None, version=None):
        from redis import ConnectionError as Gone

        asked.append(key)
        raise Gone

    monkeypatch.setattr(RedisCache, "get", get)
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.51")
    for _n in range(3):
        refuse_after(request, "look", most=3)
    assert len(asked) == 1
