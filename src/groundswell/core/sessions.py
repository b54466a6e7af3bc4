"""Sessions in the database, found by a query that is composed once: every page of somebody signed in asks for one."""

from typing import Any

from django.contrib.sessions.backends import db

from groundswell.core.clock import machine_now
from groundswell.core.prepared import Prepared

_open: Prepared[Any] = Prepared(
    lambda key, moment: db.SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=moment),
    "key",
    "moment",
)


class SessionStore(db.SessionStore):
    """Named as Django's, so that what was signed by it stays valid."""

    def _get_session_from_db(self) -> Any:
        found = _open(key=self.session_key, moment=machine_now())
        if not found:
            self._session_key = None
            return None
        return found[0]
