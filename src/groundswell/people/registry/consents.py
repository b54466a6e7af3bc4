"""What people can be asked to agree to. Each kind has a text with versions; agreeing is to one version of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

type Words = str | Promise


@dataclass(frozen=True)
class ConsentKind:
    """`first` is the text of version 1 by language ("en", "es"); later versions are published by a person."""

    code: str
    label: Words
    first: Mapping[str, str]
    order: int = 100


_kinds: dict[str, ConsentKind] = {}


def register_consent(kind: ConsentKind) -> None:
    """Make a kind known; one of the same code is replaced. Every kind needs its text in both languages."""
    missing = {"en", "es"} - kind.first.keys()
    if missing:
        raise ValueError(f"The consent {kind.code} has no text in {', '.join(sorted(missing))}.")
    _kinds[kind.code] = kind


def unregister(code: str) -> None:
    """For tests that register a kind of their own."""
    _kinds.pop(code, None)


def consent_kind(code: str) -> ConsentKind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[code]


def consent_kinds() -> list[ConsentKind]:
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.code))
