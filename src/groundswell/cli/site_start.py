"""Starting Django for a command; commands that only compute never do."""

import sys

from config.start import choose_settings


def start() -> None:
    """Settings and apps. A setting that is wrong ends the command with its sentence."""
    choose_settings()
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"groundswell: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def say(sentence: str) -> None:
    """One line of progress, at once."""
    print(sentence, flush=True)
