"""Real networks, with three in ten people kept aside.

Diffusion sets: when did people adopt, who named whom. Learned from the others, each month or year of those kept aside is
predicted from what their contacts had done by then. Advice among teachers: who asks whom is real, what is passed on is
played on it; people kept aside have no observed cascade, so their ties get the mean of their kind.
"""

from pathlib import Path

import numpy as np

from benchmarks.reach.worlds import table
from groundswell.engines.reach.exposure import Cascades, expose
from groundswell.engines.reach.learning import learn
from groundswell.engines.reach.verifier import spread_by_play

SPLITS = 5
ASIDE = 0.3


def run(data: Path) -> str:
    if not (data / "networks").is_dir():
        return "Real networks: left out, as --data has no networks."
    lines = [
        f"Real diffusion, {ASIDE:.0%} of people kept aside, mean of {SPLITS} splits: log likelihood per 1,000 person-periods",
        "(higher is better) and how often an adopter is ranked above a waiter (AUC), for those kept aside",
        f"  {'set':<20} {'constant':>16} {'degree':>16} {'threshold':>16} {'contacts, learned':>18}   learned",
    ]
    names = ("medical_innovation", "brazilian_farmers", "korean_villages")
    lines += [diffusion(name, data / "networks" / f"diffusion_{name}") for name in names]
    return "\n".join([*lines, "", teachers(data / "networks" / "teacher_advice")])


def diffusion(name: str, folder: Path) -> str:
    nodes = [row for row in table(folder / "nodes.csv") if row["time_of_adoption"]]
    number = {row["id"]: place for place, row in enumerate(nodes)}
    group = np.unique([row["group"] for row in nodes], return_inverse=True)[1].astype(np.int32)
    time = np.array([float(row["time_of_adoption"]) for row in nodes])
    last = time.max()
    pairs = {
        (number[r["target"]], number[r["source"]])
        for r in table(folder / "edges.csv")
        if r["source"] in number and r["target"] in number
    }  # from the one named to the one who names
    source, target = np.array(sorted(pairs), np.int32).T
    scores: dict[str, list[tuple[float, float]]] = {}
    told = ""
    for split in range(SPLITS):
        dice = np.random.default_rng(split)
        aside = dice.random(len(nodes)) < ASIDE
        rows = Periods(time, last, source, target, len(nodes))
        train, test = rows.of(~aside), rows.of(aside)
        models = {
            "constant": constant(train, test),
            "degree": degree(train, test, source, target, len(nodes)),
            "threshold": threshold(train, test),
        }
        models["learned"], told = contacts(rows, test, aside, group, time, last, source, target)
        for key, chance in models.items():
            scores.setdefault(key, []).append((loglik(chance, test["event"]), auc(chance, test["event"])))
    cells = [f"{np.mean([s[0] for s in v]):>9.1f} ({np.mean([s[1] for s in v]):.2f})" for v in scores.values()]
    return f"  {name:<20} " + " ".join(f"{cell:>16}" for cell in cells) + f"   {told}"


class Periods:
    """Each period in which a person had not adopted yet, with how many contacts had, and for how long."""

    def __init__(self, time, last, source, target, people) -> None:
        contacts = np.bincount(target, minlength=people)
        who, when, event, ages = [], [], [], []
        into = [time[source[target == v]] for v in range(people)]
        for v in range(people):
            for t in range(2, int(min(time[v], last - 1)) + 1):  # the last value means not adopted by the end
                who.append(v)
                when.append(t)
                event.append(time[v] == t)
                ages.append(t - into[v][into[v] < t])
        self.who = np.array(who)
        self.data = {
            "who": self.who,
            "event": np.array(event, float),
            "share": np.array([len(a) for a in ages]) / np.maximum(contacts[self.who], 1),
        }
        self.ages = ages

    def of(self, mask) -> dict[str, np.ndarray]:
        keep = np.flatnonzero(mask[self.who])
        return {key: value[keep] for key, value in self.data.items()} | {"row": keep}


def loglik(chance, event) -> float:
    p = np.clip(chance, 1e-4, 1 - 1e-4)
    return 1000 * float(np.mean(event * np.log(p) + (1 - event) * np.log(1 - p)))


def auc(chance, event) -> float:
    from scipy.stats import rankdata

    ranks = rankdata(chance)
    yes = event.sum()
    return float((ranks[event == 1].sum() - yes * (yes + 1) / 2) / max(1, yes * (len(event) - yes)))


def constant(train, test):
    return np.full(len(test["event"]), train["event"].mean())


def degree(train, test, source, target, people):
    """Logistic in the logarithm of how often a person is named and names."""
    from scipy.optimize import minimize

    x = np.log1p(np.bincount(source, minlength=people) + np.bincount(target, minlength=people))

    def chance(w, rows):
        return 1 / (1 + np.exp(-(w[0] + w[1] * x[rows["who"]])))

    best = minimize(lambda w: -loglik(chance(w, train), train["event"]), [-2.0, 0.0], method="Nelder-Mead").x
    return chance(best, test)


def threshold(train, test):
    """One chance below and one above a share of contacts who adopted; the share that fits best."""
    best, most = None, -np.inf
    for share in np.linspace(0.05, 1, 20):
        above = train["share"] >= share
        if not above.any() or above.all():
            continue
        low, high = (train["event"][m].sum() + 0.5) / (m.sum() + 1) if (m := ~above).any() else 0, 0
        high = (train["event"][above].sum() + 0.5) / (above.sum() + 1)
        fit = loglik(np.where(above, high, low), train["event"])
        if fit > most:
            best, most = (share, low, high), fit
    share, low, high = best
    return np.where(test["share"] >= share, high, low)


