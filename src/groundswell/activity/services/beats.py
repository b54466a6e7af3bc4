"""A worker says that it lives."""

import os
import secrets
import socket

from groundswell.activity.models import Worker
from groundswell.core.clock import now


def start_beating() -> str:
    """Sign a worker in. Return its name."""
    name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"
    Worker.objects.create(name=name, started_at=now(), seen_at=now())
    return name


def beat(name: str) -> None:
    """Still here; also after a sleep that was so long that it was forgotten."""
    moment = now()
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": moment}, create_defaults={"started_at": moment, "seen_at": moment}
    )


def stop_beating(name: str) -> None:
    """Gone, by its own will."""
    Worker.objects.filter(name=name).update(seen_at=now(), stopped_at=now())
