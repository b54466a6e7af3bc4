"""The live day: a thousand open pages, a host who moves all sites on, questions, notes and votes; and a server that is killed.

One process on SQLite, two processes on SQLite without Redis, two processes on PostgreSQL with Redis. Chromium pages among
the thousand say how long a change takes from its arrival to its paint.
"""

import asyncio
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools.with_postgres import cluster

from benchmarks.live.costs import measure_costs
from benchmarks.live.place import PORT, ROOT, TRUTH, Place, place, redis_server, seconds_below
from benchmarks.live.visitors import Room

PAGES, BROWSERS = int(os.environ.get("LIVE_PAGES", "1000")), 1
READS, POSTS, EVERY, SECONDS = 20, 50, 2.0, int(os.environ.get("LIVE_SECONDS", "60"))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""


class Beside:
    """A process beside us that speaks in lines."""

    def __init__(self, module: str, told: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.say(json.dumps(told))

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if not line:
            raise SystemExit("A process of the measurement ended early.")
        return line

    def end(self) -> Any:
        self.say("stop")
        line = self.hear()
        self.process.wait(20)
        return json.loads(line)


def share(values: list[float], part: float) -> float:
    """A quantile, in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")


def after_a_kill(here: Place, room: Room, followers: Beside) -> tuple[float, float]:
    """Kill and restart under load; seconds until the server listens and until all pages are back."""

    async def act() -> tuple[float, float]:
        load = asyncio.create_task(room.live(10, READS, POSTS, EVERY, 500))
        await asyncio.sleep(2)
        room.down = True
        killed = time.perf_counter()
        await asyncio.to_thread(here.kill)
        await asyncio.sleep(1)  # as a service manager waits
        await asyncio.to_thread(here.start)
        listens = time.perf_counter() - killed
        await asyncio.to_thread(followers.hear)
        back = time.perf_counter() - killed
        await load
        room.down = False
        await asyncio.sleep(1.5)
        return listens, back

    return asyncio.run(act())


def measure(name: str, database: str, redis: str, processes: int) -> list[str]:
    """One way to serve: its lines of the table."""
    with place(database, redis, processes) as here:
        room = Room(here.world)
        after = asyncio.run(room.let_in(PAGES))
        told = {"port": PORT, "topic": f"room:{here.world['id']}", "cookies": room.cookies[BROWSERS:], "after": after}
        followers = Beside("benchmarks.live.followers", told)
        followers.hear()
        url = f"http://localhost:{PORT}{room.path}/room/"
        seen = {"url": url, "cookies": room.cookies[:BROWSERS], "chromium": CHROMIUM}
        browsers = Beside("benchmarks.live.pages", seen) if CHROMIUM else None
        if browsers:
            browsers.hear()
        asyncio.run(room.live(2, READS, POSTS, 10, 900))  # what is read once for a process is read
        costs = measure_costs(here, room, PAGES)
        room.reads, room.posts, room.wrong = [], [], 0
        used, own, began = here.seconds(), resource.getrusage(resource.RUSAGE_SELF).ru_utime, time.perf_counter()
        asyncio.run(room.live(SECONDS, READS, POSTS, EVERY, 1))
        lasted = time.perf_counter() - began
        cpu = (here.seconds() - used) / lasted
        own = (resource.getrusage(resource.RUSAGE_SELF).ru_utime - own) / lasted
        time.sleep(1)
        browser_seconds = seconds_below(browsers.process.pid) if browsers else 0.0
        painted = browsers.end() if browsers else []
        clicks = dict(room.clicks)
        figures = (share(room.reads, 0.95), share(room.posts, 0.95), room.wrong)
        listens, back = after_a_kill(here, room, followers)
        wrong_then = room.wrong - figures[2]
        held, truth = followers.end(), here.ask(TRUTH)
    arrivals = [
        at - clicks[int(mark)] if at else 99.0
        for mark, ats in held["rooms"].items()
        if int(mark) in clicks
        for at in ats
    ]
    paints = [
        page["painted"][m] - at for page in painted for m, at in page["arrived"].items() if page["painted"].get(m)
    ]
    ends = [at - clicks[int(m)] for page in painted for m, at in page["painted"].items() if at and int(m) in clicks]
    lost = len(clicks) - sum(int(mark) in clicks for mark in held["rooms"])
    kilobytes = held["bytes"] / PAGES / lasted / 1000
    # All pages have them in one order, that of their events; of two written at one instant the later may be told first.
    same = held["kinds"] == 1 and held["lines"] == 1 and sorted(held["notes"][0]) == truth["notes"]
    return [
        (
            f"{name:<34}{share(arrivals, 0.5):>7.0f}{share(arrivals, 0.95):>7.0f}{max(arrivals, default=0) * 1000:>7.0f}"
            f"{share(paints, 0.95):>7.0f}{share(arrivals, 0.95) + share(paints, 0.95):>7.0f}{share(ends, 0.95):>9.0f}"
            f"{figures[0]:>7.0f}{figures[1]:>7.0f}{figures[2]:>7}{cpu:>7.2f}{own:>6.2f}{kilobytes:>7.1f}"
        ),
        (
            f"  processor time: a page {costs.page:.1f} ms, a post with its messages {costs.post:.1f} ms, a click with its "
            f"delivery {costs.click:.0f} ms ({costs.delivery:.0f} µs a page); the open pages' own program took "
            f"{held['seconds']:.0f} s of the processor, Chromium's {browser_seconds:.0f} s"
        ),
        (
            f"  killed: listens again after {listens:.1f} s, all back after {back:.1f} s; errors then {wrong_then}; "
            f"marks lost {lost}, doubled events "
            f"{held['doubled']}, kinds of walls {held['kinds']}, of lines {held['lines']}; "
            f"{len(truth['notes'])} notes, {truth['questions']} questions, {truth['votes']} votes; "
            f"{'missed nothing' if same and not lost else 'MISSED SOMETHING'}; load {os.getloadavg()[0]:.1f}"
        ),
    ]


def run(data: Path | None, peer: Path | None) -> str:
    """All ways to serve."""
    only = os.environ.get("LIVE_ONLY", "123")
    lines = [
        (
            f"{PAGES} open pages ({BROWSERS} of them in Chromium), {READS} pages and {POSTS} posts a second, a host's click every "
            f"{EVERY:.0f} s for {SECONDS} s;"
        ),
        "milliseconds from the click to its arrival (median, 95th percentile, most), from arrival to paint in Chromium (95th),",
        "their sum, and click to paint in Chromium (95th); then pages and posts (95th), errors, cores used by server and",
        "sender, kB a second a page. Wanted: the sum at most 300, all back within 20 s, nothing missed.",
        (
            f"{'':<34}{'p50':>7}{'p95':>7}{'most':>7}{'paint':>7}{'sum':>7}{'Chromium':>9}{'pages':>7}{'posts':>7}{'wrong':>7}"
            f"{'cores':>7}{'own':>6}{'kB/s':>7}"
        ),
    ]
    if "1" in only:
        lines += measure("SQLite, 1 process", "", "", 1)
    if "2" in only:
        lines += measure("SQLite, 2 processes, no Redis", "", "", 2)
    if "3" in only:
        with cluster(durable=True) as url, redis_server() as redis:
            if url is None or redis is None:
                lines.append("PostgreSQL's or Redis's server programs are not on this machine: left out.")
            else:
                lines += measure("PostgreSQL, Redis, 2 processes", url, redis, 2)
    return "\n".join(lines) + "\n"
