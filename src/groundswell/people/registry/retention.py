"""How long things are kept. Each app declares its rules; the worker applies them every night."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

type Words = str | Promise


@dataclass(frozen=True)
class Rule:
    """`apply(before, most)` removes what is older, at most so many rows, and says how many it removed.

    None where the app that keeps it removes it by itself and the rule is only told.
    """

    name: str
    what: Words
    kept: timedelta
    apply: Callable[[datetime, int], int] | None = None
    why: Words = ""


_rules: dict[str, Rule] = {}


def register_retention(rule: Rule) -> None:
    """Make a rule known; one of the same name is replaced."""
    _rules[rule.name] = rule


def unregister(name: str) -> None:
    """For tests that register a rule of their own."""
    _rules.pop(name, None)


def retention_rules() -> list[Rule]:
    return [_rules[name] for name in sorted(_rules)]
