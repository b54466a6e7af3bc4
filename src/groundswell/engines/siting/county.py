"""The second aim: the county whose people travel farthest on average, within what may be given up of the first."""

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.siting.arrays import Floats, Numbers, Whole
from groundswell.engines.siting.packing import NEVER, improve, seat_price, send
from groundswell.engines.siting.work import Work

ROUNDS = 24
HEAVIER = 1.5


def county_means(given: Numbers, sent: Whole, county: Whole, count: int) -> Floats:
    """Mean way of a person of each county."""
    ways = given.km[np.arange(len(sent)), sent]
    people = np.bincount(county, given.size, count)
    means: Floats = np.bincount(county, given.size * ways, count) / np.maximum(people, 1e-9)
    return means


def lighten_worst(
    work: Work, sites: Whole, sent: Whole, *, county: Whole, count: int, budget: float
) -> tuple[Whole, Whole]:
    """Make the ways of the worst county count more, again and again; keep the best plan that stays in the budget.

    A heuristic: nothing is proven about the second aim.
    """
    given = work.given
    weight = np.ones(count)
    best = (float(county_means(given, sent, county, count).max()), _cost(given, sites, sent))
    answer = (sites, sent)
    here = sites
    for turn in range(ROUNDS):
        work.progress(turn / ROUNDS, "Making the worst county's way shorter")
        if work.deadline.over():
            work.cut_short = True
            break
        weight[int(county_means(given, sent, county, count).argmax())] *= HEAVIER
        heavy = np.ascontiguousarray(given.cost * weight[county][:, None])
        here = _exchange(given, heavy, here)
        trial = _send(given, heavy, here)
        if trial is None:
            break
        cost = _cost(given, here, trial)
        if cost > budget * (1 + 1e-12):
            back = _send(given, heavy, sites)  # other sites cost too much: try only another sending
            if back is None or _cost(given, sites, back) > budget * (1 + 1e-12):
                break
            here, trial, cost = sites, back, _cost(given, sites, back)
        sent = trial
        value = (float(county_means(given, sent, county, count).max()), cost)
        if value < best:
            best = value
            answer = (here, sent)
    return answer


def _cost(given: Numbers, sites: Whole, sent: Whole) -> float:
    return float(given.cost[np.arange(len(sent)), sent].sum() + given.price[sites].sum())


def _value(given: Numbers, heavy: Floats, sites: Whole) -> float:
    if given.capacity[sites].sum() < given.size.sum():
        return NEVER
    bound, _ = seat_price(
        heavy, given.size, given.capacity, sites, np.zeros(len(sites)), 30, float(heavy[:, sites].max(axis=1).sum())
    )
    return bound + float(given.price[sites].sum())


def _exchange(given: Numbers, heavy: Floats, sites: Whole) -> Whole:
    """Make the one exchange of sites that lowers the weighted travel most."""
    best = _value(given, heavy, sites) * (1 - 1e-7)
    chosen = sites
    closed: NDArray[np.int64] = np.setdiff1d(np.arange(len(given.price)), sites)
    for place in range(len(sites)):
        if given.fixed[sites[place]]:
            continue
        for site in closed:
            trial = sites.copy()
            trial[place] = site
            value = _value(given, heavy, trial)
            if value < best:
                best = value
                chosen = trial
    return chosen


def _send(given: Numbers, heavy: Floats, sites: Whole) -> Whole | None:
    start = np.zeros(len(sites))
    upper = float(heavy[:, sites].max(axis=1).sum())
    _, seat = seat_price(heavy, given.size, given.capacity, sites, start, 200, upper)
    cost, where = send(heavy, given.size, given.capacity, sites, seat, 60)
    if cost >= NEVER:
        return None
    room = given.capacity[sites] - np.bincount(where, given.size, len(sites))
    improve(heavy, given.size, room, sites, where, 20)
    sent: Whole = sites[where]
    return sent
