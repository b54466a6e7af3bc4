"""Many open pages as one process: each a stream that notes what arrived when, and comes back as a page's script does.

Read by `python -m benchmarks.live.followers`: one line of JSON on standard input says where; "stop" ends it. It prints
"open" when all streams are open, "back SECONDS" when all are open again after a loss, and at the end what they hold.
"""

import asyncio
import json
import random
import re
import resource
import sys
import time
from functools import lru_cache
from typing import Any

EVENT = re.compile(rb"id: (\d+)\nevent: message\ndata: (.*)\n\n")
MARK = re.compile(rb"mark-(\d+)-")
NOTE = re.compile(rb"note-(\d+)")
RETRY = re.compile(rb"retry: (\d+)\n")


@lru_cache(maxsize=256)
def read_events(data: bytes) -> tuple[tuple[int, str, int], ...]:
    """(number, what, which) of each event; all pages get the same bytes, so they are read once."""
    found = []
    for number, body in EVENT.findall(data):
        if b'"target": "wall"' in body:
            found.append((int(number), "note", int(NOTE.findall(body)[-1])))
        elif b'"target": "room"' in body:
            mark = MARK.search(body)
            found.append((int(number), "room", int(mark[1]) if mark else 0))
        elif b'"target": "line"' in body:
            found.append((int(number), "line", hash(body.partition(b'"html"')[2])))
    return tuple(found)


class Page(asyncio.Protocol):
    """One open page."""

    def __init__(self, crowd: "Crowd", cookie: str, last: int) -> None:
        self.crowd, self.cookie, self.last = crowd, cookie, last
        self.rest = b""
        self.retry = 2.0
        self.failures = 0
        self.is_open = False
        self.doubled = 0
        self.bytes = 0
        self.notes: list[int] = []
        self.rooms: dict[int, float] = {}
        self.line = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.rest = b""
        seen = f"Last-Event-ID: {self.last}\r\n" if self.crowd.opened_once else ""
        path = f"/live/?topics={self.crowd.topic}&after={self.last}&language=en"
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\n{seen}\r\n"
        transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        at = time.time()
        self.bytes += len(data)
        if not self.is_open:
            if b"HTTP/1.1 200" not in data:
                self.transport.close()
                return
            self.is_open, self.failures = True, 0
            self.crowd.opened()
        if b"retry: " in data:
            self.retry = int(RETRY.findall(data)[-1]) / 1000
        data = self.rest + data
        end = data.rfind(b"\n\n") + 2
        if end < 2:
            self.rest = data
            return
        begin = data.find(b"id: ")
        self.rest = data[end:]
        for number, what, which in read_events(data[begin:end]) if begin >= 0 else ():
            if number <= self.last:
                self.doubled += 1
                continue
            self.last = number
            if what == "note":
                self.notes.append(which)
            elif what == "room":
                self.rooms.setdefault(which, at)
            else:
                self.line = which

    def connection_lost(self, _error: Exception | None) -> None:
        if self.is_open:
            self.is_open = False
            self.crowd.lost()
        self.again()

    def again(self) -> None:
        """As the browser and live-stream.js do: three tries of the stream, then looking every few seconds."""
        self.failures += 1
        wait = self.retry if self.failures < 3 else (2 if self.failures == 3 else 5 * (0.7 + 0.6 * random.random()))
        asyncio.get_running_loop().call_later(wait, lambda: asyncio.ensure_future(self.connect()))

    async def connect(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.crowd.port)
        except OSError:
            self.again()


class Crowd:
    """All open pages."""

    def __init__(self, port: int, topic: str, cookies: list[str], after: int) -> None:
        self.port, self.topic = port, topic
        self.opened_once = False
        self.count = 0
        self.lost_at = 0.0
        self.pages = [Page(self, cookie, after) for cookie in cookies]

    async def open(self) -> None:
        for at in range(0, len(self.pages), 50):
            await asyncio.gather(*(page.connect() for page in self.pages[at : at + 50]))

    def opened(self) -> None:
        self.count += 1
        if self.count == len(self.pages):
            print(f"back {time.time() - self.lost_at:.2f}" if self.opened_once else "open", flush=True)
            self.opened_once, self.lost_at = True, 0.0

    def lost(self) -> None:
        self.count -= 1
        self.lost_at = self.lost_at or time.time()

    def held(self) -> dict[str, Any]:
        marks = sorted({mark for page in self.pages for mark in page.rooms})
        return {
            "rooms": {mark: [page.rooms.get(mark) for page in self.pages] for mark in marks},
            "notes": sorted({tuple(page.notes) for page in self.pages})[:3],
            "kinds": len({tuple(page.notes) for page in self.pages}),
            "lines": len({page.line for page in self.pages}),
            "doubled": sum(page.doubled for page in self.pages),
            "seconds": sum(resource.getrusage(resource.RUSAGE_SELF)[:2]),
            "bytes": sum(page.bytes for page in self.pages),
        }


async def main() -> None:
    told = json.loads(sys.stdin.readline())
    crowd = Crowd(told["port"], told["topic"], told["cookies"], told["after"])
    await crowd.open()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    print(json.dumps(crowd.held()), flush=True)


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
