"""What is wrong with a question, in the words of the person who asks it."""

from collections import Counter

from groundswell.engines.distance import great_circle_km
from groundswell.engines.errors import Infeasible, InputError
from groundswell.engines.siting.model import REMOTE, Question

MOST_PAIRS = 60_000_000
"""Teams times sites; beyond it the distances alone would not fit into memory beside the rest."""

NO_WAY = 3000
"""Kilometers, as the crow flies, beyond which nobody travels to a convening."""


def check(question: Question) -> None:
    """Raise `InputError` or `Infeasible` where the question has no sense or, plainly, no answer."""
    _check_lists(question)
    _check_numbers(question)
    _check_choice(question)
    _check_room(question)
    _check_reach(question)


def _check_lists(question: Question) -> None:
    if not question.teams:
        raise InputError("There are no teams. Give at least one.")
    if not question.sites:
        raise InputError("There are no sites. Give at least one.")
    if len(question.teams) * len(question.sites) > MOST_PAIRS:
        raise InputError("So many teams and sites do not fit into memory. Ask for one region at a time.")
    _check_names("teams", [(team.id, team.line) for team in question.teams])
    _check_names("sites", [(site.id, site.line) for site in question.sites])
    for site in question.sites:
        if site.id == REMOTE:
            raise InputError(f"A site cannot be called “{REMOTE}”. Rename it.", line=site.line, kind="sites")


def _check_names(kind: str, names: list[tuple[str, int | None]]) -> None:
    count = Counter(name for name, _ in names)
    for name, line in reversed(names):
        if count[name] > 1:
            raise InputError(f"Two {kind} are called “{name}”. Give each its own name.", line=line, kind=kind)


def _check_numbers(question: Question) -> None:
    for team in question.teams:
        if not 0 < team.people < 1e9:
            raise InputError(
                f"Team {team.id} has {team.people:g} people. Give a number above 0.", line=team.line, kind="teams"
            )
    for site in question.sites:
        if site.capacity is not None and not 0 <= site.capacity < 1e12:
            raise InputError(
                f"Site {site.id} has a capacity of {site.capacity:g}. Give 0 or more.", line=site.line, kind="sites"
            )
        if not 0 <= site.price < 1e12:
            raise InputError(
                f"Site {site.id} has a price of {site.price:g}. Give 0 or more.", line=site.line, kind="sites"
            )
    if question.km is None:
        places = [(team.id, team.lat, team.lon, team.line, "teams") for team in question.teams]
        places += [(site.id, site.lat, site.lon, site.line, "sites") for site in question.sites]
        for name, lat, lon, line, kind in places:
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                raise InputError(
                    f"{name} lies at {lat:g}, {lon:g}, which is no place on Earth. "
                    "Latitude goes from -90 to 90, longitude from -180 to 180.",
                    line=line,
                    kind=kind,
                )
        _check_far(question)
    if question.remote_beyond is not None and not question.remote_beyond > 0:
        raise InputError("The distance beyond which a team joins remotely must be above 0.")
    if not 0 <= question.give <= 1:
        raise InputError("The share of travel to give up for the worst county lies between 0 and 1.")
    if not question.road_factor > 0 or not question.per_km > 0:
        raise InputError("The road factor and the price of a kilometer must be above 0.")


def _check_far(question: Question) -> None:
    """Refuse a team that nothing is near to: a sign or two columns that were exchanged, not a team that travels."""
    for team in question.teams:
        if all(great_circle_km(team.lat, team.lon, site.lat, site.lon) > NO_WAY for site in question.sites):
            raise InputError(
                f"Team {team.id} lies at {team.lat:g}, {team.lon:g}, more than {NO_WAY:,} km from every site. Correct its "
                "place: in California latitude is 32 to 42 and longitude, with a minus, -125 to -114.",
                line=team.line,
                kind="teams",
            )


def _check_choice(question: Question) -> None:
    most = question.open_sites
    for site in question.sites:
        if site.fixed and site.forbidden:
            raise InputError(
                f"Site {site.id} is both fixed and forbidden. Take one of the two away.", line=site.line, kind="sites"
            )
    allowed = [site for site in question.sites if not site.forbidden]
    fixed = [site.id for site in allowed if site.fixed]
    if most < 1:
        raise InputError("At least one site must be open.")
    if not allowed:
        raise InputError("All sites are forbidden. Allow at least one.")
    if len(fixed) > most:
        raise Infeasible(
            f"{len(fixed)} sites are fixed, but only {most} may be open. Open more or free some.",
            conflicts=(f"fixed: {', '.join(fixed)}", f"open at most {most} sites"),
        )


def _check_room(question: Question) -> None:
    allowed = [site for site in question.sites if not site.forbidden]
    if question.remote_beyond is not None or any(site.capacity is None for site in allowed):
        return  # a place without limit takes everyone; whether it can be opened is for the search to see
    rooms = sorted(allowed, key=lambda site: (not site.fixed, -(site.capacity or 0)))[: question.open_sites]
    seats = sum(site.capacity or 0 for site in rooms)
    people = sum(team.people for team in question.teams)
    if people > seats:
        raise Infeasible(
            f"{people:,.0f} people come, but the {len(rooms)} largest sites that may be open hold {seats:,.0f}. "
            "Open more sites, find more seats, or let far teams join remotely.",
            conflicts=(f"{people:,.0f} people", f"at most {question.open_sites} sites", f"{seats:,.0f} seats in these"),
        )
    largest = max(site.capacity or 0 for site in allowed)
    for team in question.teams:
        if team.people > largest:
            raise Infeasible(
                f"Team {team.id} has {team.people:g} people and is not split, but no allowed site holds more than "
                f"{largest:g}.",
                conflicts=(f"team {team.id} stays together", f"no site above {largest:g} seats"),
                line=team.line,
                kind="teams",
            )


def _check_reach(question: Question) -> None:
    if question.km is None or question.remote_beyond is not None:
        return
    allowed = {site.id for site in question.sites if not site.forbidden}
    reached = {team for team, site in question.km if site in allowed}
    for team in question.teams:
        if team.id not in reached:
            raise Infeasible(
                f"The matrix gives team {team.id} no way to any allowed site. Add a distance or allow remote.",
                conflicts=(f"team {team.id} needs a site", "ways in the matrix"),
                line=team.line,
                kind="teams",
            )
