"""What `bars` starts to measure: `python -m benchmarks.pages.measure INSIDE.json OUT.json [CALLS [ROLE … [/START]]]`.

Every GET of every address as every role, in this process, through all middleware: two calls to warm up, then CALLS that
count. Of each cell: milliseconds by the clock and of processor time (this process, and PostgreSQL's for this connection),
queries, bytes, and whether it streams.
"""

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after django.setup()
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from tools.addresses import Address, addresses  # noqa: E402

from benchmarks.pages.gatherings import NOW  # noqa: E402
from benchmarks.pages.inside import Inside  # noqa: E402
from config.asgi import make_ready  # noqa: E402
from groundswell.accounts.models import User  # noqa: E402
from groundswell.core import clock  # noqa: E402

HOST = "localhost"
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def backend_seconds() -> float:
    """Processor time of the database's own process for this connection; 0 on SQLite, which works in ours."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    try:
        return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def ask(client: Client, path: str) -> tuple[int, bytes, bool, str]:
    """Status, the whole body, whether it came in pieces, its kind."""
    response: Any = client.get(path, HTTP_HOST=HOST)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body, response.streaming, response.headers.get("Content-Type", "").partition(";")[0]


def measure(client: Client, path: str, calls: int) -> dict[str, Any] | None:
    """None where it is not answered with 200."""
    if ask(client, path)[0] != 200:
        return None
    with CaptureQueriesContext(connection) as asked:
        _status, body, streams, kind = ask(client, path)
    # At once: the next request empties the log.
    queries = [query["sql"] for query in asked if not query["sql"].startswith(TRANSACTION)]
    walls, processors = [], []
    for _call in range(calls):
        backend, wall, processor = backend_seconds(), time.perf_counter(), time.process_time()
        ask(client, path)
        walls.append((time.perf_counter() - wall) * 1000)
        processors.append((time.process_time() - processor + backend_seconds() - backend) * 1000)
    return {
        "wall": sorted(walls), "processor": sorted(processors), "queries": len(queries), "bytes": len(body),
        "streams": streams, "kind": kind,
    }  # fmt: skip


def paths(inside: Inside, start: str) -> list[tuple[Address, str]]:
    return [(one, path) for one in addresses() if (path := one.at(inside)).startswith(start)]


def main() -> None:
    stated = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    calls = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    chosen = [word for word in sys.argv[4:] if not word.startswith("/")]
    start = next((word for word in sys.argv[4:] if word.startswith("/")), "/")
    inside = Inside(stated["things"])
    cells = []
    # A kept state may be of an older version.
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    make_ready()
    logging.disable(logging.WARNING)  # thousands of pages that are not for a role
    with clock.at(NOW):
        for role, user in {"stranger": None, **stated["users"]}.items():
            if chosen and role not in chosen:
                continue
            client = Client(raise_request_exception=False)
            if user is not None:
                client.force_login(User.objects.get(pk=user))
            if role == "teacher":  # in by the mailed link, as on the day
                client.get(f"/r/{inside.registration.secret}/room/", HTTP_HOST=HOST)
            for address, path in paths(inside, start):
                cell = measure(client, path, calls)
                if cell is not None:
                    cells.append({"role": role, "route": address.route, "path": path, **cell})
    Path(sys.argv[2]).write_text(json.dumps(cells), encoding="utf-8")
    print(f"{len(cells)} cells", flush=True)


if __name__ == "__main__":
    main()
