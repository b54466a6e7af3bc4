from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from groundswell.places.services.california import load_california


@pytest.fixture(scope="module")
def california_for_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """California loaded once for the tests of a module, in a transaction around theirs that is rolled back."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        load_california(by=None)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def california(california_for_module: None, db: None) -> None:
    """California as it ships, without schools."""
