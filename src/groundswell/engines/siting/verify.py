"""Checks an answer again, in plain Python and on its own: it shares no line with the solver, not even the distances."""

import math

from groundswell.engines.siting.model import REMOTE, Hubs, Question, Site, Team

EASE = 1e-6


def problems(question: Question, hubs: Hubs) -> list[str]:
    """Return a sentence for each rule that the answer breaks and each number that is not what it says."""
    sites = {site.id: site for site in question.sites}
    return [
        *_wrong_sites(question, hubs, sites),
        *_wrong_teams(question, hubs, sites),
        *_wrong_numbers(question, hubs, sites),
    ]


def _wrong_sites(question: Question, hubs: Hubs, sites: dict[str, Site]) -> list[str]:
    found = []
    if len(set(hubs.open)) > question.open_sites:
        found.append(f"{len(set(hubs.open))} sites are open, at most {question.open_sites} may be.")
    for name in hubs.open:
        if name not in sites:
            found.append(f"{name} is open but not in the list.")
        elif sites[name].forbidden:
            found.append(f"{name} is open but forbidden.")
    found += [f"{site.id} is fixed but not open." for site in question.sites if site.fixed and site.id not in hubs.open]
    for name in hubs.open:
        capacity = sites[name].capacity if name in sites else None
        people = sum(team.people for team in question.teams if hubs.assignment.get(team.id) == name)
        if capacity is not None and people > capacity + EASE:
            found.append(f"{name} holds {capacity:g} and gets {people:g}.")
    return found


def _wrong_teams(question: Question, hubs: Hubs, sites: dict[str, Site]) -> list[str]:
    found = []
    for team in question.teams:
        name = hubs.assignment.get(team.id)
        if name is None:
            found.append(f"Team {team.id} is sent nowhere.")
        elif name == REMOTE:
            if question.remote_beyond is None:
                found.append(f"Team {team.id} is remote, which was not offered.")
        elif name not in hubs.open:
            found.append(f"Team {team.id} is sent to {name}, which is not open.")
        elif (way := _way(question, team, sites[name])) is None:
            found.append(f"Team {team.id} has no way to {name}.")
        elif question.remote_beyond is not None and way > question.remote_beyond + EASE:
            found.append(f"Team {team.id} travels {way:.1f} km, beyond {question.remote_beyond:g}.")
        elif abs(way - hubs.km[team.id]) > EASE * max(1.0, way):
            found.append(f"Team {team.id} travels {way:.3f} km, not {hubs.km[team.id]:.3f}.")
    return found


def _wrong_numbers(question: Question, hubs: Hubs, sites: dict[str, Site]) -> list[str]:
    found = []
    total = sum(sites[name].price for name in hubs.open if name in sites)
    for team in question.teams:
        name = hubs.assignment.get(team.id)
        if name == REMOTE:
            total += question.per_km * team.people * (question.remote_beyond or 0.0)
        elif name in sites:
            total += question.per_km * team.people * (_way(question, team, sites[name]) or 0.0)
    if abs(total - hubs.cost) > EASE * max(1.0, total):
        found.append(f"The cost is {total:.3f}, not {hubs.cost:.3f}.")
    if hubs.least_cost > hubs.cost + EASE * max(1.0, total):
        found.append("The least cost is above the cost.")
    if hubs.cost > hubs.least_cost * (1 + question.give) + EASE * max(1.0, total):
        found.append("More travel was given up for the worst county than was allowed.")
    if hubs.bound > hubs.least_cost + EASE * max(1.0, total):
        found.append("The bound is above the cost.")
    root = root_bound(question, hubs)
    if root > hubs.least_cost + EASE * max(1.0, total):
        found.append("The multipliers prove more than the cost, so one of the two is wrong.")
    return found


def root_bound(question: Question, hubs: Hubs) -> float:
    """Compute a lower bound of the cost again from the teams' multipliers.

    Any plan costs at least the sum of the multipliers plus what its sites, each filled as well as fractions of teams
    allow, save against them; the best `open_sites` sites save most.
    """
    total = sum(hubs.worth.values())
    savings = []
    for site in question.sites:
        if site.forbidden:
            continue
        value = site.price + _filled(question, hubs, site)
        if site.fixed:
            total += value
        else:
            savings.append(min(0.0, value))
    free = question.open_sites - sum(site.fixed and not site.forbidden for site in question.sites)
    total += sum(sorted(savings)[:free])
    if question.remote_beyond is not None:
        remote = question.per_km * question.remote_beyond
        total += sum(min(0.0, remote * team.people - hubs.worth[team.id]) for team in question.teams)
    return total


def _filled(question: Question, hubs: Hubs, site: Site) -> float:
    """Return the most negative sum of (cost - multiplier) that fits into the site, teams split if need be."""
    offers = []
    for team in question.teams:
        way = _way(question, team, site)
        if way is not None:
            value = question.per_km * team.people * way - hubs.worth[team.id]
            if value < 0:
                offers.append((value / team.people, team.people))
    left = math.inf if site.capacity is None else site.capacity
    total = 0.0
    for value, people in sorted(offers):
        taken = min(left, people)
        total += value * taken
        left -= taken
    return total


def _way(question: Question, team: Team, site: Site) -> float | None:
    if question.km is not None:
        return question.km.get((team.id, site.id))
    # The angle between two directions from the center of the Earth, by the vectors: not the solver's formula.
    a, b = _direction(team.lat, team.lon), _direction(site.lat, site.lon)
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    angle = math.atan2(math.hypot(*cross), sum(x * y for x, y in zip(a, b, strict=True)))
    return 6371.0088 * angle * question.road_factor


def _direction(lat: float, lon: float) -> tuple[float, float, float]:
    north, east = math.radians(lat), math.radians(lon)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
