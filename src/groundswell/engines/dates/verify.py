"""Checks the dates again, in plain Python, by another way than the solver's: sets of needs instead of a knapsack table."""

import math
from datetime import date, timedelta

from groundswell.engines.dates.model import CalendarDay, Dates, Question, Team


def problems(question: Question, dates: Dates) -> list[str]:
    """Return a sentence for each thing that is wrong with the answer; travel is checked to a tenth of a kilometer."""
    found = []
    teams = {team.id: team for team in question.teams}
    for choice in dates.best:
        day = choice.start.isoformat()
        come = [teams[name] for name in choice.teams]
        found += [f"{day}: {team.id} cannot come." for team in come if not _can(question, team, choice.start)]
        for district in sorted({team.district for team in come}):
            needed = sum(_need(question, team, choice.start) for team in come if team.district == district)
            there = _substitutes(question, district, choice.start)
            if there is not None and needed > there:
                found.append(f"{day}: {district} has {there} substitutes and needs {needed}.")
        if sum(team.people for team in come) != choice.people:
            found.append(f"{day}: the number of people is wrong.")
        if {absent.team for absent in choice.absent} | set(choice.teams) != set(teams):
            found.append(f"{day}: a team is neither there nor absent.")
    for score in dates.scores:
        most = _most(question, score.start)
        if most != score.people:
            found.append(f"{score.start.isoformat()}: {most} people could come, not {score.people}.")
    ranked = sorted((score.people for score in dates.scores if score.people is not None), reverse=True)
    if [choice.people for choice in dates.best] != ranked[: len(dates.best)]:
        found.append("The dates are not the best ones.")
    return found


def _most(question: Question, start: date) -> int | None:
    """The most people who can come on a date, or None where a required team cannot."""
    total = 0
    for district in {team.district for team in question.teams}:
        there = _substitutes(question, district, start)
        # For each number of substitutes used, the most people: grown team by team.
        reached = {0: 0}
        for team in (team for team in question.teams if team.district == district):
            if not _can(question, team, start):
                if team.required:
                    return None
                continue
            need = _need(question, team, start)
            grown = {} if team.required else dict(reached)
            for used, people in reached.items():
                if there is None or used + need <= there or need == 0:
                    grown[used + need] = max(grown.get(used + need, -1), people + team.people)
            reached = grown
        if not reached:
            return None
        total += max(reached.values())
    return total


def _span(question: Question, start: date) -> list[date]:
    span, day = [start], start
    while len(span) < question.days:
        day += timedelta(days=1)
        if day.isoweekday() <= 5:
            span.append(day)
    return span


def _entries(question: Question, team: Team, start: date, kind: str) -> list[CalendarDay]:
    span = _span(question, start)
    mine = {"", team.county, team.district}
    return [entry for entry in question.calendar if entry.kind == kind and entry.day in span and entry.scope in mine]


def _class_days(question: Question, team: Team, start: date) -> int:
    return question.days - len({entry.day for entry in _entries(question, team, start, "free")})


def _can(question: Question, team: Team, start: date) -> bool:
    if _entries(question, team, start, "blackout"):
        return False
    if any((team.id, day) in question.said_no for day in _span(question, start)):
        return False
    if team.release_days is not None and _class_days(question, team, start) > team.release_days:
        return False
    if question.farthest is None and not question.sites:
        return True
    return _way(question, team, start) <= (math.inf if question.farthest is None else question.farthest)


def _way(question: Question, team: Team, start: date) -> float:
    if not question.sites:
        return team.km
    span = set(_span(question, start))
    ways = []
    for site in question.sites:
        if not site.closed & span:
            north, north2 = math.radians(team.lat or 0.0), math.radians(site.lat)
            cosine = math.sin(north) * math.sin(north2)
            cosine += math.cos(north) * math.cos(north2) * math.cos(math.radians((team.lon or 0.0) - site.lon))
            ways.append(6371.0088 * math.acos(max(-1.0, min(1.0, cosine))) * question.road_factor)
    return min(ways, default=math.nan)  # no open site: compares as false


def _need(question: Question, team: Team, start: date) -> int:
    return team.substitutes if _class_days(question, team, start) else 0


def _substitutes(question: Question, district: str, start: date) -> int | None:
    team = next(team for team in question.teams if team.district == district)
    free = {entry.day for entry in _entries(question, team, start, "free")}
    there = [
        question.substitutes_on.get((district, day), question.substitutes.get(district))
        for day in _span(question, start)
        if day not in free
    ]
    limits = [limit for limit in there if limit is not None]
    return min(limits, default=None)
