"""The form for one person: what they may know of their own place in the network.

It tells chances, ties and places of that person only. Whoever else comes up is named where they agreed to be named,
else by a group that is large enough to hide in, else not at all; how likely others are reached is never told.
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from math import log

import numpy as np

from groundswell.engines.errors import InputError
from groundswell.engines.reach.answer import Outlook
from groundswell.engines.reach.brokers import held_together, undirected
from groundswell.engines.reach.forecast import forecast
from groundswell.engines.reach.forms import PersonLine, person_line
from groundswell.engines.reach.gaps import bridge_to
from groundswell.engines.reach.network import Ints, Network, Truths, outgoing
from groundswell.engines.reach.world import World

PLAYS = 500
"""Plays of what one person passes on."""

LOOKED_AT = 200_000
"""People looked at for the likeliest chain; in larger networks it is left out where it is longer than that."""


@dataclass(frozen=True)
class OwnTie:
    """One tie of the person. `share` is how much of what reaches them comes this way (0 to 1; 0 for ties out)."""

    other: PersonLine
    probability: float
    share: float


@dataclass(frozen=True)
class OwnBridge:
    """A new tie from someone who is reached; it opens the way to `opens` people, the person among them."""

    other: PersonLine
    km: float | None
    together: str
    opens: int


@dataclass(frozen=True)
class OwnView:
    """What one person may know: `chances` by month of being reached, whom their ways lead over, what they pass on.

    `passes_on` is the number of others reached, on average, if they alone began. `chain` is the likeliest way from
    someone convened to them (both ends included), empty where there is none or they begin themselves. `links` is how
    many other groups of the column they have ties to, `holds` how many people would lose their way without them.
    """

    name: str
    convened: bool
    already: bool
    months: tuple[int, ...]
    chances: tuple[float, ...]
    ties_in: tuple[OwnTie, ...]
    ties_out: int
    passes_on: float
    chain: tuple[PersonLine, ...]
    bridge: OwnBridge | None
    column: str
    links: int
    holds: int


def number_of(world: World, key: str) -> int:
    """Return the number of the person with an id. Raises `InputError` where nobody has it."""
    try:
        return list(world.ids).index(key)
    except ValueError:
        raise InputError(
            f"There is nobody with the id “{key}”. Write the id as it stands in the file of people or of ties."
        ) from None


def own_view(world: World, chosen: Ints, number: int, seen: Outlook, *, column: str = "", seed: int = 1) -> OwnView:
    """Tell one person's place, after `chosen` are convened and `seen` was played through."""
    already = world.already()
    begins = already.copy()
    begins[chosen] = True
    start, friend = undirected(world.network)
    met, cut = held_together(start, friend, world.grouped(column)[1] if column else None)
    goes = outgoing(world.network)[0]
    return OwnView(
        name=_named(world, number),
        convened=bool(np.isin(number, chosen)),
        already=bool(already[number]),
        months=seen.forecast.months,
        chances=tuple(float(value) for value in seen.forecast.person[number]),
        ties_in=_ties_in(world, number, seen),
        ties_out=int(goes[number + 1] - goes[number]),
        passes_on=_passes_on(world, number, seed),
        chain=() if begins[number] else tuple(_line(world, v) for v in likeliest_chain(world.network, begins, number)),
        bridge=_bridge(world, number, seen) if seen.gaps.cut_off[number] else None,
        column=column,
        links=int(met[number]),
        holds=int(cut[number]),
    )


def _named(world: World, number: int) -> str:
    listed = world.people is not None and number < len(world.people)
    return world.people.everyone[number].name if world.people is not None and listed else str(world.ids[number])


def _line(world: World, number: int) -> PersonLine:
    return person_line(world.ids, world.people, number)


def _ties_in(world: World, number: int, seen: Outlook) -> tuple[OwnTie, ...]:
    """Ties that lead to the person, those first over which most comes."""
    network = world.network
    first, last = int(network.start[number]), int(network.start[number + 1])
    origin = network.origin[first:last]
    chance = network.probabilities()[first:last]
    comes = chance * seen.forecast.person[origin, -1]
    total = float(comes.sum())
    order = np.lexsort((origin, -chance, -comes))
    return tuple(
        OwnTie(_line(world, int(origin[at])), float(chance[at]), float(comes[at]) / total if total > 0 else 0.0)
        for at in order
    )


def _passes_on(world: World, number: int, seed: int) -> float:
    alone = np.array([number], np.int32)
    nobody = np.full(len(world.ids), -1, np.int32)
    played = forecast(world.network, alone, nobody, delay=world.delay, months=(1200,), runs=PLAYS, seed=seed)
    return float(played.group[-1, -1, 1]) - 1.0


def likeliest_chain(network: Network, begins: Truths, number: int) -> list[int]:
    """People on the likeliest way from someone who begins to the person, in that order; empty where there is none."""
    chance = network.probabilities()
    far = {number: 0.0}
    then: dict[int, int] = {}
    done: set[int] = set()
    heap = [(0.0, number)]
    while heap and len(done) < LOOKED_AT:
        length, v = heappop(heap)
        if v in done:
            continue
        done.add(v)
        if begins[v]:
            chain = [v]
            while chain[-1] != number:
                chain.append(then[chain[-1]])
            return chain
        for at in range(int(network.start[v]), int(network.start[v + 1])):
            u = int(network.origin[at])
            longer = length - log(chance[at])
            if longer < far.get(u, float("inf")):
                far[u] = longer
                then[u] = v
                heappush(heap, (longer, u))
    return []


def _bridge(world: World, number: int, seen: Outlook) -> OwnBridge | None:
    found = bridge_to(world.network, number, ~seen.gaps.cut_off, world.people, seen.forecast.person[:, -1])
    if found is None:
        return None
    other = _line(world, found.reached)
    # How far off somebody is tells, on a map of schools, which one they are at.
    return OwnBridge(other, found.km if other.name is not None else None, found.together, found.opens)
