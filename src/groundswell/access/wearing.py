"""The role that somebody looks as, kept in their session for an hour at most."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from groundswell.core.clock import now

SESSION_KEY = "see_as"
AT_MOST = timedelta(hours=1)


@dataclass(frozen=True)
class Worn:
    """A role on a space, since when."""

    role: str
    space: int
    since: str


def wear(request: HttpRequest, *, role: str, space: int) -> None:
    request.session[SESSION_KEY] = asdict(Worn(role, space, now().isoformat()))


def worn_by(request: HttpRequest) -> Worn | None:
    """What this session wears; nothing after an hour."""
    kept = request.session.get(SESSION_KEY) if request.user.is_authenticated else None
    worn = Worn(**kept) if kept else None
    if worn and now() - datetime.fromisoformat(worn.since) > AT_MOST:
        take_off(request)
        return None
    return worn


def take_off(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
