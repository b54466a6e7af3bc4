"""From a question to the best dates. Exact: each district's choice is a knapsack, and districts do not touch."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dates.knapsack import choose_all
from groundswell.engines.dates.model import Absent, Choice, Dates, Kind, Question, Score, Team
from groundswell.engines.distance import EARTH_KM
from groundswell.engines.errors import Infeasible

NO_LIMIT = 1 << 40


def event_days(start: date, days: int) -> list[date]:
    """The weekdays that a convening takes: the start, whatever day it is, and the weekdays after it."""
    result = [start]
    while len(result) < days:
        following = result[-1] + timedelta(days=1)
        while following.weekday() > 4:
            following += timedelta(days=1)
        result.append(following)
    return result


@dataclass(frozen=True)
class Tables:
    """Arrays [date, team] unless said otherwise; teams are in the order of their districts."""

    teams: list[Team]
    said: NDArray[np.bool_]
    dark: NDArray[np.bool_]
    released: NDArray[np.bool_]
    near: NDArray[np.bool_]
    need: NDArray[np.int64]
    km: NDArray[np.float64]
    start: NDArray[np.int64]
    room: NDArray[np.int64]  # [date, district]
    districts: list[str]

    @property
    def able(self) -> NDArray[np.bool_]:
        """Who could come if there were substitutes for all."""
        able: NDArray[np.bool_] = ~self.said & ~self.dark & self.released & self.near
        return able


def solve(question: Question, *, best: int) -> Dates:
    """Answer a question that `check` has passed."""
    tables = tabulate(question)
    people = np.array([team.people for team in tables.teams], np.int64)
    required = np.array([team.required for team in tables.teams])
    # One whole number for "more people, then fewer kilometers": tenths of a person-kilometer below one person.
    tenths = np.round(tables.km * people * 10).astype(np.int64)
    value = people * (int(tenths.max(axis=0).sum()) + 1) - tenths
    come, fits = choose_all(tables.able, required, tables.need, value, tables.start, tables.room)
    counts = (come * people).sum(axis=1)
    ways = (come * people * tables.km).sum(axis=1)
    order = sorted(
        (row for row in range(len(question.dates)) if fits[row]),
        key=lambda row: (-int(counts[row]), round(float(ways[row]), 6), question.dates[row]),
    )
    if not order:
        raise _no_date(question, tables, come)
    scores = tuple(
        Score(day, int(counts[row]), float(ways[row]))
        if fits[row]
        else Score(day, None, 0.0, _required_why(question, tables, come, row))
        for row, day in enumerate(question.dates)
    )
    return Dates(tuple(_choice(question, tables, come, row) for row in order[:best]), scores)


def tabulate(question: Question) -> Tables:
    """Make the arrays."""
    counties = {team.district: team.county for team in reversed(question.teams)}
    districts = sorted(counties)
    number = {district: place for place, district in enumerate(districts)}
    teams = sorted(question.teams, key=lambda team: (number[team.district], team.id))
    spans = [event_days(day, question.days) for day in question.dates]
    days = {day: place for place, day in enumerate(sorted({day for span in spans for day in span}))}
    span = np.array([[days[day] for day in span] for span in spans])  # [date, nth day] -> day
    homes = [(team.county, team.district) for team in teams]
    dark = _special(question, Kind.BLACKOUT, homes, days)[:, span].any(axis=2).T
    class_days = question.days - _special(question, Kind.FREE, homes, days)[:, span].sum(axis=2).T
    said = np.zeros((len(teams), len(days)), np.bool_)
    rows = {team.id: place for place, team in enumerate(teams)}
    for name, day in question.said_no:
        if name in rows and day in days:
            said[rows[name], days[day]] = True
    limit = np.array([NO_LIMIT if team.release_days is None else team.release_days for team in teams])
    substitutes = np.array([team.substitutes for team in teams], np.int64)
    km = _ways(question, teams, spans)
    return Tables(
        teams,
        said[:, span].any(axis=2).T,
        dark,
        class_days <= limit,
        np.isfinite(km) & (km <= (question.farthest or np.inf)),
        np.where(class_days > 0, substitutes, 0),
        np.where(np.isfinite(km), km, 0.0),
        np.searchsorted([number[team.district] for team in teams], np.arange(len(districts) + 1)),
        _rooms(question, counties, districts, days)[:, span].min(axis=2).T.copy(),
        districts,
    )


def _special(question: Question, kind: Kind, homes: list[tuple[str, str]], days: dict[date, int]) -> NDArray[np.bool_]:
    """Say for each home (county, district) and day whether the calendar has an entry of this kind."""
    by_scope: dict[str, list[int]] = {"": list(range(len(homes)))}
    for place, (county, district) in enumerate(homes):
        for scope in {county, district} - {""}:
            by_scope.setdefault(scope, []).append(place)
    result = np.zeros((len(homes), len(days)), np.bool_)
    for entry in question.calendar:
        if entry.kind is kind and entry.day in days:
            result[by_scope.get(entry.scope, []), days[entry.day]] = True
    return result


def _rooms(
    question: Question, counties: dict[str, str], districts: list[str], days: dict[date, int]
) -> NDArray[np.int64]:
    """Substitutes of each district on each day; without limit where there is no class."""
    rooms = np.full((len(districts), len(days)), NO_LIMIT, np.int64)
    place = {district: row for row, district in enumerate(districts)}
    for district, count in question.substitutes.items():
        if district in place:
            rooms[place[district], :] = count
    for (district, day), count in question.substitutes_on.items():
        if district in place and day in days:
            rooms[place[district], days[day]] = count
    rooms[_special(question, Kind.FREE, [(counties[district], district) for district in districts], days)] = NO_LIMIT
    return rooms


def _ways(question: Question, teams: list[Team], spans: list[list[date]]) -> NDArray[np.float64]:
    """Kilometers to the nearest site that is open on all days; infinite where none is."""
    if not question.sites:
        return np.tile([team.km for team in teams], (len(question.dates), 1))
    at = np.radians([(team.lat or 0.0, team.lon or 0.0) for team in teams])
    to = np.radians([(site.lat, site.lon) for site in question.sites])
    square = np.sin((to[None, :, 0] - at[:, None, 0]) / 2) ** 2
    square = (
        square + np.cos(at[:, None, 0]) * np.cos(to[None, :, 0]) * np.sin((to[None, :, 1] - at[:, None, 1]) / 2) ** 2
    )
    ways = 2 * EARTH_KM * question.road_factor * np.arcsin(np.sqrt(np.minimum(1.0, square)))
    result = np.full((len(question.dates), len(teams)), np.inf)
    for row, span in enumerate(spans):
        opened = [place for place, site in enumerate(question.sites) if site.closed.isdisjoint(span)]
        if opened:
            result[row] = ways[:, opened].min(axis=1)
    return result


def _choice(question: Question, tables: Tables, come: NDArray[np.bool_], row: int) -> Choice:
    teams = [team for place, team in enumerate(tables.teams) if come[row, place]]
    places = {team.id: place for place, team in enumerate(tables.teams)}
    absent = [team for team in question.teams if not come[row, places[team.id]]]
    there = {team.county for team in teams}
    return Choice(
        start=question.dates[row],
        people=sum(team.people for team in teams),
        teams=tuple(sorted(team.id for team in teams)),
        km=float(sum(team.people * tables.km[row, places[team.id]] for team in teams)),
        absent=tuple(
            Absent(team.id, team.people, _why(question, tables, come, row, places[team.id])) for team in absent
        ),
        counties_missing=tuple(sorted({team.county for team in question.teams} - there)),
    )


def _why(question: Question, tables: Tables, come: NDArray[np.bool_], row: int, place: int) -> str:
    """Say why this team cannot come on this date: the first reason that holds."""
    team = tables.teams[place]
    span = event_days(question.dates[row], question.days)
    if tables.dark[row, place]:
        scopes = ("", team.county, team.district)
        entry = next(
            day for day in question.calendar if day.kind is Kind.BLACKOUT and day.day in span and day.scope in scopes
        )
        return f"{entry.scope or 'Everyone'}: {entry.reason or 'blackout day'} on {entry.day.isoformat()}"
    if tables.said[row, place]:
        return "said no"
    if not tables.released[row, place]:
        return f"{team.release_days} release days left, {question.days} needed"
    if not tables.near[row, place]:
        way = tables.km[row, place]
        return f"{way:.0f} km one way, beyond {question.farthest:g}" if way > 0 else "no site is open"
    district = tables.districts.index(team.district)
    others = [
        other.id
        for index, other in enumerate(tables.teams)
        if other.district == team.district and come[row, index] and tables.need[row, index] > 0
    ]
    taken = f"; they go to {', '.join(others[:5])}" + (" and others" if len(others) > 5 else "") if others else ""
    return (
        f"{team.district or 'The district'} has {int(tables.room[row, district])} substitutes that day and "
        f"{team.id} needs {int(tables.need[row, place])}{taken}"
    )


def _required_why(question: Question, tables: Tables, come: NDArray[np.bool_], row: int) -> str:
    for place, team in enumerate(tables.teams):
        if team.required and not tables.able[row, place]:
            return f"{team.id} is required: {_why(question, tables, come, row, place)}"
    return "the required teams of a district need more substitutes than it has"


def _no_date(question: Question, tables: Tables, come: NDArray[np.bool_]) -> Infeasible:
    reasons = [
        f"{day.isoformat()}: {_required_why(question, tables, come, row)}" for row, day in enumerate(question.dates)
    ]
    return Infeasible(
        "On none of the dates can all required teams come. Add dates, or do not require all of them.",
        conflicts=tuple(reasons[:10]),
    )
