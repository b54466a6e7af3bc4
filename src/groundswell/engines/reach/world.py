"""People and ties put together, from files or from arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import numpy as np

from groundswell.engines.distance import great_circle_km
from groundswell.engines.errors import InputError
from groundswell.engines.progress import Progress, silent
from groundswell.engines.reach.chances import HALF_LIFE, PER_CONTACT, assume
from groundswell.engines.reach.exposure import cascades_from, expose
from groundswell.engines.reach.floors import Floor
from groundswell.engines.reach.forecast import DELAY
from groundswell.engines.reach.learning import Learned, learn
from groundswell.engines.reach.network import Floats, Ints, Network, Truths, build_network
from groundswell.engines.reach.people import ALIASES, People, check_column, people_from
from groundswell.engines.reach.reading import Ties, read_ties
from groundswell.engines.tables import column_name, read_table

DISTANCES = (30.0, 100.0)
"""Kilometers at which "near" and "far" part, where people have places but no common school, district or county."""


@dataclass(frozen=True, eq=False)
class World:
    """Everyone (`ids` in the order of their numbers), their ties, and how the probabilities came about."""

    ids: Sequence[str]
    people: People | None
    ties: Ties
    probability: Floats
    network: Network
    delay: Floats | float
    notes: tuple[str, ...]
    learned: Learned | None = None
    class_names: tuple[str, ...] = ()
    groups: dict[str, tuple[tuple[str, ...], Ints]] = field(default_factory=dict)

    def grouped(self, column: str) -> tuple[tuple[str, ...], Ints]:
        """Return a column's groups in order of name, and everyone's group by number (-1: not known)."""
        column = column_name(column)
        if column not in self.groups:
            people = self._listed(column)
            values = people.groups(column)
            names = tuple(sorted({value for value in values if value}))
            place = {name: number for number, name in enumerate(names)}
            codes = np.full(len(self.ids), -1, np.int32)
            codes[: len(values)] = [place.get(value, -1) for value in values]
            self.groups[column] = (names, codes)
        return self.groups[column]

    def _listed(self, column: str) -> People:
        if self.people is None:
            raise InputError(f"Groups by {column} need a file of people: add --people FILE with a column “{column}”.")
        check_column(self.people, column)
        return self.people

    def allowed(self) -> Truths:
        """Who may be convened."""
        may = np.ones(len(self.ids), np.bool_)
        if self.people is not None:
            may[: len(self.people)] = [person.may_be_invited for person in self.people.everyone]
        return may

    def already(self) -> Truths:
        """Who has taken the practice up before."""
        begun = np.zeros(len(self.ids), np.bool_)
        if self.people is not None:
            begun[: len(self.people)] = [person.already for person in self.people.everyone]
        return begun


def read_world(
    edges: Path,
    people: Path | None = None,
    *,
    asks: bool = False,
    per_contact: float = PER_CONTACT,
    half_life: float = HALF_LIFE,
) -> World:
    """Read ties and, where given, people. `asks`: the file says who asks whom, so what is learned flows back."""
    ties = read_ties(edges)
    if asks:
        ties = replace(ties, source=ties.target, target=ties.source)
    known = people_from(read_table(people, required=("person",), aliases=ALIASES)) if people is not None else None
    return make_world(ties, known, per_contact=per_contact, half_life=half_life)


def make_world(
    ties: Ties, people: People | None = None, *, per_contact: float = PER_CONTACT, half_life: float = HALF_LIFE
) -> World:
    """Number everyone: the listed first, then those who only occur in ties."""
    notes: list[str] = []
    ids: Sequence[str] = ties.names
    if people is not None:
        number = people.by_id()
        listed = len(number)
        place = np.array([number.setdefault(name, len(number)) for name in ties.names], np.int32)
        ties = replace(ties, source=place[ties.source], target=place[ties.target])
        ids = list(number)
        if len(ids) > listed:
            more = len(ids) - listed
            notes.append(
                f"{more:,} {'people have' if more > 1 else 'person has'} ties but no row in the file of people; "
                "they count, but in no group."
            )
    assumed = assume(ties, len(ids), per_contact=per_contact, half_life=half_life)
    notes.append(assumed.sentence)
    return _built(ids, people, ties, assumed.probability, notes)


def _built(ids: Sequence[str], people: People | None, ties: Ties, chance: Floats, notes: list[str]) -> World:
    network = build_network(len(ids), ties.source, ties.target, chance, ids)
    delay = DELAY if ties.delay is None else _in_order(network, ties, chance, ties.delay)
    return World(ids, people, ties, chance, network, delay, tuple(notes))


def _in_order(network: Network, ties: Ties, chance: Floats, values: Floats) -> Floats:
    """Bring values by tie into the order of the network."""
    kept = np.flatnonzero((ties.source != ties.target) & (np.asarray(chance, np.float32) > 0))
    mark = np.round(np.asarray(chance, np.float32)[kept].astype(np.float64) * 2**32)
    theirs = kept[np.lexsort((ties.source[kept], mark, ties.target[kept]))]
    mine = np.lexsort((network.origin, network.threshold, network.targets()))
    ordered = np.empty(network.ties)
    ordered[mine] = values[theirs]
    return ordered


def with_cascades(world: World, path: Path, *, progress: Progress = silent) -> World:
    """Learn probabilities from what was observed to be passed on."""
    table = read_table(path, required=("cascade", "person", "time"))
    cascades = cascades_from(table, {name: number for number, name in enumerate(world.ids)})
    names, classes = tie_classes(world)
    exposure = expose(len(world.ids), world.ties.source, world.ties.target, cascades)
    learned = learn(exposure, classes, progress=progress)
    seen = int((learned.trials > 0).sum())
    watched = len(np.unique(cascades.practice))
    note = (
        f"Probabilities are learned from {watched:,} observed {'cascade' if watched == 1 else 'cascades'}: {seen:,} of "
        f"{len(world.ties):,} ties had a chance to pass something on; the others get the mean of their kind."
    )
    network = build_network(len(world.ids), world.ties.source, world.ties.target, learned.probability, world.ids)
    delay: Floats | float = max(learned.delay, 1e-6)
    if world.ties.delay is not None:
        delay = _in_order(network, world.ties, learned.probability, world.ties.delay)
    return replace(
        world,
        probability=learned.probability,
        network=network,
        delay=delay,
        notes=(*world.notes[:-1], note),
        learned=learned,
        class_names=names,
    )


def tie_classes(world: World) -> tuple[tuple[str, ...], Ints]:
    """Sort ties into kinds by the roles of both ends and how far apart they are; as many as the file of people tells."""
    count = len(world.ties)
    if world.people is None:
        return ("all ties",), np.zeros(count, np.int32)
    near = _nearness(world)
    roles, codes = world.grouped("role") if "role" in world.people.columns else ((), np.full(len(world.ids), -1))
    labels = (*roles, "role not known")
    mine, theirs = codes[world.ties.source], codes[world.ties.target]
    kinds = list(product(range(len(labels)), range(len(labels)), range(len(NEARNESS))))
    code = (mine % len(labels) * len(labels) + theirs % len(labels)) * len(NEARNESS) + near
    used, classes = np.unique(code, return_inverse=True)
    names, placed = [], bool((near != NEARNESS.index("place not known")).any())
    for number in used.tolist():
        one, other, distance = kinds[number]
        who = [f"{labels[one]} to {labels[other]}"] if roles else []
        names.append(", ".join([*who, *NEARNESS[distance : distance + 1]]) if placed else ", ".join(who) or "all ties")
    return tuple(names), classes.reshape(-1).astype(np.int32)


NEARNESS = ("same school", "same district", "same county", "near", "farther", "far", "place not known")


def _nearness(world: World) -> Ints:
    source, target = world.ties.source, world.ties.target
    near = np.full(len(source), NEARNESS.index("place not known"), np.int32)
    people = world.people
    if people is None:
        return near
    if all(person.latitude is not None for person in people.everyone):
        km = _kilometers(people, source, target)
        near = np.where(np.isnan(km), near, 3 + np.searchsorted(DISTANCES, np.nan_to_num(km))).astype(np.int32)
    elif {"school", "district", "county"} & set(people.columns):
        near[:] = NEARNESS.index("far")
    for level, column in reversed(tuple(enumerate(("school", "district", "county")))):
        if column in people.columns:
            _, codes = world.grouped(column)
            near[(codes[source] >= 0) & (codes[source] == codes[target])] = level
    return near


def _kilometers(people: People, source: Ints, target: Ints) -> Floats:
    place = [(person.latitude or 0.0, person.longitude or 0.0) for person in people.everyone]
    there = len(place)
    return np.array(
        [
            great_circle_km(*place[u], *place[v]) if u < there and v < there else np.nan
            for u, v in zip(source.tolist(), target.tolist(), strict=True)
        ]
    )


def floors_from(world: World, wishes: Sequence[str]) -> tuple[Floor, ...]:
    """Read floors written `county=5%`, `county=20` or `county:Lassen=20`; the last one that names a group wins."""
    found: dict[tuple[str, str], Floor] = {}
    for wish in sorted(wishes, key=lambda text: ":" in text.partition("=")[0]):
        where, _, amount = wish.partition("=")
        column, _, only = (part.strip() for part in where.partition(":"))
        names, codes = world.grouped(column)
        if only and only not in names:
            raise InputError(f"There is no “{only}” in the column “{column}”. It has: {', '.join(names[:60])}.")
        for number, name in enumerate(names):
            if not only or name == only:
                members = np.flatnonzero(codes == number).astype(np.int32)
                found[column, name] = Floor(_label(column, name), members, _amount(wish, amount, len(members)))
    return tuple(found.values())


def _label(column: str, name: str) -> str:
    return f"{column}: {name}"


def _amount(wish: str, text: str, people: int) -> float:
    text = text.strip()
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf") or (text.endswith("%") and value > 100):
        raise InputError(
            f"The floor “{wish}” is not understood. Write for example county=5% or county=20 or county:Lassen=20."
        )
    return value / 100 * people if text.endswith("%") else value
