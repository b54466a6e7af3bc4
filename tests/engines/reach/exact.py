"""Spread and reach worked out by going through all 2**ties outcomes: slow, plain, for small networks only."""

from itertools import combinations, product

type Tie = tuple[int, int, float]


def outcomes(ties: list[Tie]):
    """Each outcome's probability and the ties that pass."""
    for passes in product((False, True), repeat=len(ties)):
        chance = 1.0
        for (_, _, p), passed in zip(ties, passes, strict=True):
            chance *= p if passed else 1.0 - p
        if chance > 0.0:
            yield chance, [(u, v) for (u, v, _), passed in zip(ties, passes, strict=True) if passed]


def closure(seeds, passed) -> set[int]:
    reached = set(seeds)
    while True:
        more = {v for u, v in passed if u in reached} - reached
        if not more:
            return reached
        reached |= more


def reach(people: int, ties: list[Tie], seeds) -> list[float]:
    """Probability of each person to be reached."""
    total = [0.0] * people
    for chance, passed in outcomes(ties):
        for v in closure(seeds, passed):
            total[v] += chance
    return total


def spread(people: int, ties: list[Tie], seeds) -> float:
    return sum(reach(people, ties, seeds))


def best(people: int, ties: list[Tie], k: int) -> float:
    return max(spread(people, ties, seeds) for seeds in combinations(range(people), k))
