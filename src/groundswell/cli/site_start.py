"""Starting Django for a command, commands that only compute never start it."""

import os
import sys
from pathlib import Path

from config.start import choose_settings, read_config
from groundswell.cli.reasons import file_reason

AS_THE_SERVICE = "Run this as the user of the service: sudo -u groundswell groundswell …"


def start() -> None:
    """Settings and apps. A setting that is wrong ends the command with its sentence."""
    read_configuration()
    choose_settings()
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"groundswell: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    refuse_to_be_root()


def refuse_to_be_root() -> None:
    """Root would leave files among the service's data that the service may not write, and it would stop there."""
    from django.conf import settings

    home = Path(settings.HOME)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and home.is_dir() and home.stat().st_uid != 0:
        print(f"groundswell: {home} belongs to {home.owner()}. {AS_THE_SERVICE}", file=sys.stderr)
        raise SystemExit(2)


def read_configuration() -> None:
    """The file of settings, into the environment. One that this user may not read ends the command with a sentence."""
    try:
        read_config()
    except OSError as error:
        hint = f" {AS_THE_SERVICE}" if isinstance(error, PermissionError) else ""
        print(f"groundswell: {file_reason(error)}{hint}", file=sys.stderr)
        raise SystemExit(2) from None


def say(sentence: str) -> None:
    """One line of progress, at once."""
    print(sentence, flush=True)
