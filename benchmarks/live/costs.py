"""What each thing costs the server in processor time, one kind after the other: no measure of speed, but one that a busy
machine does not change much."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from benchmarks.live.place import Place
from benchmarks.live.visitors import Room


@dataclass
class Costs:
    """Milliseconds of the server's processor time."""

    page: float
    post: float  # what the post itself costs, and the messages that it causes
    click: float  # a host's click with its delivery to all pages
    delivery: float  # of one message to one page, microseconds


def measure_costs(here: Place, room: Room, pages: int, *, rounds: int = 60) -> Costs:
    """Pages are open. Reads alone, posts alone, clicks alone."""

    def spent(act: Coroutine[Any, Any, None]) -> float:
        used = here.seconds()
        asyncio.run(act)
        time.sleep(1)  # what waits for company leaves
        return here.seconds() - used

    idle = spent(asyncio.sleep(3)) / 4
    read = spent(_in_turn(room.read, rounds, 0.0))
    posted = spent(_in_turn(room.post, rounds, 0.0))
    clicked = spent(_in_turn(room.click, 20, 0.5, first=700)) - 10 * idle
    return Costs(1000 * read / rounds, 1000 * posted / rounds, 1000 * clicked / 20, 1e6 * clicked / 20 / pages)


async def _in_turn(act: Callable[[int], Awaitable[None]], times: int, rest: float, first: int = 500_000) -> None:
    for number in range(times):
        await act(first + number)
        await asyncio.sleep(rest)
