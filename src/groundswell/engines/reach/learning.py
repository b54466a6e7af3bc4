"""Probabilities of ties learned from observed cascades: who took a practice up when.

Expectation maximization for the independent cascade with delays (after Saito, Nakano and Kimura, KES 2008, and Saito,
Kimura, Ohara and Motoda, ACML 2009), with a beta prior for each class of ties (roles and distance) that is learned too.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groundswell.engines.progress import Progress, silent
from groundswell.engines.reach.exposure import Exposure
from groundswell.engines.reach.network import Floats, Ints

ROUNDS = 60
SETTLED = 1e-4
STRENGTHS = 2.0 ** np.arange(-1, 11)
"""Strengths tried for the prior: as many imagined cascades as each tie is given beforehand."""


@dataclass(frozen=True, eq=False)
class Learned:
    """Probability of each tie with an interval, and of each class; `outside` is the share of uptakes no tie explains.

    `trials` counts the cascades in which a tie could have passed the practice on. `delay` is mean time on a tie.
    """

    probability: Floats
    low: Floats
    high: Floats
    trials: Floats
    class_mean: Floats
    class_low: Floats
    class_high: Floats
    class_ties: Ints
    strength: float
    outside: float
    delay: float
    rounds: int

    def doubt(self) -> float:
        """Return the standard deviation, on the logit scale, of what all ties share: the mean of their class."""
        mean = np.clip(self.class_mean, 1e-6, 1 - 1e-6)
        width = (self.class_high - self.class_low) / 3.29  # both ends of a 90 % interval
        return float(np.clip(np.mean(width / (mean * (1 - mean))), 0.0, 1.5)) if len(mean) else 0.0


def learn(exposure: Exposure, classes: Ints, *, level: float = 0.9, progress: Progress = silent) -> Learned:
    """Learn from what was observed. `classes` numbers the class of each tie."""
    ties = len(classes)
    count = int(classes.max(initial=0)) + 1
    p = np.full(ties, 0.1)
    state = _Delays.flat(exposure)
    prior = _Prior(np.full(count, 0.1), 4.0)
    rounds = 0
    for rounds in range(1, ROUNDS + 1):
        progress(rounds / ROUNDS, "learning how likely each tie passes a practice on")
        credit = _expect(exposure, p, state)
        prior = _prior(credit, p, exposure.trials, classes, prior, renew=rounds % 5 == 0)
        mean = prior.mean[classes]
        new = (credit.success + prior.strength * mean) / (exposure.trials + prior.strength)
        change = float(np.abs(new - p).max(initial=0.0))
        p = new
        state = state.renewed(exposure, credit)
        if change < SETTLED and rounds > 10:
            break
    credit = _expect(exposure, p, state)
    class_counts, class_lost = _for_kinds(exposure.trials, credit.lost, classes, count, prior.strength)
    class_low, class_high = _interval(_sure(prior.mean, class_counts, class_lost, 1.0), prior.mean, level)
    sure = _sure(p, exposure.trials + prior.strength, credit.lost, prior.strength)
    # What a tie borrows from its kind is as unsure as the mean of the kind.
    borrowed = prior.strength / (exposure.trials + prior.strength)
    kind = prior.mean * (1 - prior.mean) / (_sure(prior.mean, class_counts, class_lost, 1.0) + 1)
    own = p * (1 - p) / (sure + 1)
    low, high = _interval(np.maximum(p * (1 - p) / (own + borrowed**2 * kind[classes]) - 1, 1.0), p, level)
    return Learned(
        p,
        low,
        high,
        exposure.trials,
        prior.mean,
        class_low,
        class_high,
        np.bincount(classes, minlength=count).astype(np.int32),
        prior.strength,
        float(credit.outside / max(1, len(exposure.event_start))),
        state.mean(exposure),
        rounds,
    )


@dataclass(frozen=True, eq=False)
class _Delays:
    """Probability of each delay bin, per unit of time, and the rate at which practices come from outside."""

    mass: Floats
    density: Floats
    before: Floats  # probability that a delay ends in a bin or sooner
    rate: float

    @staticmethod
    def flat(exposure: Exposure) -> "_Delays":
        mass = exposure.width / exposure.width.sum() if len(exposure.width) else exposure.width
        mass = mass * np.exp(-np.arange(len(mass)) / max(1.0, len(mass) / 3))
        return _Delays._of(mass / max(mass.sum(), 1e-12), exposure, 1e-4 / max(exposure.span, 1e-9))

    @staticmethod
    def _of(mass: Floats, exposure: Exposure, rate: float) -> "_Delays":
        return _Delays(mass, mass / exposure.width, np.cumsum(mass), rate)

    def renewed(self, exposure: Exposure, credit: "_Credit") -> "_Delays":
        counts = np.bincount(exposure.event_bin, credit.share, len(self.mass)) + 0.05 * self.mass
        rate = max(credit.outside, 0.5) / max(exposure.waiting, 1e-9)
        return _Delays._of(counts / counts.sum(), exposure, rate)

    def mean(self, exposure: Exposure) -> float:
        return float(self.mass @ exposure.middle)


@dataclass(frozen=True, eq=False)
class _Credit:
    """Expected successes of each tie, information lost about it, the share of each possible parent, and the rest."""

    success: Floats
    lost: Floats
    share: Floats
    outside: float


def _expect(exposure: Exposure, p: Floats, delays: _Delays) -> _Credit:
    ties = len(p)
    chance = p[exposure.event_tie]
    weight = chance * delays.density[exposure.event_bin]
    total = np.add.reduceat(weight, exposure.event_start) if len(exposure.event_start) else np.zeros(0)
    total = total + delays.rate
    share = weight / np.repeat(total, exposure.event_size)
    late = _late(chance, delays.before[exposure.event_bin])
    still = _late(p[exposure.open_tie], delays.before[exposure.open_bin])
    success = np.bincount(exposure.event_tie, share + (1 - share) * late, ties) + np.bincount(
        exposure.open_tie, still, ties
    )
    unsure = share + (1 - share) * late
    lost = np.bincount(exposure.event_tie, unsure * (1 - unsure), ties) + np.bincount(
        exposure.open_tie, still * (1 - still), ties
    )
    return _Credit(success, lost, share, float((delays.rate / total).sum()))


def _late(p: Floats, before: Floats) -> Floats:
    """Chance that a tie would have passed the practice on later, given that it had not by then."""
    after: Floats = p * (1 - before) / np.maximum(1 - p * before, 1e-12)
    return np.clip(after, 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class _Prior:
    mean: Floats
    strength: float


def _prior(credit: _Credit, p: Floats, trials: Floats, classes: Ints, before: _Prior, *, renew: bool) -> _Prior:
    """Learn the mean of each class (drawn a little to the mean of all) and, now and then, how alike a class's ties are."""
    count = len(before.mean)
    success = np.bincount(classes, credit.success, count)
    tried = np.bincount(classes, trials, count)
    overall = (success.sum() + 0.1) / (tried.sum() + 1.0)
    mean = np.clip((success + 4 * overall) / (tried + 4), 1e-5, 1 - 1e-5)
    return _Prior(mean, _strength(credit, p, trials, classes, before) if renew else before.strength)


