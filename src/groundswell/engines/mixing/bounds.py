"""What no plan can beat: counts from below for each aim, with the reason in words."""

from dataclasses import dataclass

import numpy as np

from groundswell.engines.mixing.measure import Counts
from groundswell.engines.mixing.model import REPEATS, WISHES, Aim, Proof
from groundswell.engines.mixing.problem import Array, Problem, pools


@dataclass(frozen=True)
class Bounds:
    """`aims[name]` no plan is below; `possible` pairs can meet; `most` pairs can meet in one plan; `reason` for repeats."""

    aims: dict[str, int]
    possible: int
    most: int
    reason: str

    def floor(self, order: tuple[str, ...]) -> tuple[int, ...]:
        """Return the key that no seating is below."""
        return (0, 0, *(self.aims[name] for name in order))


def pairs_spread(people: int, tables: int) -> int:
    """Pairs at one table when people spread over the tables as evenly as can be: the fewest possible."""
    low, more = divmod(people, tables)
    return more * (low + 1) * low // 2 + (tables - more) * low * (low - 1) // 2


def possible_pairs(problem: Problem) -> Array:
    """Pairs who could sit together in some round."""
    people = problem.present.shape[1]
    possible = np.zeros((people, people), dtype=np.bool_)
    for number, present in enumerate(problem.present):
        open_ = (problem.allowed[number] & present[:, None] & (problem.size[number] > 0)).astype(np.float32)
        possible |= ((open_ @ open_.T) > 0) & ~problem.apart[problem.version[number]]
    np.fill_diagonal(possible, val=False)
    return possible


