"""An installation that has no place yet."""

from django.test import Client


def test_overview_before_california_is_loaded_says_how(db: None, client: Client):
    assert "An administrator loads California" in client.get("/places/").content.decode()
