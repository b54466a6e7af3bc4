"""Which settings to start with, decided in one place for the command, the server and the worker."""

import os
from pathlib import Path

CONFIG = "/etc/groundswell.env"


def read_config() -> None:
    """Put the lines of the configuration file into the environment; what is there already stays.

    Nobody needs to have the usual file. One that was named is read or raises OSError.
    """
    named = os.environ.get("GROUNDSWELL_CONFIG")
    path = Path(named or CONFIG)
    if not named and not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.strip().partition("=")
        if sign and name and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def choose_settings() -> str:
    """Name the settings module: production once a SECRET_KEY is set, else a local run."""
    read_config()
    real = bool(os.environ.get("SECRET_KEY"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production" if real else "config.settings.dev")
    return os.environ["DJANGO_SETTINGS_MODULE"]
