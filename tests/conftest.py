"""What every test stands on: the clock, the cast."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
from django.utils import translation

from groundswell.core import clock

# What lands is judged on the same cases each time; a developer's machine looks for new ones at every run.
hypothesis.settings.register_profile("same cases", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("same cases")

NOON = datetime(2027, 2, 1, 20, 0, tzinfo=UTC)  # noon in California


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
