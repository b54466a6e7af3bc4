"""Visits that leave nothing behind: each is rolled back, its cookies and counters forgotten."""

import copy
import traceback
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from groundswell.accounts.models import User


class Crash:
    """What a visitor would have met as error 500."""

    status_code = 500

    def __init__(self, error: Exception) -> None:
        last = traceback.extract_tb(error.__traceback__)
        ours = [line for line in last if "/groundswell/" in line.filename] or list(last)
        self.words = f"{type(error).__name__}: {error} ({ours[-1].filename.rpartition('/src/')[2]}:{ours[-1].lineno})"


def sign_in(user: User | None) -> Client:
    """A browser of this user, or of a stranger."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def visit(client: Client, method: str, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
    """The response, or a Crash. Whatever it did is undone."""
    cache.clear()
    cookies = copy.deepcopy(client.cookies)
    try:
        with transaction.atomic():
            response: Any
            try:
                response = getattr(client, method)(path, data or {}, **more)
                if response.streaming:
                    response.streamed = b"".join(response.streaming_content)
            except Exception as error:  # noqa: BLE001 - any of them is what the test looks for
                response = Crash(error)
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return response


def text_of(response: Any) -> str:
    """What the visitor reads."""
    if isinstance(response, Crash):
        return response.words
    content = response.streamed if hasattr(response, "streamed") else response.content
    return str(content.decode("utf-8", "replace"))
