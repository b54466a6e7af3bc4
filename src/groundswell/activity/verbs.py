"""The words of the record. Each app registers its own from `<app>/verbs.py`; a verb never changes its meaning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Verb:
    """What can happen. `sentence` has {actor}, {space} and {other} where they stand; it is lazily translated.

    Numbers and codes of the line's facts may stand in it by their names; `words(facts)` gives words for codes.
    """

    code: str
    sentence: str | Promise
    audit: bool = False  # shown to auditors: who saw, changed or gave away something sensitive
    words: Callable[[Mapping[str, Any]], Mapping[str, str]] | None = None


_verbs: dict[str, Verb] = {}


def register(*verbs: Verb) -> None:
    """Make verbs known; a code that is taken is a mistake."""
    for verb in verbs:
        if verb.code in _verbs:
            raise ValueError(f"The verb {verb.code} is registered twice.")
        _verbs[verb.code] = verb


def verb_of(code: str) -> Verb:
    """The verb with this code; raises KeyError for one nobody registered."""
    return _verbs[code]


def all_verbs() -> list[Verb]:
    """All verbs, by code."""
    return [_verbs[code] for code in sorted(_verbs)]
