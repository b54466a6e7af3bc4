"""A gathering as arrays, in the shapes that `kernels` names."""

from dataclasses import dataclass

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.mixing.model import REPEATS, WISHES, Gathering, Person, Seating

Array = np.ndarray

FORBIDDEN = -1

ANY_SIZE = 1_000_000
"""Slack that leaves sizes nobody fixed free altogether: empty tables and full ones."""


@dataclass(frozen=True)
class Teams:
    """Who is kept together: `team[R, P]`, `members[teams, M]`, `length[teams]`."""

    team: Array
    members: Array
    length: Array


@dataclass(frozen=True)
class Needs:
    """What people need and give at a table. `base_needed[K]`, `base_given[K]` hold for a table without people."""

    names: tuple[str, ...]
    need: Array
    give: Array
    base_needed: Array
    base_given: Array
    kind: Array


@dataclass(frozen=True)
class Problem:
    """Everything the search reads and does not change."""

    gathering: Gathering
    index: dict[str, int]
    present: Array  # [R, P]
    size: Array  # [R, T] most people
    low: Array  # [R, T] fewest people
    allowed: Array  # [R, P, T]
    teams: Teams
    together: Array  # [P, P] in how many rounds the rules keep two together
    apart: Array  # [V, P, P]
    version: Array  # [R] which list of `apart` holds
    needs: Needs
    same: dict[str, Array]  # for each aim that is a column: [P, P] alike
    wish: Array  # [P, P] how many of the two named the other


def build(gathering: Gathering, *, slack: int = 0) -> Problem:
    """Make the arrays. `slack` widens sizes that nobody fixed, by so many people each way."""
    index = {person.id: number for number, person in enumerate(gathering.people)}
    present = np.array(
        [
            [person.rounds is None or number + 1 in person.rounds for person in gathering.people]
            for number in range(gathering.rounds)
        ],
        dtype=np.bool_,
    ).reshape(gathering.rounds, len(gathering.people))
    allowed = allowed_tables(gathering)
    size, low = table_sizes(gathering, present, slack)
    teams = kept_together(gathering, index, present)
    together = np.zeros((len(index), len(index)), dtype=np.int16)
    for number in range(gathering.rounds):
        team = teams.team[number]
        together += (team[:, None] == team[None, :]) & (team[:, None] >= 0)
    np.fill_diagonal(together, 0)
    apart, version = kept_apart(gathering, index)
    refuse_apart_in_team(gathering, teams, apart, version)
    return Problem(
        gathering=gathering,
        index=index,
        present=present,
        size=size,
        low=low,
        allowed=allowed,
        teams=teams,
        together=together,
        apart=apart,
        version=version,
        needs=table_needs(gathering),
        same={aim: alike(gathering.people, aim) for aim in gathering.rules.aims if aim not in {REPEATS, WISHES}},
        wish=wishes(gathering.people, index),
    )


def pools(gathering: Gathering, number: int) -> list[tuple[str, tuple[int, ...]]]:
    """Return the groups of tables (from 0) that share their people in round `number` (from 0): the sites, or all."""
    everywhere = tuple(range(gathering.tables.count))
    if not gathering.tables.sites or number + 1 in gathering.rules.joint_rounds:
        return [("", everywhere)]
    return [(site, tuple(table - 1 for table in tables)) for site, tables in gathering.tables.sites.items()]


def allowed_tables(gathering: Gathering) -> Array:
    """Who may sit where: own site, and in joint rounds any; tables fit for a wheelchair."""
    people, tables = gathering.people, gathering.tables
    allowed = np.ones((gathering.rounds, len(people), tables.count), dtype=np.bool_)
    ready = np.ones(tables.count, dtype=np.bool_)
    if tables.wheelchair_ready is not None:
        ready[:] = [table + 1 in tables.wheelchair_ready for table in range(tables.count)]
    wheels = np.array([person.wheelchair for person in people], dtype=np.bool_)
    for number in range(gathering.rounds):
        allowed[number][wheels] &= ready
        if tables.sites and number + 1 not in gathering.rules.joint_rounds:
            for site, own in pools(gathering, number):
                mask = np.zeros(tables.count, dtype=np.bool_)
                mask[list(own)] = True
                allowed[number][[person.site == site for person in people]] &= mask
    return allowed