def contacts(rows, test, aside, group, time, last, source, target):
    """The engine's model: each contact who adopted passes it on once, after a delay; others come to it from outside."""
    adopted = time < last
    known = ~aside[target]
    seen = expose(
        len(time),
        source[known],
        target[known],
        Cascades(group[adopted], np.flatnonzero(adopted).astype(np.int32), time[adopted], last - 1),
    )
    found = learn(seen, np.zeros(int(known.sum()), np.int32))
    p = float(found.class_mean[0])
    train = rows.of(~aside)
    delay = max(found.delay, 1.0)

    def passed(row) -> float:
        now, before = 1 - np.exp(-rows.ages[row] / delay), 1 - np.exp(-(rows.ages[row] - 1) / delay)
        return 1 - float(np.prod(1 - p * (now - before) / (1 - p * before)))

    inside = np.array([passed(row) for row in train["row"]])
    outside = max(1e-4, float(np.mean(np.maximum(train["event"] - inside, -1))))  # what contacts leave unexplained
    chance = calibrated(
        1 - (1 - outside) * (1 - inside),
        train["event"],
        1 - (1 - outside) * (1 - np.array([passed(row) for row in test["row"]])),
    )
    told = (
        f"a tie passes it on with {p:.2f} ({found.class_low[0]:.2f} to {found.class_high[0]:.2f}) after "
        f"{delay:.1f} periods; {outside:.1%} a period from outside"
    )
    return chance, told


def calibrated(seen, event, chance):
    """Bring chances to the scale of what happened to those not kept aside: a straight line in log odds."""
    from scipy.optimize import minimize

    def odds(p):
        return np.log(np.clip(p, 1e-4, 1 - 1e-4) / (1 - np.clip(p, 1e-4, 1 - 1e-4)))

    def line(w, p):
        return 1 / (1 + np.exp(-(w[0] + w[1] * odds(p))))

    best = minimize(lambda w: -loglik(line(w, seen), event), [0.0, 1.0], method="Nelder-Mead").x
    return line(best, chance)


def teachers(folder: Path) -> str:
    nodes = table(folder / "nodes.csv")
    number = {row["id"]: place for place, row in enumerate(nodes)}
    people = len(nodes)
    edges = [(number[r["advisor"]], number[r["seeker"]]) for r in table(folder / "edges.csv")]
    source, target = np.array(edges, np.int32).T
    years = np.array([float(row["years_teaching"]) for row in nodes])
    trust = np.array([float(row["trust"]) for row in nodes])
    dice = np.random.default_rng(5)
    role = np.digitize(years, (4, 15))  # new, settled, long-serving
    kinds = (role[source] * 3 + role[target]).astype(np.int32)
    chance = np.clip(
        np.array([0.08, 0.1, 0.1, 0.25, 0.15, 0.12, 0.4, 0.25, 0.15])[kinds]
        * trust[source]
        / 3.2
        * dice.lognormal(-0.1, 0.45, len(source)),
        0.01,
        0.9,
    )
    aside = dice.random(people) < ASIDE
    watched = ~(aside[source] | aside[target])
    lines = [
        f"Advice among {people} teachers (real ties: {len(source):,}; what is passed on is played), {aside.sum()} kept aside:",
        "spread from 12 people, 6 of them kept aside, is off by",
        "  cascades   learned by kind   one learned constant   constant 0.1   1 / number asked",
    ]
    tests = [
        np.concatenate([dice.choice(np.flatnonzero(m), 6, replace=False) for m in (aside, ~aside)]) for _ in range(25)
    ]

    def spreads(p):
        ties = np.column_stack([source, target, np.broadcast_to(p, len(source))])
        return np.array([spread_by_play(people, ties, seeds, runs=4000)[0] for seeds in tests])

    truth = spreads(chance)
    asked = 1.0 / np.bincount(target, minlength=people)[target]
    for count in (100, 1000):
        seen = expose(
            people, source[watched], target[watched], played(dice, source, target, chance, people, aside, count)
        )
        found = learn(seen, kinds[watched])
        mean = np.full(int(kinds.max()) + 1, found.probability.mean())
        mean[: len(found.class_mean)] = found.class_mean
        mine = mean[kinds]
        mine[watched] = found.probability
        fitted = float(seen.trials @ found.probability / seen.trials.sum())
        off = [float(np.mean(np.abs(spreads(p) - truth) / truth)) for p in (mine, fitted, 0.1, asked)]
        lines.append(f"  {count:>8,} {off[0]:>17.1%} {off[1]:>22.1%} {off[2]:>14.1%} {off[3]:>18.1%}")
    return "\n".join(lines)


def played(dice, source, target, chance, people, aside, count) -> Cascades:
    """Cascades in steps; those kept aside take part but are not seen."""
    practice, person, time = [], [], []
    for one in range(count):
        when = np.full(people, np.inf)
        new = dice.choice(people, 4, replace=False)
        when[new] = 0.0
        step = 0.0
        while len(new):
            step += 1.0
            ties = np.flatnonzero(np.isin(source, new))
            ties = ties[dice.random(len(ties)) < chance[ties]]
            new = np.unique(target[ties])
            new = new[np.isinf(when[new])]
            when[new] = step
        seen = np.flatnonzero(np.isfinite(when) & ~aside)
        practice += [one] * len(seen)
        person += seen.tolist()
        time += when[seen].tolist()
    return Cascades(np.array(practice, np.int32), np.array(person, np.int32), np.array(time), max(time) + 1)
