"""Siting: which hubs to open and which team goes where. Importing this loads nothing heavy.

hubs = choose_hubs([("Etna", 41.46, -122.89, 4), …], [("Yreka", 41.73, -122.63), …], open_sites=2)
hubs.open, hubs.assignment["Etna"], hubs.gap
"""

from collections.abc import Iterable, Sequence
from typing import Any

from groundswell.engines.distance import ROAD_FACTOR
from groundswell.engines.progress import Limit, Progress, silent
from groundswell.engines.siting.check import check
from groundswell.engines.siting.model import REMOTE, Hubs, Kilometers, Question, Site, Team
from groundswell.engines.warm import load

__all__ = ["REMOTE", "ROAD_FACTOR", "Hubs", "Kilometers", "Question", "Site", "Team", "answer", "choose_hubs"]


def answer(
    question: Question,
    *,
    within: float = 0.0,
    limit: Limit = Limit(),  # noqa: B008 - frozen
    seed: int = 1,
    progress: Progress = silent,
) -> Hubs:
    """Choose hubs. `within`: stop when the cost is proven to be within this share of the least (0: the least itself).

    Raise `InputError` or `Infeasible` with a sentence for the person who asked. The same seed and steps give the same
    answer.
    """
    check(question)
    solve = load("siting", "groundswell.engines.siting.solve").solve
    hubs: Hubs = solve(question, within=within, limit=limit, seed=seed, progress=progress)
    return hubs


def choose_hubs(
    teams: Iterable[Sequence[Any]],
    sites: Iterable[Sequence[Any]],
    *,
    open_sites: int,
    road_factor: float = ROAD_FACTOR,
    km: Kilometers | None = None,
    remote_beyond: float | None = None,
    per_km: float = 1.0,
    give: float = 0.0,
    within: float = 0.0,
    limit: Limit = Limit(),  # noqa: B008 - frozen
    seed: int = 1,
    progress: Progress = silent,
) -> Hubs:
    """`answer` for plain tuples: teams (id, latitude, longitude, people, …), sites (id, latitude, longitude, …)."""
    question = Question(
        teams=tuple(Team(*team) for team in teams),
        sites=tuple(Site(*site) for site in sites),
        open_sites=open_sites,
        road_factor=road_factor,
        km=km,
        remote_beyond=remote_beyond,
        per_km=per_km,
        give=give,
    )
    return answer(question, within=within, limit=limit, seed=seed, progress=progress)
