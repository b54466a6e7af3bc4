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
    shape = (len(spans), len(teams))
    rows = {team.id: place for place, team in enumerate(teams)}
    dark, class_days = np.zeros(shape, np.bool_), np.full(shape, question.days, np.int64)
    special = {(day.scope, day.day, day.kind) for day in question.calendar}
    groups: dict[tuple[str, str], list[int]] = {}
    for place, team in enumerate(teams):
        groups.setdefault((team.county, team.district), []).append(place)
    for (county, district), places in groups.items():
        scopes = ("", county, district)
        for row, span in enumerate(spans):
            dark[row, places] = any((scope, day, Kind.BLACKOUT) in special for scope in scopes for day in span)
            class_days[row, places] -= sum(any((scope, day, Kind.FREE) in special for scope in scopes) for day in span)
    said = np.zeros(shape, np.bool_)
    on = {day: [row for row, span in enumerate(spans) if day in span] for span in spans for day in span}
    for name, day in question.said_no:
        if name in rows:
            said[on.get(day, []), rows[name]] = True
    limit = np.array([NO_LIMIT if team.release_days is None else team.release_days for team in teams])
    substitutes = np.array([team.substitutes for team in teams], np.int64)
    km = _ways(question, teams)
    return Tables(
        teams,
        said,
        dark,
        class_days <= limit,
        np.isfinite(km) & (km <= (question.farthest or np.inf)),
        np.where(class_days > 0, substitutes, 0),
        np.where(np.isfinite(km), km, 0.0),
        np.searchsorted([number[team.district] for team in teams], np.arange(len(districts) + 1)),
        np.array(
            [[_room(question, district, counties[district], span, special) for district in districts] for span in spans]
        ),
        districts,
    )


def _room(
    question: Question, district: str, county: str, span: list[date], special: set[tuple[str, date, Kind]]
) -> int:
    """Return the fewest substitutes of the district on a day with class."""
    rooms = [
        question.substitutes_on.get((district, day), question.substitutes.get(district, NO_LIMIT))
        for day in span
        if not any((scope, day, Kind.FREE) in special for scope in ("", county, district))
    ]
    return min(rooms, default=NO_LIMIT)


def _ways(question: Question, teams: list[Team]) -> NDArray[np.float64]:
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
    for row, day in enumerate(question.dates):
        span = set(event_days(day, question.days))
        opened = [place for place, site in enumerate(question.sites) if not span & site.closed]
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