def table_sizes(gathering: Gathering, present: Array, slack: int) -> tuple[Array, Array]:
    """Most and fewest people at each table and round: as given, else as even as can be within each site."""
    tables = gathering.tables
    size = np.zeros((gathering.rounds, tables.count), dtype=np.int64)
    low = np.zeros((gathering.rounds, tables.count), dtype=np.int64)
    for number in range(gathering.rounds):
        for site, own in pools(gathering, number):
            count = (
                sum(1 for p, person in enumerate(gathering.people) if present[number, p] and person.site == site)
                if site
                else int(present[number].sum())
            )
            fewest, most = count // len(own), -(-count // len(own))
            if tables.low is None:
                kept = 0 if slack == ANY_SIZE else min(1, fewest)
                fewest = max(min(fewest, tables.high or fewest) - slack, kept)
            else:
                fewest = tables.low
            most = min(max(most, fewest) + slack, max(count, fewest)) if tables.high is None else tables.high
            if tables.low is None:
                fewest = min(fewest, most)
            size[number, list(own)] = most
            low[number, list(own)] = fewest
    return size, low


def kept_together(gathering: Gathering, index: dict[str, int], present: Array) -> Teams:
    """Join rules that share a person into one team, round by round; those who are away leave it for the round."""
    team = np.full(present.shape, -1, dtype=np.int64)
    groups: list[tuple[int, ...]] = []
    known: dict[tuple[int, ...], int] = {}
    for number in range(gathering.rounds):
        leader = list(range(len(index)))

        def find(p: int, leader: list[int] = leader) -> int:
            while leader[p] != p:
                p = leader[p]
            return p

        for rule in gathering.rules.together:
            if rule.rounds is not None and number + 1 not in rule.rounds:
                continue
            there = [index[person] for person in rule.people if present[number, index[person]]]
            for p in there[1:]:
                leader[find(p)] = find(there[0])
        joined: dict[int, list[int]] = {}
        for p in range(len(index)):
            if present[number, p]:
                joined.setdefault(find(p), []).append(p)
        for group in joined.values():
            if len(group) > 1:
                key = tuple(group)
                if key not in known:
                    known[key] = len(groups)
                    groups.append(key)
                team[number, group] = known[key]
    members = np.full((max(1, len(groups)), max([2, *map(len, groups)])), -1, dtype=np.int64)
    for row, together in zip(members, groups, strict=False):
        row[: len(together)] = together
    return Teams(team, members, np.array([len(group) for group in groups] or [0], dtype=np.int64))


def kept_apart(gathering: Gathering, index: dict[str, int]) -> tuple[Array, Array]:
    """Lists of pairs who may not sit together, one list for each different set of rules in force."""
    rules = gathering.rules.apart
    in_force = [
        tuple(rule.rounds is None or number + 1 in rule.rounds for rule in rules) for number in range(gathering.rounds)
    ]
    kinds = sorted(set(in_force))
    apart = np.zeros((len(kinds), len(index), len(index)), dtype=np.bool_)
    for version, flags in enumerate(kinds):
        for rule, on in zip(rules, flags, strict=True):
            if on:
                people = [index[person] for person in rule.people]
                apart[version][np.ix_(people, people)] = True
        np.fill_diagonal(apart[version], val=False)
    return apart, np.array([kinds.index(flags) for flags in in_force], dtype=np.int64)


