"""Dates: on which day most people can come, who cannot, and why. Importing this loads nothing heavy."""

from collections import Counter

from groundswell.engines.dates.model import Absent, CalendarDay, Choice, Dates, Kind, Place, Question, Score, Team
from groundswell.engines.errors import InputError
from groundswell.engines.warm import load

__all__ = ["Absent", "CalendarDay", "Choice", "Dates", "Kind", "Place", "Question", "Score", "Team", "best_dates"]


def best_dates(question: Question, *, best: int = 3) -> Dates:
    """Find the best dates: most people, then least travel, then the earliest. Exact, and without a search.

    Raise `InputError`, or `Infeasible` where no date suits the teams that are required.
    """
    check(question)
    solve = load("dates", "groundswell.engines.dates.solve").solve
    dates: Dates = solve(question, best=best)
    return dates


def check(question: Question) -> None:
    """Raise `InputError` where the question has no sense."""
    if not question.teams:
        raise InputError("There are no teams. Give at least one.")
    if not question.dates:
        raise InputError("There are no dates. Give at least one.")
    if question.days < 1:
        raise InputError("The convening must take at least one day.")
    names = Counter(team.id for team in question.teams)
    for team in reversed(question.teams):
        if names[team.id] > 1:
            raise InputError(f"Two teams are called “{team.id}”. Give each its own name.", line=team.line, kind="teams")
        if team.people < 1 or team.substitutes < 0:
            raise InputError(
                f"Team {team.id} has {team.people} people and needs {team.substitutes} substitutes. Correct that.",
                line=team.line,
                kind="teams",
            )
        if question.sites and (team.lat is None or team.lon is None):
            raise InputError(
                f"Team {team.id} has no coordinates, but sites are given. Add lat and lon.",
                line=team.line,
                kind="teams",
            )
    for date, count in Counter(question.dates).items():
        if count > 1:
            raise InputError(f"{date.isoformat()} is in the list of dates twice. Take one away.")
