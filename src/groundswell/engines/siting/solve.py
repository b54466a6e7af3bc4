"""From a question to hubs: the door to the searches, behind which everything heavy stands."""

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.progress import Limit, Progress
from groundswell.engines.siting.arrays import FAR, Numbers, Whole, numbers
from groundswell.engines.siting.county import lighten_worst
from groundswell.engines.siting.crowded import solve_crowded
from groundswell.engines.siting.model import REMOTE, Hubs, Question
from groundswell.engines.siting.plain import solve_plain
from groundswell.engines.siting.work import Work, cheapest

DEFAULT_STEPS = 400
TIE = 1e-12
"""Ways that differ by less, relatively, are as near."""


def solve(question: Question, *, within: float, limit: Limit, seed: int, progress: Progress) -> Hubs:
    """Answer a question that `check` has passed."""
    given = numbers(question)
    work = Work(
        given,
        limit.start(),
        steps=DEFAULT_STEPS if limit.steps is None else limit.steps,
        within=within,
        seed=seed,
        progress=progress,
    )
    (solve_crowded if given.limited else solve_plain)(work)
    least = work.cost
    sites = work.sites
    sent = sites[cheapest(given, sites)[1] if work.where is None else work.where]
    _refuse_far(question, given, sent)
    counties = sorted({team.county for team in question.teams})
    if question.give > 0 and len(counties) > 1:
        index = np.array([counties.index(team.county) for team in question.teams], np.int32)
        sites, sent = lighten_worst(
            work, sites, sent, county=index, count=len(counties), budget=least * (1 + question.give)
        )
    progress(1.0, "Done")
    sent = in_fewest(given, sent)
    return _hubs(question, given, work, least=least, sites=sites, sent=sent)


def in_fewest(given: Numbers, sent: Whole) -> Whole:
    """Empty sites whose teams all find room as near elsewhere, those with the fewest people first: the third aim."""
    sent = sent.copy()
    load = np.bincount(sent, given.size, given.cost.shape[1])
    opened = [int(site) for site in np.flatnonzero(load > 0)]
    for site in sorted(opened, key=lambda one: load[one]):
        others = np.array([other for other in opened if other != site], np.int32)
        remote = given.remote and site == given.cost.shape[1] - 1
        mine = np.flatnonzero(sent == site)
        near = given.cost[np.ix_(mine, others)] <= given.cost[mine, site][:, None] * (1 + TIE) + TIE
        if given.fixed[site] or remote or not len(others) or not near.any(axis=1).all():
            continue
        room = given.capacity[others] - load[others]
        place = np.full(len(mine), -1)
        for row in np.argsort(-given.size[mine], kind="stable"):
            fits = np.flatnonzero(near[row] & (room >= given.size[mine[row]]))
            if not len(fits):
                break
            place[row] = fits[0]
            room[fits[0]] -= given.size[mine[row]]
        if (place >= 0).all():
            sent[mine] = others[place]
            load = np.bincount(sent, given.size, given.cost.shape[1])
            opened.remove(site)
    return sent


def _refuse_far(question: Question, given: Numbers, sent: Whole) -> None:
    ways = given.km[np.arange(len(sent)), sent]
    if ways.max() < FAR:
        return
    team = question.teams[int(ways.argmax())]
    raise Infeasible(
        f"With at most {question.open_sites} sites no plan was found in which team {team.id} has a way in the matrix. "
        "Open more sites, add the missing distances, or allow remote.",
        conflicts=(f"at most {question.open_sites} sites", "ways in the matrix"),
        line=team.line,
        kind="teams",
    )


def _hubs(question: Question, given: Numbers, work: Work, *, least: float, sites: Whole, sent: Whole) -> Hubs:
    """Put the numbers back into names; close sites that nobody uses and nobody asked for."""
    used = set(sent.tolist())
    opened = [int(site) for site in sites if int(site) in used or given.fixed[site]]
    names = {
        column: (question.sites[given.site_index[column]].id if column < len(given.site_index) else REMOTE)
        for column in range(given.cost.shape[1])
    }
    ways = given.km[np.arange(len(sent)), sent]
    prices = float(given.price[opened].sum())
    cost = float(given.cost[np.arange(len(sent)), sent].sum()) + prices
    people: dict[str, float] = {}
    traveled: dict[str, float] = {}
    load = {names[site]: 0.0 for site in opened}
    for team, site, way in zip(question.teams, sent.tolist(), ways.tolist(), strict=True):
        people[team.county] = people.get(team.county, 0.0) + team.people
        traveled[team.county] = traveled.get(team.county, 0.0) + team.people * way
        load[names[site]] += team.people
    least = min(least, cost)
    return Hubs(
        open=tuple(sorted(names[site] for site in opened if names[site] != REMOTE)),
        assignment={team.id: names[site] for team, site in zip(question.teams, sent.tolist(), strict=True)},
        km={team.id: way for team, way in zip(question.teams, ways.tolist(), strict=True)},
        cost=cost,
        least_cost=least,
        bound=min(work.bound, least),
        prices=prices,
        county_km={county: traveled[county] / people[county] for county in sorted(people)},
        load=load,
        worth={team.id: worth for team, worth in zip(question.teams, work.worth.tolist(), strict=True)},
        cut_short=work.cut_short,
    )
