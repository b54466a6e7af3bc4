"""Runs conference-scheduler on data that comes as JSON; its folder is on PYTHONPATH."""

import json
import sys
import time
from datetime import datetime, timedelta

from conference_scheduler import scheduler  # type: ignore[import-not-found]
from conference_scheduler.resources import Event, Slot  # type: ignore[import-not-found]

asked = json.load(sys.stdin)
first = datetime(2027, 2, 25, 9)  # noqa: DTZ001 - the peer compares naive times
slots = [
    Slot(f"room {room}", first + timedelta(hours=hour), 60, capacity, f"period {hour}")
    for room, capacity in enumerate(asked["rooms"])
    for hour in range(asked["periods"])
]
events = [Event(name=f"session {n}", duration=60, demand=size) for n, size in enumerate(asked["sizes"])]
for a, b in asked["shared"]:
    events[a].add_unavailability(events[b])
for n, size in enumerate(asked["sizes"]):
    events[n].add_unavailability(*(slot for slot in slots if slot.capacity < size))
started = time.monotonic()
found = scheduler.schedule(events, slots)
print(f"{time.monotonic() - started:.1f} s, {'a timetable' if found else 'none'}")
