"""What a user is called. The app that knows people says so; without it nobody's address is given away for a name."""

from collections.abc import Callable, Iterable, Mapping

NameMany = Callable[[list[int]], Mapping[int, str]]

_known: list[NameMany] = []


def register(name_many: NameMany) -> None:
    """Called once, from the `ready` of the app that knows people: ids of users to names, for many at once."""
    if _known:
        raise ValueError("Names of users are registered twice.")
    _known.append(name_many)


def user_names(users: Iterable[int | None]) -> dict[int, str]:
    """The names of these users; those without one are left out."""
    wanted = sorted({user for user in users if user is not None})
    return dict(_known[0](wanted)) if _known and wanted else {}
