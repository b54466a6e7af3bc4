"""Below which clash weight no timetable can go.

Any q sessions have at least `spread(q, periods)` pairs at the same time. Taking that many times the smallest weight
among them, away from all their pairs, and going on with what is left, adds up to a bound: the dual of a linear program,
solved greedily. It starts with each person's own wishes.
"""

from collections import defaultdict
from math import ceil

import numpy as np

from groundswell.engines.timetable.arrays import Long, Numbers, clash_weights
from groundswell.engines.timetable.model import Question

ROUNDS = 400


def bound(question: Question, given: Numbers) -> int:
    """Return the best bound found; 0 says that none is known."""
    rest = clash_weights(question)
    own = by_person(question, rest)
    return max(own + by_groups(given, rest), by_groups(given, given.clash.copy()), by_pairs(given))


def spread(count: int, periods: int) -> int:
    """Pairs that must share a period when `count` things go into `periods` as evenly as can be."""
    each, over = divmod(count, periods)
    return over * each * (each + 1) // 2 + (periods - over) * each * (each - 1) // 2


def by_person(question: Question, rest: Long) -> int:
    """A person with more wishes than periods has clashes in any timetable. Takes their weight out of `rest`."""
    place = {session.id: number for number, session in enumerate(question.sessions)}
    length = [session.length for session in question.sessions]
    wishes: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for wish in question.wishes:
        wishes[wish.person][place[wish.session]] = wish.weight
    total = 0
    for wanted in wishes.values():
        index = list(wanted)
        pairs = ceil(spread(sum(length[s] for s in index), len(question.periods)) / max(length[s] for s in index))
        if pairs == 0:
            continue
        least = min(wanted.values())
        total += least * pairs
        rest[np.ix_(index, index)] -= least
    np.fill_diagonal(rest, 0)
    return total


def by_pairs(given: Numbers) -> int:
    """So many pairs of all sessions must run together, at best those that nobody wants both."""
    n, periods = given.allowed.shape
    pairs = ceil(spread(int(given.length.sum()), periods) / int(given.length.max()))
    weights = np.sort(given.clash[np.triu_indices(n, 1)])
    return int(weights[:pairs].sum())


def by_groups(given: Numbers, rest: Long) -> int:
    """Take groups of sessions that people want together, the heaviest first; `rest` is used up."""
    n, periods = given.allowed.shape
    if n <= periods:
        return 0
    total = 0
    for turn in range(ROUNDS):
        strength = rest.sum(axis=1)
        first = int(np.argsort(-strength)[turn % min(n, 8)])
        group = [first]
        nearest = rest[first].astype(np.float64)
        nearest[first] = -1
        least = np.inf
        best, chosen = 0, 0
        while len(group) < min(n, 3 * periods):
            following = int(nearest.argmax())
            least = min(least, float(nearest[following]))
            if least <= 0:
                break
            group.append(following)
            nearest = np.minimum(nearest, rest[following])
            nearest[following] = -1
            longest = int(given.length[group].max())
            value = int(least) * ceil(spread(int(given.length[group].sum()), periods) / longest)
            # Of groups that prove the same, the smaller leaves more for the others.
            if value > best:
                best, chosen = value, len(group)
        if best == 0:
            if turn % 8 == 7:
                break
            continue
        total += best
        index = np.array(group[:chosen])
        rest[np.ix_(index, index)] -= int(rest[np.ix_(index, index)][~np.eye(chosen, dtype=bool)].min())
        np.fill_diagonal(rest, 0)
    return total
