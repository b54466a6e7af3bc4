"""Integer programs against going through all answers."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.integer import Program, solve


@st.composite
def programs(draw):
    width = draw(st.integers(1, 4))
    whole = st.integers(-3, 3)
    row = st.tuples(st.lists(whole, min_size=width, max_size=width), whole, st.integers(0, 4))
    return draw(st.lists(whole, min_size=width, max_size=width)), draw(st.lists(row, max_size=4))


@settings(max_examples=60, deadline=None)
@given(programs())
def test_the_best_answer_is_found_or_none_exists(drawn):
    cost, rows = drawn
    program = Program(np.array(cost, float), np.zeros(len(cost)), np.full(len(cost), 2.0))
    for values, low, more in rows:
        program.add(list(range(len(cost))), low, low + more, values)
    fits = [
        x
        for x in product(range(3), repeat=len(cost))
        if all(low <= np.dot(values, x) <= low + more for values, low, more in rows)
    ]
    found = solve(program, seconds=5, gap=0.0)
    assert found.impossible == (not fits)
    if fits:
        best = min(float(np.dot(cost, x)) for x in fits)
        assert float(np.dot(cost, found.x)) == pytest.approx(best, abs=1e-6)
        assert found.bound == pytest.approx(best, abs=1e-6)


def test_nothing_but_the_answer_is_printed(capfd):
    program = Program(np.array([-1.0]), np.zeros(1), np.ones(1))
    solve(program, seconds=5)
    assert capfd.readouterr().out == ""
