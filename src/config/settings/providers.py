"""Google and Microsoft as the sign-in library wants them told."""

from collections.abc import Mapping
from typing import Any


def providers_of(clients: Mapping[str, tuple[str, str]], *, tenant: str) -> dict[str, dict[str, Any]]:
    """Those that have a client's id. With PKCE a code that they give is of use to the session that asked for it only."""
    extra: dict[str, dict[str, Any]] = {
        "google": {"SCOPE": ["openid", "profile", "email"]},
        "microsoft": {"TENANT": tenant},
    }
    return {
        name: {"APP": {"client_id": client, "secret": secret}, "OAUTH_PKCE_ENABLED": True, **extra[name]}
        for name, (client, secret) in clients.items()
        if client
    }
