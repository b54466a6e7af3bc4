"""People in the room: let in by code, they read pages, ask, note and say “ours too”; the host moves everybody on."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from benchmarks.live.place import PORT

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(r"(?i)set-cookie: ([^=]+=[^;]*)")
QUESTION = re.compile(r'name="question" value="(\d+)"')
AFTER = re.compile(r'data-live-after="(\d+)"')


async def send(
    method: str, path: str, *, cookie: str = "", fields: Any = None, address: int = 0
) -> tuple[int, str, str]:
    """One request on a connection of its own: status, head, body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    body = urlencode(fields) if fields is not None else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\nConnection: close\r\nCookie: {cookie}\r\n"
    head += f"X-Forwarded-For: 10.{address % 200}.{address // 200}.1\r\nReferer: http://localhost:{PORT}{path}\r\n"
    if fields is not None:
        head += "X-In-Place: 1\r\n"  # as the page's script sends it
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{head}\r\n{body}".encode())
    try:
        raw = (await reader.read()).decode("utf-8", "replace")
    finally:
        writer.close()
    head, _gap, rest = raw.partition("\r\n\r\n")
    return int(head.split()[1]), head, rest


@dataclass
class Room:
    """The convening's room, and what happened in it."""

    world: dict[str, Any]
    cookies: list[str] = field(default_factory=list)
    token: str = ""
    host_cookie: str = ""
    questions: list[str] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)
    clicks: dict[int, float] = field(default_factory=dict)
    wrong: int = 0
    down: bool = False

    @property
    def path(self) -> str:
        return f"/c/{self.world['key']}"

    async def let_in(self, count: int) -> int:
        """Everybody types the code of their site; return the number after which their pages follow."""
        _status, head, page = await send("GET", "/join/")
        self.token = TOKEN.findall(page)[0]
        csrf = COOKIE.findall(head)[0]
        self.host_cookie = f"{self.world['host']}; {csrf}"
        gate = asyncio.Semaphore(6)

        async def one(number: int) -> str:
            fields = {"csrfmiddlewaretoken": self.token, "code": self.world["codes"][number % 8], "email": ""}
            async with gate:
                status, head, _body = await send("POST", "/join/", cookie=csrf, fields=fields, address=number)
            if status != 302:
                raise SystemExit(f"Visitor {number} was not let in: {status}")
            return "; ".join([csrf, *COOKIE.findall(head)])

        self.cookies = list(await asyncio.gather(*(one(number) for number in range(count))))
        _status, _head, page = await send("GET", f"{self.path}/room/", cookie=self.cookies[0])
        return int(AFTER.findall(page)[0])

    async def read(self, number: int) -> None:
        """A page: mostly the room, sometimes the desk or a site's page of the host."""
        who = self.host_cookie if number % 7 == 3 else self.cookies[number % len(self.cookies)]
        path = f"{self.path}/room/" if who != self.host_cookie else f"{self.path}/{('desk', 'sites/1')[number % 2]}/"
        began = time.perf_counter()
        status, _head, page = await send("GET", path, cookie=who, address=number)
        self.reads.append(time.perf_counter() - began)
        self.wrong += status != 200
        self.questions = QUESTION.findall(page) or self.questions

    async def post(self, number: int) -> None:
        """One in five asks, two in five note, two in five say “ours too”."""
        who = self.cookies[number * 7 % len(self.cookies)]
        kind = ("ask", "note", "vote", "note", "vote")[number % 5]
        words = f"What do your students say to each other in their own words, and who hears it? {number}"
        said = {"text": words} if kind != "vote" else {"question": random.choice(self.questions or ["1"])}
        fields = {"csrfmiddlewaretoken": self.token, **said}
        began = time.perf_counter()
        status, _head, _body = await send(
            "POST", f"{self.path}/room/{kind}/", cookie=who, fields=fields, address=number
        )
        self.posts.append(time.perf_counter() - began)
        self.wrong += status not in (200, 302)

    async def click(self, number: int) -> None:
        """The host moves everybody on; the line for everyone carries the mark that pages look for."""
        fields = {
            "csrfmiddlewaretoken": self.token, "session": self.world["sessions"][number % 6],
            "mode": ("joint", "local")[number % 2], "message": f"mark-{number}-",
        }  # fmt: skip
        self.clicks[number] = time.time()
        status, _head, _body = await send("POST", f"{self.path}/desk/move/", cookie=self.host_cookie, fields=fields)
        self.wrong += status != 200

    async def quietly(self, act: Any) -> None:
        """While the server is gone requests fail; that is no error."""
        try:
            await act
        except (OSError, IndexError):
            self.wrong += not self.down

    async def live(self, seconds: float, reads: int, posts: int, every: float, first: int) -> None:
        """So many pages and posts a second, and the host's clicks, each at its moment."""
        moments = [(n / reads, self.read, first * 1000 + n) for n in range(int(seconds * reads))]
        moments += [(n / posts, self.post, first * 1000 + n) for n in range(int(seconds * posts))]
        moments += [(every * (n + 0.5), self.click, first + n) for n in range(int(seconds / every))]
        began, running = time.perf_counter(), []
        for at, act, number in sorted(moments, key=lambda moment: moment[0]):
            await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
            running.append(asyncio.create_task(self.quietly(act(number))))
        await asyncio.gather(*running)
