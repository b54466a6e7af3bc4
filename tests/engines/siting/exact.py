"""The least cost of a small question, by trying everything."""

import itertools
import math

from groundswell.engines.siting import Question


def least_cost(question: Question) -> float:
    allowed = [site for site in question.sites if not site.forbidden]
    must = {site.id for site in allowed if site.fixed}
    best = math.inf
    for count in range(question.open_sites + 1):  # none, where everyone may stay remote
        for chosen in itertools.combinations(allowed, count):
            if must <= {site.id for site in chosen}:
                best = min(best, sum(site.price for site in chosen) + _sending(question, chosen))
    return best


def _sending(question: Question, chosen) -> float:
    best = math.inf
    left = [math.inf if site.capacity is None else site.capacity for site in chosen]

    def go(place: int, cost: float) -> None:
        nonlocal best
        if cost >= best:
            return
        if place == len(question.teams):
            best = cost
            return
        team = question.teams[place]
        for index, site in enumerate(chosen):
            way = question.km.get((team.id, site.id))
            if way is not None and left[index] >= team.people:
                left[index] -= team.people
                go(place + 1, cost + way * team.people * question.per_km)
                left[index] += team.people
        if question.remote_beyond is not None:
            go(place + 1, cost + question.remote_beyond * team.people * question.per_km)

    go(0, 0.0)
    return best
