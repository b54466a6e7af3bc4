"""Who is near whom, and who needs somebody's address for their work: said by the apps that hold convenings and members.

    register_circle(Audience.CONVENINGS, lambda person: Registration.objects.filter(…).values("person_id"))
    register_duty("roster", lambda user: Registration.objects.filter(within_reach(…)).values("person_id"))

Both return a query of one column, ids of persons; it becomes part of larger queries and must be indexed.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from groundswell.access.allow import Somebody
from groundswell.people.choices import Audience

Circle = Callable[[int], QuerySet[Any, Any]]
Duty = Callable[[Somebody], QuerySet[Any, Any] | None]

_circles: dict[Audience, dict[str, Circle]] = {Audience.CONVENINGS: {}, Audience.COLLABORATIVES: {}}
_duties: dict[str, Duty] = {}


def register_circle(audience: Audience, circle: Circle, *, name: str = "") -> None:
    """`circle(person_id)`: those who are with that person in a convening, or in a collaborative."""
    _circles[audience][name or f"{circle.__module__}.{circle.__qualname__}"] = circle


def register_duty(name: str, duty: Duty) -> None:
    """`duty(user)`: those whose name, work and address the user sees because of a role; None for nobody."""
    _duties[name] = duty


def unregister(name: str) -> None:
    """For tests that register a circle or a duty of their own."""
    for known in (*_circles.values(), _duties):
        known.pop(name, None)  # type: ignore[attr-defined]


def circles_of(audience: Audience, person: int) -> list[QuerySet[Any, Any]]:
    return [circle(person) for circle in _circles.get(audience, {}).values()]


def duties_of(user: Somebody) -> list[QuerySet[Any, Any]]:
    return [found for duty in _duties.values() if (found := duty(user)) is not None]