def refuse_apart_in_team(gathering: Gathering, teams: Teams, apart: Array, version: Array) -> None:
    """Raise where one rule keeps two people together and another keeps them apart."""
    people = gathering.people
    clashes = []
    for number in range(gathering.rounds):
        team = teams.team[number]
        both = (team[:, None] == team[None, :]) & (team[:, None] >= 0) & apart[version[number]]
        for p, q in np.argwhere(np.triu(both)):
            sentence = f"{people[p].name} and {people[q].name} are to sit together and apart in round {number + 1}."
            clashes.append(sentence)
    if clashes:
        raise Infeasible(
            "Two rules contradict each other. Take one of them out.", conflicts=tuple(clashes), source=gathering.source
        )


def table_needs(gathering: Gathering) -> Needs:
    """Facilitators at each table, and for each group of languages someone who speaks one of them and the common one."""
    people, rules = gathering.people, gathering.rules
    names: list[str] = []
    need: list[list[bool]] = []
    give: list[list[bool]] = []
    base_needed: list[int] = []
    base_given: list[int] = []
    if rules.facilitators > 0:
        names.append("a facilitator")
        need.append([False] * len(people))
        give.append([person.facilitator for person in people])
        base_needed.append(1)
        base_given.append(1 - rules.facilitators)
    if rules.common_language:
        for group in sorted({tuple(sorted(languages)) for languages in needed_languages(gathering).values()}):
            names.append("someone who speaks " + " or ".join(group))
            need.append(
                [
                    p in needed_languages(gathering) and tuple(sorted(people[p].languages)) == group
                    for p in range(len(people))
                ]
            )
            give.append(
                [rules.common_language in person.languages and bool(person.languages & set(group)) for person in people]
            )
            base_needed.append(0)
            base_given.append(0)
    needs = np.array(need, dtype=np.int64).reshape(len(names), len(people)).T.copy()
    gives = np.array(give, dtype=np.int64).reshape(len(names), len(people)).T.copy()
    both = np.concatenate([needs, gives], axis=1)
    _, kind = np.unique(both, axis=0, return_inverse=True) if both.size else (None, np.zeros(len(people), np.int64))
    return Needs(
        tuple(names),
        needs,
        gives,
        np.array(base_needed, dtype=np.int64),
        np.array(base_given, dtype=np.int64),
        np.asarray(kind, dtype=np.int64).reshape(-1),
    )


def needed_languages(gathering: Gathering) -> dict[int, frozenset[str]]:
    """Who does not speak the common language, and what they speak."""
    common = gathering.rules.common_language
    return {
        number: person.languages
        for number, person in enumerate(gathering.people)
        if common and person.languages and common not in person.languages
    }


def alike(people: tuple[Person, ...], column: str) -> Array:
    """Pairs that have the same text in a column; an empty cell is like no other."""
    numbers: dict[str, int] = {}
    code = np.array(
        [
            numbers.setdefault(text.casefold(), len(numbers)) if text else -1 - p
            for p, text in enumerate(person.attributes.get(column, "") for person in people)
        ],
        dtype=np.int64,
    )
    same: Array = code[:, None] == code[None, :]
    np.fill_diagonal(same, val=False)
    return same


def wishes(people: tuple[Person, ...], index: dict[str, int]) -> Array:
    """How many of each two named the other: 0, 1 or 2."""
    wish = np.zeros((len(people), len(people)), dtype=np.int64)
    for p, person in enumerate(people):
        for other in set(person.wishes):
            q = index.get(other)
            if q is not None and q != p:
                wish[p, q] += 1
                wish[q, p] += 1
    return wish


def seats_of(problem: Problem, seating: Seating, rounds: range) -> Array:
    """Tables by person, `[R, P]`, -1 where the seating has no seat for them in these rounds (from 0)."""
    table = np.full(problem.present.shape, -1, dtype=np.int64)
    for number in rounds:
        for t, people in enumerate(seating[number]):
            for person in people:
                if person in problem.index:
                    table[number, problem.index[person]] = t
    return table
