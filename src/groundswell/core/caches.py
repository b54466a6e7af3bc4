"""What processes count together is kept in Redis, and in each process while Redis does not answer: nobody waits for it."""

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

PAUSE = 5.0  # seconds until Redis is asked again

log = logging.getLogger("groundswell.cache")


class RedisOrMemory(RedisCache):
    """Django's cache in Redis. A server that is gone or hangs costs one second once, never an error page."""

    again_at: ClassVar[float] = 0.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        patience = {"socket_connect_timeout": 1, "socket_timeout": 1}
        super().__init__(server, {**params, "OPTIONS": {**params.get("OPTIONS", {}), **patience}})
        self.memory = LocMemCache("while-redis-is-away", {})


def _patiently(name: str) -> Callable[..., Any]:
    def act(self: RedisOrMemory, *args: Any, **kwargs: Any) -> Any:
        from redis import RedisError

        if time.monotonic() >= RedisOrMemory.again_at:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError:
                RedisOrMemory.again_at = time.monotonic() + PAUSE
                log.warning("Redis does not answer; each process counts by itself.")
        return getattr(self.memory, name)(*args, **kwargs)

    return act


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(RedisOrMemory, _name, _patiently(_name))
