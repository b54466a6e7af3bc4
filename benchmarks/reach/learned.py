"""Spread from observed cascades: how far off with learned probabilities, and with one constant for all ties."""

import heapq

import numpy as np

from groundswell.engines.reach.exposure import Cascades, expose
from groundswell.engines.reach.learning import learn
from groundswell.engines.reach.verifier import spread_by_play

PEOPLE, TIES, BEGINNERS, TESTS = 2000, 12_000, 20, 20


def world(dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ties between people of three roles and of very different generosity; the truth is not of the prior's form."""
    weight = dice.pareto(2, PEOPLE) + 1
    pairs = np.column_stack([dice.choice(PEOPLE, TIES, p=weight / weight.sum()), dice.integers(0, PEOPLE, TIES)])
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0).astype(np.int32)
    role = dice.integers(0, 3, PEOPLE)
    kinds = (role[pairs[:, 0]] * 3 + role[pairs[:, 1]]).astype(np.int32)
    chance = np.clip(dice.uniform(0.01, 0.35, 9)[kinds] * dice.lognormal(-0.3, 0.8, len(pairs)), 0.001, 0.9)
    return pairs[:, 0].copy(), pairs[:, 1].copy(), kinds, chance


def played(dice, source, target, chance, count: int) -> Cascades:
    """Cascades from 1 to 3 beginners, ties with exponential delays of 30 days."""
    order = np.argsort(source, kind="stable")
    low = np.searchsorted(source[order], np.arange(PEOPLE + 1))
    practice, person, time = [], [], []
    for number in range(count):
        when = {int(v): 0.0 for v in dice.choice(PEOPLE, dice.integers(1, 4), replace=False)}
        heap = [(0.0, v) for v in when]
        done: set[int] = set()
        while heap:
            now, u = heapq.heappop(heap)
            if u in done:
                continue
            done.add(u)
            for tie in order[low[u] : low[u + 1]]:
                v = int(target[tie])
                if v not in done and dice.random() < chance[tie]:
                    then = now + dice.exponential(30.0)
                    if then < when.get(v, np.inf):
                        when[v] = then
                        heapq.heappush(heap, (then, v))
        practice += [number] * len(when)
        person += list(when)
        time += list(when.values())
    return Cascades(np.array(practice, np.int32), np.array(person, np.int32), np.array(time), max(time) + 1.0)


def run() -> str:
    dice = np.random.default_rng(11)
    source, target, kinds, chance = world(dice)
    tests = [np.argsort(-np.bincount(source, minlength=PEOPLE), kind="stable")[:BEGINNERS]]
    tests += [dice.choice(PEOPLE, BEGINNERS, replace=False) for _ in range(TESTS - 1)]

    def spreads(p) -> np.ndarray:
        ties = np.column_stack([source, target, np.broadcast_to(p, len(source))])
        return np.array([spread_by_play(PEOPLE, ties, seeds, runs=3000)[0] for seeds in tests])

    truth = spreads(chance)

    def error(p) -> float:
        return float(np.mean(np.abs(spreads(p) - truth) / truth))

    lines = [
        f"Probabilities from cascades: {PEOPLE:,} people, {len(source):,} ties, {TESTS} sets of {BEGINNERS} beginners",
        "  cascades   correlation   in 90 % interval   spread off by   constant 0.1   best constant",
    ]
    for count in (300, 3000):
        seen = expose(PEOPLE, source, target, played(dice, source, target, chance, count))
        known = learn(seen, kinds)
        inside = np.mean((known.low <= chance) & (chance <= known.high))
        alike = np.corrcoef(known.probability, chance)[0, 1]
        fitted = float(seen.trials @ known.probability / seen.trials.sum())
        lines.append(
            f"  {count:>8,} {alike:>13.2f} {inside:>18.0%} {error(known.probability):>15.1%} {error(0.1):>14.1%} "
            f"{error(fitted):>9.1%} ({fitted:.3f})"
        )
    return "\n".join(lines)
