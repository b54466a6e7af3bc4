"""Sites whose seats run out: whole teams, capacities, at most so many sites open."""

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.siting.arrays import Floats, Numbers, Whole, only
from groundswell.engines.siting.branch import branch
from groundswell.engines.siting.climb import Height, climb, hopeless
from groundswell.engines.siting.exact import solve_exactly
from groundswell.engines.siting.packing import NEVER, seat_price, send
from groundswell.engines.siting.work import Work

SMALL = 6000
"""Teams times sites up to which the whole question also goes to the integer program of HiGHS."""


class Crowded:
    """Evaluates sets of sites, each once."""

    def __init__(self, work: Work, given: Numbers, names: Whole) -> None:
        self.work = work
        self.given = given
        self.names = names
        self.people = float(given.size.sum())
        self.seen: dict[tuple[int, ...], float] = {}

    def has_room(self, sites: Whole) -> bool:
        return float(self.given.capacity[sites].sum()) >= self.people

    def price(self, sites: Whole, start: Floats, steps: int) -> tuple[float, Floats]:
        """Return a lower bound for these sites, teams split, with the seat prices that give it."""
        upper = self.work.cost if np.isfinite(self.work.cost) else float(self.given.cost[:, sites].max(axis=1).sum())
        value, seat = seat_price(self.given.cost, self.given.size, self.given.capacity, sites, start, steps, upper)
        return value + float(self.given.price[sites].sum()), seat

    def evaluate(self, sites: Whole) -> float:
        """Offer whole teams sent to these sites; return the bound for them."""
        sites = np.sort(sites)
        key = tuple(sites.tolist())
        if key in self.seen:
            return self.seen[key]
        if not self.has_room(sites):
            return NEVER
        bound, seat = self.price(sites, np.zeros(len(sites)), 200)
        self.seen[key] = bound
        if bound < self.work.target:
            cost, where = send(self.given.cost, self.given.size, self.given.capacity, sites, seat, 60)
            if cost < NEVER:
                cost += float(self.given.price[sites].sum())
                self.work.offer(cost, self.names[sites], where)
        return bound

    def descend(self, sites: Whole, candidates: Whole) -> None:
        """Exchange open sites for candidates while the bound of the set falls; offer what is reached."""
        value, seat = self.price(sites, np.zeros(len(sites)), 100)
        better = True
        while better:
            better = False
            for place in self.work.rng.permutation(len(sites)):
                if self.given.fixed[sites[place]]:
                    continue
                found: tuple[float, Whole, Floats] | None = None
                for site in candidates:
                    trial = sites.copy()
                    trial[place] = site
                    if site in sites or not self.has_room(trial):
                        continue
                    start = seat.copy()
                    start[place] = 0.0
                    # 30 steps from the neighbor's prices give a bound that may be too low, never too high.
                    bound, prices = self.price(trial, start, 30)
                    if bound < (value if found is None else found[0]) * (1 - 1e-7):
                        found = (bound, trial, prices)
                if found is not None:
                    settled, prices = self.price(found[1], found[2], 100)
                    if settled < value * (1 - 1e-7):
                        value, sites, seat, better = settled, found[1], prices, True
            if not self.work.spend(1, f"Searching: {self.work.cost:,.0f} so far"):
                break
        self.evaluate(sites)
        self._close_some(sites)

    def _close_some(self, sites: Whole) -> None:
        """Close sites that cost more than they save."""
        while self.given.price[sites].any() and len(sites) > 1:
            before = self.work.cost
            best: Whole | None = None
            for place in range(len(sites)):
                if self.given.fixed[sites[place]] or self.given.price[sites[place]] <= 0:
                    continue
                self.evaluate(np.delete(sites, place))
                if self.work.cost < before:
                    before = self.work.cost
                    best = np.delete(sites, place)
            if best is None:
                return
            sites = best


def solve_crowded(work: Work) -> None:
    """Bound, likely sites, exchange of sites, bound again, fewer sites, branching; small questions exactly."""
    given = work.given
    everything = np.arange(len(given.price), dtype=np.int32)
    crowded = Crowded(work, given, everything)
    state = given.fixed.astype(np.int8)
    sites = _roomiest(given)
    _, seat = crowded.price(sites, np.zeros(len(sites)), 100)
    crowded.evaluate(sites)
    worth: Floats = (given.cost[:, sites] + seat[None, :] * given.size[:, None]).min(axis=1)
    height = climb(work, given, state, worth, steps=120, stride=1.0, patience=8)
    work.raise_bound(height.value)
    work.worth = height.worth
    candidates = _candidates(given, height, 3 * given.most)
    for turn in range(3):
        crowded.descend(_likely(work, crowded, height, shake=turn), candidates)
        if work.deadline.over():
            break
    if np.isfinite(work.cost) and not work.proven:
        height = climb(work, given, state, height.worth, steps=500, stride=0.5, patience=12)
        work.raise_bound(height.value)
        work.worth = height.worth
        keep = ~hopeless(work, height, state, given.most)
        keep[work.sites] = True
        smaller = only(given, keep)
        kept = np.flatnonzero(keep).astype(np.int32)
        crowded = Crowded(work, smaller, kept)
        height = Height(
            height.value, height.worth, height.profit[keep], height.picked[keep], height.often[keep], height.stride
        )
        branch(work, smaller, height, crowded.evaluate, steps=60, stride=0.5)
    if not work.proven and given.pairs <= SMALL:
        solve_exactly(work)
    if not np.isfinite(work.cost):
        raise Infeasible(
            "No way was found to fit the teams, which are not split, into the sites that may be open: the seats are "
            "enough in all but do not fit the sizes of the teams. Open one more site, or give one a few more seats.",
            conflicts=(f"at most {given.most - given.remote} sites", "teams are not split", "seats at each site"),
        )


def _roomiest(given: Numbers) -> Whole:
    ranked = np.lexsort((-given.capacity, ~given.fixed))
    return np.sort(ranked[: given.most]).astype(np.int32)


def _candidates(given: Numbers, height: Height, count: int) -> Whole:
    ranked = np.argsort(np.where(height.often > 0, -height.often, height.profit - height.profit.min()))
    return ranked[:count].astype(np.int32)


def _likely(work: Work, crowded: Crowded, height: Height, *, shake: int) -> Whole:
    """Take the sites that the bound picked most often, with a shake; then trade up until everyone has a seat."""
    given = crowded.given
    noise = work.rng.random(len(height.often)) * 0.5 * shake
    ranked = np.argsort(-(height.often + noise + 100.0 * given.fixed), kind="stable")
    chosen = list(ranked[: given.most])
    rest = [int(site) for site in ranked[given.most :]]
    while not crowded.has_room(np.array(chosen, np.int32)):
        small = min((site for site in chosen if not given.fixed[site]), key=lambda site: given.capacity[site])
        bigger = next((site for site in rest if given.capacity[site] > given.capacity[small]), None)
        if bigger is None:
            return _roomiest(given)
        chosen[chosen.index(small)] = bigger
        rest.remove(bigger)
    return np.sort(np.array(chosen)).astype(np.int32)
