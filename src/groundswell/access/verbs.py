"""What this app writes into the record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundswell.access.roles import name_of_role
from groundswell.activity.verbs import Verb, register


def _role(facts: Mapping[str, Any]) -> dict[str, str]:
    return {"role": name_of_role(str(facts.get("role", "")))}


register(
    Verb("access.role_given", _("{actor} gave {user} the role “{role}” on {space}"), audit=True, words=_role),
    Verb("access.role_taken", _("{actor} took the role “{role}” on {space} from {user}"), audit=True, words=_role),
    Verb("access.see_as_started", _("{actor} began to look at {space} as “{role}”"), audit=True, words=_role),
    Verb("access.see_as_stopped", _("{actor} no longer looks at {space} as “{role}”"), audit=True, words=_role),
    Verb("access.audit_read", _("{actor} read the record of {space}"), audit=True),
    Verb("access.letter_sent_again", _("{actor} put a letter back into the outbox"), audit=True),
    Verb("access.letters_looked_up", _("{actor} looked which letters {user} got"), audit=True),
    Verb("access.job_run_again", _("{actor} put a job back into the queue"), audit=True),
)
