import numpy as np
import pytest

from groundswell.engines.errors import InputError
from groundswell.engines.reach.exposure import Cascades, cascades_from, expose
from groundswell.engines.reach.learning import learn
from groundswell.engines.tables import parse_table


def played(people, source, target, chance, cascades, seed=4, delay=None):
    """Cascades from one beginner each; a tie takes one step, or an exponential time with the mean `delay`."""
    dice = np.random.default_rng(seed)
    practice, person, time = [], [], []
    for number in range(cascades):
        when = {int(dice.integers(people)): 0.0}
        open_ = dict(when)
        while open_:
            u = min(open_, key=open_.get)
            now = open_.pop(u)
            for tie in np.flatnonzero(source == u):
                v = int(target[tie])
                then = now + (1.0 if delay is None else dice.exponential(delay))
                if dice.random() < chance[tie] and then < when.get(v, np.inf):
                    when[v] = open_[v] = then
        practice += [number] * len(when)
        person += list(when)
        time += list(when.values())
    return Cascades(np.array(practice, np.int32), np.array(person, np.int32), np.array(time), max(time) + 50)


def small_network(seed=2, people=40, ties=120):
    dice = np.random.default_rng(seed)
    pairs = np.unique(dice.integers(0, people, (ties, 2)), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]].astype(np.int32)
    kinds = dice.integers(0, 2, len(pairs)).astype(np.int32)
    mean = np.array([0.1, 0.4])[kinds]
    return pairs[:, 0].copy(), pairs[:, 1].copy(), kinds, dice.beta(12 * mean, 12 * (1 - mean))


@pytest.mark.parametrize("delay", [None, 20.0])
def test_many_cascades_give_the_probabilities_back_and_intervals_hold_them(delay):
    source, target, kinds, chance = small_network()
    seen = expose(40, source, target, played(40, source, target, chance, 3000, delay=delay))
    learned = learn(seen, kinds)
    assert np.abs(learned.probability - chance).mean() < 0.04
    inside = (learned.low <= chance) & (chance <= learned.high)
    assert inside.mean() > 0.8
    assert learned.class_mean.tolist() == pytest.approx([chance[kinds == kind].mean() for kind in (0, 1)], abs=0.05)
    assert learned.delay == pytest.approx(1.0 if delay is None else delay, rel=0.25)
    assert learned.outside < 0.02


def many_networks(strength, cascades):
    """Learn from 15 networks whose ties are drawn around two means; `strength` says how alike ties of a kind are."""
    for seed in range(15):
        dice = np.random.default_rng(seed)
        pairs = np.unique(dice.integers(0, 60, (200, 2)), axis=0).astype(np.int32)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        source, target, kinds = pairs[:, 0].copy(), pairs[:, 1].copy(), dice.integers(0, 2, len(pairs)).astype(np.int32)
        mean = np.array(MEANS)[kinds]
        chance = dice.beta(strength * mean, strength * (1 - mean))
        yield chance, learn(expose(60, source, target, played(60, source, target, chance, cascades, seed=seed)), kinds)


MEANS = (0.1, 0.3)


def test_the_interval_of_a_kind_holds_its_mean_where_ties_of_one_kind_differ():
    held = [
        learned.class_low[kind] <= mean <= learned.class_high[kind]
        for _, learned in many_networks(4, 300)
        for kind, mean in enumerate(MEANS)
    ]
    assert np.mean(held) >= 0.8


def test_the_interval_of_a_tie_knows_that_the_mean_of_its_kind_is_not_sure():
    held = [((low.low <= chance) & (chance <= low.high)).mean() for chance, low in many_networks(1000, 60)]
    assert np.mean(held) >= 0.8


def test_the_interval_of_a_tie_is_not_narrowed_by_credit_that_only_follows_the_prior():
    held = [((low.low <= chance) & (chance <= low.high)).mean() for chance, low in many_networks(15, 30)]
    assert np.mean(held) >= 0.77


def test_ties_without_any_trial_get_the_mean_of_their_kind():
    source, target = np.array([0, 2], np.int32), np.array([1, 3], np.int32)
    watched = Cascades(np.arange(40, dtype=np.int32), np.zeros(40, np.int32), np.zeros(40), 100.0)
    learned = learn(expose(4, source, target, watched), np.zeros(2, np.int32))
    assert learned.trials.tolist() == [40.0, 0.0]
    assert learned.probability[1] == pytest.approx(learned.class_mean[0])
    assert learned.probability[0] < 0.05
    assert learned.high[1] > learned.high[0]


def test_cascades_are_read_with_dates_or_numbers_and_strangers_left_out():
    text = b"cascade,person,time\nmath talks,ana,2027-02-01\nmath talks,ben,2/15/2027\nmath talks,zoe,2027-03-01\n"
    found = cascades_from(parse_table("c.csv", text, required=("cascade", "person", "time")), {"ana": 0, "ben": 1})
    assert found.person.tolist() == [0, 1]
    assert (found.time[1] - found.time[0]) == 14
    numbers = parse_table("c.csv", b"cascade,person,time\nx,ana,3\n")
    assert cascades_from(numbers, {"ana": 0}).time.tolist() == [3.0]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (b",ana,3", "c.csv, line 2: The column “cascade” is empty here. Name what was passed on."),
        (b"x,ana,", "c.csv, line 2: The column “time” is empty here. Give a date or a number."),
        (b"x,ana,soon", "c.csv, line 2: The column “time” says “soon”. Write the date as 2027-02-25."),
        (b"x,zoe,3", "c.csv: Nobody in the cascades has a tie. Check that both files use the same ids."),
    ],
)
def test_a_cascade_that_cannot_be_read_is_told_with_its_line(row, sentence):
    with pytest.raises(InputError) as error:
        cascades_from(parse_table("c.csv", b"cascade,person,time\n" + row + b"\n"), {"ana": 0})
    assert error.value.located() == sentence
