"""The access declaration of a view. Each view carries exactly one; a view without one is refused and fails the build."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Door:
    """How a view is entered.

    `kind` is public (anyone), own (only what belongs to the caller), signed_in, permission (with its name), policy (the
    app's own rule), link (a secret in the address) or local (development only). `note` says why, for the generated page of
    addresses.
    """

    kind: str
    permission: str = ""
    note: str = ""


def declare[View: Callable[..., Any]](view: View, door: Door) -> View:
    """Set the declaration; a second one is a mistake."""
    if hasattr(view, "door"):
        raise TypeError(f"{view.__name__} declares its access twice.")
    view.door = door  # type: ignore[attr-defined]
    return view


def door_of(view: Any) -> Door | None:
    """The declaration of a view, if it has one."""
    found = getattr(view, "door", None)
    return found if isinstance(found, Door) else None


def public[View: Callable[..., Any]](note: str) -> Callable[[View], View]:
    """Anyone may come in; `note` says why that is right."""
    return lambda view: declare(view, Door("public", note=note))


def own[View: Callable[..., Any]](note: str) -> Callable[[View], View]:
    """Anyone may come in and meets only what is their own."""
    return lambda view: declare(view, Door("own", note=note))
