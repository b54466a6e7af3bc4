import time

import numpy as np
import pytest
from hypothesis import given, settings

from groundswell.engines.errors import Cancelled
from groundswell.engines.reach import forecast as playing
from groundswell.engines.reach.forecast import DAYS_PER_MONTH, Doubt, forecast
from tests.engines.reach import exact
from tests.engines.reach.worlds import network_of, small_worlds


@settings(max_examples=25, deadline=None)
@given(small_worlds())
def test_without_delay_everyone_is_reached_as_often_as_in_all_outcomes(world):
    people, ties = world
    seen = forecast(network_of(people, ties), np.array([0], np.int32), np.full(people, -1, np.int32), delay=1e-6)
    assert np.allclose(seen.person[:, -1], exact.reach(people, ties, [0]), atol=0.06)


def test_one_tie_is_passed_by_a_month_as_the_exponential_delay_says():
    seen = forecast(
        network_of(2, [(0, 1, 0.8)]), np.array([0], np.int32), np.array([0, 1], np.int32), delay=90.0, runs=20_000
    )
    for place, month in enumerate((3, 6, 12)):
        expected = 0.8 * (1 - np.exp(-month * DAYS_PER_MONTH / 90.0))
        assert seen.person[1, place] == pytest.approx(expected, abs=0.015)
        assert seen.group[1, place, 1] == pytest.approx(expected, abs=0.015)
    assert seen.person[0].tolist() == [1.0, 1.0, 1.0]


def test_the_same_seed_gives_the_same_forecast_on_one_thread_and_on_two():
    network = network_of(5, [(0, 1, 0.5), (1, 2, 0.5), (2, 3, 0.5), (0, 4, 0.5)])
    one, two = (
        forecast(network, np.array([0], np.int32), np.zeros(5, np.int32), runs=200, seed=9, threads=threads)
        for threads in (1, 2)
    )
    assert np.array_equal(one.person, two.person)
    assert np.array_equal(one.group, two.group)


def test_doubt_about_probabilities_widens_the_band():
    ties = [(0, v, 0.5) for v in range(1, 101)]
    network = network_of(101, ties)
    none = np.full(101, -1, np.int32)
    sure = forecast(network, np.array([0], np.int32), none, delay=1.0)
    unsure = forecast(network, np.array([0], np.int32), none, delay=1.0, doubt=Doubt(0.8))
    width = [band.group[-1, -1, 2] - band.group[-1, -1, 0] for band in (sure, unsure)]
    assert width[1] > 2 * width[0]


def test_who_stops_does_not_wait_for_plays_that_have_not_begun(monkeypatch):
    begun = []
    play = playing._play

    def slowly(*given):  # so slow that all 2,000 last twenty seconds: whoever stops has come long before
        begun.append(1)
        time.sleep(0.02)
        return play(*given)

    monkeypatch.setattr(playing, "_play", slowly)

    def stop(share, sentence):
        raise Cancelled

    network = network_of(300, [(v, v + 1, 0.9) for v in range(299)])
    with pytest.raises(Cancelled):
        forecast(network, np.array([0], np.int32), np.zeros(300, np.int32), runs=32_000, progress=stop)
    assert len(begun) < 1000
