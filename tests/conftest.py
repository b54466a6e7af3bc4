"""What every test stands on: the clock, the cast."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.middleware import csrf
from django.utils import translation

from groundswell.core import clock

# What lands is judged on the same cases each time; a developer's machine looks for new ones at every run. A busy machine is
# no failure on either, so no case has a deadline.
hypothesis.settings.register_profile("ours", derandomize=bool(os.environ.get("CI")), deadline=None)
hypothesis.settings.load_profile("ours")

NOON = datetime(2027, 2, 1, 20, 0, tzinfo=UTC)  # noon in California


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database. At its end PostgreSQL drops it whoever is still connected: a browser driver runs its loop in the
    test's thread, and what is read within a loop, or by the thread that follows live events, has a connection of its own.
    On SQLite the tables are those that all migrations would have made, so all of them count as applied.
    """
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            recorder = MigrationRecorder(connection)
            recorder.ensure_schema()
            for app, name in MigrationLoader(None).disk_migrations:
                recorder.record_applied(app, name)
    yield
    if connection.vendor == "postgresql":
        type(connection.creation)._destroy_test_db = _drop_with_force


def _drop_with_force(self: Any, name: str, verbosity: int) -> None:
    del verbosity
    with self._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)} WITH (FORCE)")


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


@pytest.fixture(autouse=True)
def tokens_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page's token against forged forms is 64 random letters: a test that a page does not name somebody would now and then
    find the name in there. These letters spell nobody.
    """
    monkeypatch.setattr(csrf, "CSRF_ALLOWED_CHARS", "qxz")
