"""What goes into siting and what comes out. Nothing heavy is imported here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

REMOTE = "remote"
"""Stands for the site in an assignment where a team joins from afar."""


class Team(NamedTuple):
    """People who travel together and are not split. `(id, latitude, longitude, people)` as a plain tuple will do."""

    id: str
    lat: float
    lon: float
    people: float = 1
    county: str = ""
    line: int | None = None


class Site(NamedTuple):
    """A place that could be a hub. `capacity` None is no limit; `price` is in the unit that `per_km` turns travel into."""

    id: str
    lat: float
    lon: float
    capacity: float | None = None
    price: float = 0.0
    fixed: bool = False
    forbidden: bool = False
    line: int | None = None


Kilometers = Mapping[tuple[str, str], float]
"""One way from a team to a site. A pair that is absent cannot be traveled."""


@dataclass(frozen=True)
class Question:
    """Everything that decides the answer. `open_sites` is the greatest number of hubs.

    `remote_beyond`: a team with a longer way joins remotely, which is counted as this many kilometers a person.
    `give`: the share of the least cost that may be given up so that the worst county travels less.
    """

    teams: tuple[Team, ...]
    sites: tuple[Site, ...]
    open_sites: int
    road_factor: float
    km: Kilometers | None = None
    remote_beyond: float | None = None
    per_km: float = 1.0
    give: float = 0.0


@dataclass(frozen=True)
class Hubs:
    """The hubs and who goes where.

    `cost` is person-kilometers one way times `per_km`, remote teams counted with the bound, plus the prices of the open
    sites; no plan that keeps the rules costs less than `bound`. `least_cost` is the cost before any travel was given up
    for the worst county; the bound speaks about that one.
    """

    open: tuple[str, ...]
    assignment: Mapping[str, str]
    km: Mapping[str, float]
    cost: float
    least_cost: float
    bound: float
    prices: float
    county_km: Mapping[str, float]
    load: Mapping[str, float]
    worth: Mapping[str, float]
    """What each team may cost before its place is given to others: multipliers from which `verify.root_bound`
    computes a bound again. The bound above may be better, by branching."""
    cut_short: bool

    @property
    def gap(self) -> float:
        """The most by which the least cost could still fall, as a share of it."""
        return max(0.0, 1 - self.bound / self.least_cost) if self.least_cost > 0 else 0.0

    @property
    def worst_county(self) -> str:
        """The county whose people travel farthest on average."""
        return max(self.county_km, key=lambda name: self.county_km[name], default="")
