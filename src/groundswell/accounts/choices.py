"""The providers that may be set up for signing in."""

from django.conf import settings

PROVIDERS = {"google": "Google", "microsoft": "Microsoft"}


def configured_providers() -> list[tuple[str, str]]:
    """(code, name) of each provider whose client id is set."""
    return [(code, name) for code, name in PROVIDERS.items() if code in settings.SOCIALACCOUNT_PROVIDERS]
