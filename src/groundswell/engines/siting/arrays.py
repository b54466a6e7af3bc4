"""The question as numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.distance import EARTH_KM
from groundswell.engines.siting.model import Question

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]

FAR = 1e6
"""Kilometers that stand for "there is no way"."""
LIMITLESS = 1e15


@dataclass(frozen=True)
class Numbers:
    """Allowed sites only, in the order of `site_index`; the last one is remote where `remote` is true.

    `km[team, site]` one way; `cost` is weighted by people and `per_km`; `most` counts remote as open.
    """

    km: Floats
    cost: Floats
    by_site: Floats
    order: Whole
    size: Floats
    capacity: Floats
    limited: bool
    price: Floats
    fixed: NDArray[np.bool_]
    most: int
    remote: bool
    whole: bool
    site_index: tuple[int, ...]

    @property
    def pairs(self) -> int:
        return int(self.cost.size)


def kilometers(question: Question, sites: list[int]) -> Floats:
    """One way from each team to each of these sites."""
    if question.km is not None:
        km = np.full((len(question.teams), len(sites)), FAR)
        rows = {team.id: row for row, team in enumerate(question.teams)}
        columns = {question.sites[index].id: column for column, index in enumerate(sites)}
        for (team, site), distance in question.km.items():
            if team in rows and site in columns:
                km[rows[team], columns[site]] = distance
        return km
    team_at = np.radians([(team.lat, team.lon) for team in question.teams])
    site_at = np.radians([(question.sites[index].lat, question.sites[index].lon) for index in sites])
    north = np.sin((site_at[None, :, 0] - team_at[:, None, 0]) / 2) ** 2
    east = np.sin((site_at[None, :, 1] - team_at[:, None, 1]) / 2) ** 2
    square = north + np.cos(team_at[:, None, 0]) * np.cos(site_at[None, :, 0]) * east
    straight: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, square)))
    return straight * question.road_factor


def numbers(question: Question) -> Numbers:
    """Make the arrays that the searches work on."""
    index = [place for place, site in enumerate(question.sites) if not site.forbidden]
    sites = [question.sites[place] for place in index]
    km = kilometers(question, index)
    # Always of one type, as the kernels are compiled for it.
    capacity = np.array([LIMITLESS if site.capacity is None else site.capacity for site in sites], np.float64)
    price = np.array([site.price for site in sites], np.float64)
    fixed = np.array([site.fixed for site in sites])
    most = min(question.open_sites, len(sites))
    if question.remote_beyond is not None:
        km = np.column_stack([km, np.full(len(km), question.remote_beyond)])
        capacity = np.append(capacity, LIMITLESS)
        price = np.append(price, 0.0)
        fixed = np.append(fixed, True)
        most += 1
    size = np.array([float(team.people) for team in question.teams])
    cost = np.ascontiguousarray(km * size[:, None] * question.per_km)
    return Numbers(
        km=km,
        cost=cost,
        by_site=np.ascontiguousarray(cost.T),
        order=np.argsort(cost, axis=1, kind="stable").astype(np.int32),
        size=size,
        capacity=capacity,
        limited=bool((capacity < size.sum()).any()),
        price=price,
        fixed=fixed,
        most=most,
        remote=question.remote_beyond is not None,
        whole=bool((cost == np.round(cost)).all() and (price == np.round(price)).all()),
        site_index=tuple(index),
    )


def only(given: Numbers, columns: NDArray[np.bool_]) -> Numbers:
    """The same with fewer sites."""
    cost = np.ascontiguousarray(given.cost[:, columns])
    kept = np.flatnonzero(columns)
    return Numbers(
        km=given.km[:, columns],
        cost=cost,
        by_site=np.ascontiguousarray(cost.T),
        order=np.argsort(cost, axis=1, kind="stable").astype(np.int32),
        size=given.size,
        capacity=given.capacity[columns],
        limited=given.limited,
        price=given.price[columns],
        fixed=given.fixed[columns],
        most=min(given.most, len(kept)),
        remote=given.remote,
        whole=given.whole,
        site_index=tuple(int(place) for place in kept),
    )
