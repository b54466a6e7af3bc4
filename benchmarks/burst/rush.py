"""Visitors who register: so many a second, some of them pressing twice, while others read pages."""

import asyncio
import re
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATH = "/c/burst/register/"
READ = ("/c/burst/", PATH, "/convenings/", "/")
READS = 10  # pages a second that others read meanwhile
PATIENCE = 90.0  # seconds in which somebody presses again while nobody answers


@dataclass
class Rush:
    """How long each took, in seconds, and how many were never answered with the way to their registration."""

    sent: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    wrong: int = 0
    again: int = 0  # presses that met a dead server and were repeated


@dataclass(frozen=True)
class Form:
    """What a browser knows after it has loaded the form."""

    token: str
    cookie: str
    sites: list[str]


async def send(port: int, method: str, path: str, body: str = "", headers: str = "") -> tuple[int, str, str]:
    """One request on a connection of its own: status, head, body. Raises OSError where nobody answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
        writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{kind}{headers}\r\n{body}".encode()
        )
        await writer.drain()
        raw = (await reader.read()).decode("utf-8", "replace")
    finally:
        writer.close()
    head, gap, rest = raw.partition("\r\n\r\n")
    if not gap:
        raise ConnectionResetError("The answer broke off.")
    return int(head.split()[1]), head, rest


async def load_form(port: int, sites: int) -> Form:
    """Open the page once, as everybody's browser does."""
    _status, head, page = await send(port, "GET", PATH)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    cookie = re.search(r"csrftoken=([^;]+)", head)
    found = re.findall(r'name="site" value="(\d+)"', page)
    if token is None or cookie is None or len(found) != sites:
        raise SystemExit("The form was not understood.")
    return Form(token[1], cookie[1], found)


async def rush(port: int, *, count: int, rate: int, sites: int) -> Rush:
    """`count` people at `rate` a second, every tenth twice at the same instant. A press that dies is pressed again."""
    form = await load_form(port, sites)
    result = Rush()
    over = asyncio.Event()

    async def one(number: int, client: str) -> None:
        fields = {
            "csrfmiddlewaretoken": form.token, "client_id": client, "given_name": "Burst", "family_name": f"Number {number}",
            "email": f"burst{number}@example.org", "role": "teacher", "school": f"A school {number}", "county": "45",
            "teaches": "both", "site": form.sites[number % sites],
        }  # fmt: skip
        extra = f"Cookie: csrftoken={form.cookie}; visitor=\r\nReferer: http://localhost:{port}{PATH}\r\n"
        extra += f"X-Forwarded-For: 10.{number % 200}.{number // 200}.1\r\n"
        began = time.perf_counter()
        while True:
            try:
                status, _head, _body = await send(port, "POST", PATH, urlencode(fields), extra)
                break
            except OSError:
                result.again += 1
                if time.perf_counter() - began > PATIENCE:
                    status = 0
                    break
                await asyncio.sleep(0.5)
        result.sent.append(time.perf_counter() - began)
        result.wrong += status != 302

    async def reading() -> None:
        number = 0
        while not over.is_set():
            number += 1
            asked.append(asyncio.create_task(page(READ[number % len(READ)])))
            await asyncio.sleep(1 / READS)

    async def page(path: str) -> None:
        began = time.perf_counter()
        try:
            status, _head, _body = await send(port, "GET", path)
        except OSError:
            return  # the server is dead for a moment; how long is counted by those who register
        result.read.append(time.perf_counter() - began)
        result.wrong += status != 200

    asked: list[asyncio.Task[None]] = []
    readers = asyncio.create_task(reading())
    began = time.perf_counter()
    running = []
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        client = str(uuid.uuid4())
        running += [asyncio.create_task(one(number, client)) for _n in range(2 if number % 10 == 0 else 1)]
    await asyncio.gather(*running)
    over.set()
    await readers
    await asyncio.gather(*asked)
    return result