def _strength(credit: _Credit, p: Floats, trials: Floats, classes: Ints, before: _Prior) -> float:
    """Learn how alike the ties of a class are, from what was really seen of each.

    Where it was not seen who passed a practice on, the credit follows the prior: taken for observed, it would make ties
    look more alike than they are. So each tie counts with the trials whose end was seen, and with the successes that
    draw the mean of its class to its probability. How unsure the strength is widens the prior: it is averaged as the
    variance that it leaves to ties.
    """
    from scipy.special import betaln

    bound = np.clip(p, 1e-6, 1 - 1e-6)
    n = trials - credit.lost / (bound * (1 - bound))
    seen = n > 0.05
    if not seen.any():
        return before.strength
    n, m = n[seen], before.mean[classes[seen]]
    s = np.clip(p[seen] * (n + before.strength) - before.strength * m, 0.0, n)
    score = np.array([(betaln(s + k * m, n - s + k * (1 - m)) - betaln(k * m, k * (1 - m))).sum() for k in STRENGTHS])
    weight = np.exp(score - score.max())
    return float(1.0 / (weight / (STRENGTHS + 1.0)).sum() * weight.sum() - 1.0)


def _for_kinds(trials: Floats, lost: Floats, classes: Ints, count: int, strength: float) -> tuple[Floats, Floats]:
    """Count what the trials of each kind tell of its mean, and how much of that was not seen.

    Trials of one tie are alike, so they tell less than as many trials of different ties: the design effect of clusters
    (Kish, Survey Sampling, 1965), with the likeness 1 / (strength + 1) within a tie.
    """
    total = np.bincount(classes, trials, count)
    clustered = np.bincount(classes, trials * (trials + strength) / (strength + 1), count)
    counts = total**2 / np.maximum(clustered, 1e-12)
    return counts + 1.0, np.bincount(classes, lost, count) * counts / np.maximum(total, 1e-12)


def _sure(p: Floats, counts: Floats, lost: Floats, least: float) -> Floats:
    """Cut counts by what was not seen: who passed it on, and whether it was still to come."""
    p = np.clip(p, 1e-6, 1 - 1e-6)
    sure: Floats = np.maximum(counts - lost / (p * (1 - p)), np.minimum(least, counts))
    return np.maximum(sure, 1.0)


def _interval(counts: Floats, p: Floats, level: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Beta interval of probabilities that so many counts stand behind; it holds them, however few the counts are."""
    from scipy.special import betaincinv

    p = np.clip(p, 1e-6, 1 - 1e-6)
    tail = (1 - level) / 2
    low, high = (betaincinv(p * counts, (1 - p) * counts, share) for share in (tail, 1 - tail))
    return np.minimum(low, p), np.maximum(high, p)