def round_pairs(problem: Problem, number: int) -> tuple[int, int]:
    """Fewest and most pairs that sit together in a round, given the sizes."""
    fewest = most = 0
    for _, own in pools(problem.gathering, number):
        tables = list(own)
        count = int((problem.present[number] & problem.allowed[number][:, tables].any(axis=1)).sum())
        sizes = even_sizes(problem.low[number, tables], problem.size[number, tables], count)
        fewest += sum(size * (size - 1) // 2 for size in sizes)
        sizes = uneven_sizes(problem.low[number, tables], problem.size[number, tables], count)
        most += sum(size * (size - 1) // 2 for size in sizes)
    return fewest, most


def even_sizes(low: Array, high: Array, count: int) -> list[int]:
    """Sizes within the bounds, as even as can be."""
    sizes = [int(size) for size in low]
    for _ in range(max(0, count - sum(sizes))):
        open_ = [t for t, size in enumerate(sizes) if size < high[t]]
        if not open_:
            break
        sizes[min(open_, key=sizes.__getitem__)] += 1
    return sizes


def uneven_sizes(low: Array, high: Array, count: int) -> list[int]:
    """Sizes within the bounds, as uneven as can be."""
    sizes = [int(size) for size in low]
    left = count - sum(sizes)
    for t in np.argsort(-np.asarray(high), kind="stable"):
        more = max(0, min(left, int(high[t]) - sizes[t]))
        sizes[t] += more
        left -= more
    return sizes


def bounds(problem: Problem) -> Bounds:
    """Count all bounds."""
    possible = possible_pairs(problem)
    count = int(np.triu(possible, 1).sum())
    by_round = [round_pairs(problem, number) for number in range(len(problem.present))]
    fewest = sum(pair[0] for pair in by_round)
    forced = int(np.triu(np.maximum(0, problem.together - 1), 1).sum())
    repeats, reason = repeats_bound(problem, possible, fewest, forced)
    aims = {REPEATS: repeats, WISHES: int(np.triu(problem.wish * ~possible, 1).sum())}
    for name, same in problem.same.items():
        aims[name] = max(same_bound(problem, same), int(np.triu(same * problem.together, 1).sum()))
    most = min(count, sum(pair[1] for pair in by_round) - forced - repeats)
    return Bounds(aims, count, max(most, 0), reason)


def repeats_bound(problem: Problem, possible: Array, fewest: int, forced: int) -> tuple[int, str]:
    """Take the best of four ways to count repeats from below."""
    choices = [(0, "")]
    pairs = int(np.triu(possible, 1).sum())
    choices.append(
        (fewest - forced - pairs, f"{fewest - forced} meetings take place, but only {pairs} pairs of people can meet")
    )
    others = possible.sum(axis=1)
    seats = ((problem.low - 1) * (problem.size > 0)).min(axis=1, where=problem.size > 0, initial=10**6)
    each = problem.present.T @ np.maximum(seats, 0) - others - np.maximum(0, problem.together - 1).sum(axis=1)
    over = np.maximum(0, each)
    choices.append((-(-int(over.sum()) // 2), "some people sit with more people in all than there are to meet"))
    if not problem.together.any() and problem.present.all() and not problem.gathering.tables.sites:
        choices.append(pigeonhole(problem))
    if euler_officers(problem):
        choices.append((1, "36 people at 6 tables of 6 cannot meet only new people in four rounds (Tarry, 1901)"))
    return max(choices, key=lambda choice: choice[0])


def pigeonhole(problem: Problem) -> tuple[int, str]:
    """Tables with more people than the round before had tables bring some of them together again.

    With c meetings a pair has c(c-1)/2 coincidences of two rounds, at most R/2 for each of its c-1 repeats.
    """
    rounds, people = problem.present.shape
    count = 0
    for number in range(rounds):
        used = problem.size[number] > 0
        sizes = even_sizes(problem.low[number, used], problem.size[number, used], people)
        for other in range(number):
            tables = int((problem.size[other] > 0).sum())
            count += sum(pairs_spread(size, tables) for size in sizes)
    return -(-2 * count // max(rounds, 2)), "a table seats more people than there are tables for them to come from"


def euler_officers(problem: Problem) -> bool:
    """Whether this holds four rounds of six full tables of six, which need two orthogonal Latin squares of order 6."""
    full = (problem.size == 6).all(axis=1) & (problem.low == 6).all(axis=1) & (problem.size.shape[1] == 6)
    return int((full & problem.present.all(axis=1)).sum()) >= 4


def same_bound(problem: Problem, same: Array) -> int:
    """Fewest pairs of people alike at a table: each group of them spread over its tables."""
    group = np.where(same.any(axis=1), np.argmax(same | np.eye(len(same), dtype=np.bool_), axis=1), -1)
    total = 0
    for number, present in enumerate(problem.present):
        for _, own in pools(problem.gathering, number):
            here = present & problem.allowed[number][:, list(own)].any(axis=1) & (group >= 0)
            _, sizes = np.unique(group[here], return_counts=True)
            total += sum(pairs_spread(int(size), len(own)) for size in sizes)
    return total


def proof(problem: Problem, known: Bounds, counts: Counts, happened: int) -> Proof:
    """Put the counts of a seating beside the bounds."""
    order = problem.gathering.rules.aims
    aims = tuple(Aim(name, counts.aims[name], min(known.aims[name], counts.aims[name])) for name in order)
    return Proof(known.possible, max(known.most, happened), happened, aims, reason_why(aims, known))


def reason_why(aims: tuple[Aim, ...], known: Bounds) -> str:
    """Say why no plan repeats fewer meetings, or that it is not known."""
    repeats = next(aim for aim in aims if aim.name == REPEATS)
    if repeats.count == 0:
        return "Nobody meets the same person twice. No plan can do better."
    if repeats.is_best:
        return f"No plan has fewer than {repeats.bound} repeats: {known.reason}."
    if repeats.bound:
        return (
            f"At least {repeats.bound} repeats are certain: {known.reason}. "
            f"Whether a plan with fewer than {repeats.count} exists is not known."
        )
    return f"Whether a plan with fewer than {repeats.count} repeats exists is not known."
