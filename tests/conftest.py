"""What every test stands on: the clock, the cast."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.utils import translation

from groundswell.core import clock

# What lands is judged on the same cases each time; a developer's machine looks for new ones at every run.
hypothesis.settings.register_profile("same cases", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("same cases")

NOON = datetime(2027, 2, 1, 20, 0, tzinfo=UTC)  # noon in California

# A browser driver runs its loop in the test's thread, and what is read within a loop has a connection of its own.
END_THE_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; at its end nobody else is connected, because PostgreSQL drops no database that is in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(END_THE_OTHERS)


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The clock stands at noon of February 1, 2027."""
    with clock.at(NOON):
        yield NOON


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> None:
    """Mail goes through the product's outbox; Django's test runner would keep it in memory."""
    settings.MAILERS = {"default": {"BACKEND": "groundswell.activity.mail.OutboxBackend"}}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English, whatever language a page before it was asked in."""
    with translation.override("en-us"):
        yield
