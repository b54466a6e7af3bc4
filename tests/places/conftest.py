import pytest

from groundswell.places.services.california import load_california


@pytest.fixture
def california(db: None) -> None:
    """California as it ships, without schools."""
    load_california(by=None)
