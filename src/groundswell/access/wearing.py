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

    @property
    def over(self) -> bool:
        """Whether the hour is over."""
        return now() - datetime.fromisoformat(self.since) > AT_MOST


def wear(request: HttpRequest, *, role: str, space: int) -> None:
    request.session[SESSION_KEY] = asdict(Worn(role, space, now().isoformat()))


def worn_by(request: HttpRequest) -> Worn | None:
    """What this session wears."""
    kept = request.session.get(SESSION_KEY) if request.user.is_authenticated else None
    return Worn(**kept) if kept else None


def take_off(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
