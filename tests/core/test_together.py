"""Work that many ask for at one instant is done in few rounds, and each gets their own answer."""

import threading
from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from groundswell.core.services import together
from groundswell.core.services.together import Together


def test_together_alone_answers_at_once():
    assert Together[int, int](lambda items: [item * 2 for item in items]).ask(21) == 42


def test_together_waits_for_company_only_in_a_rush(monkeypatch):
    slept: list[float] = []
    at = [100.0]
    monkeypatch.setattr("groundswell.core.services.together.time.sleep", slept.append)
    monkeypatch.setattr("groundswell.core.services.together.time.monotonic", lambda: at[0])
    doubled = Together[int, int](lambda items: [item * 2 for item in items], moment=0.1)
    for number in range(together.CROWD - 1):
        at[0] += 0.03
        assert (doubled.ask(number), slept) == (number * 2, [])
    assert (doubled.ask(7), slept) == (14, [0.1])
    at[0] += 0.5  # the first of them asked more than a second ago
    assert (doubled.ask(8), slept) == (16, [0.1])


def test_together_raises_what_one_item_deserves():
    doubled = Together[int, int](lambda items: [ValueError("No.") for _item in items])
    with pytest.raises(ValueError, match="No"):
        doubled.ask(1)


def test_together_many_at_once_share_rounds_and_keep_their_answers():
    rounds: list[int] = []
    first_in, go_on = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        rounds.append(len(items))
        first_in.set()
        go_on.wait(10)
        return [item * 2 for item in items]

    answers = _ask_all(Together(work), first_in, go_on)
    assert answers == {number: number * 2 for number in range(9)}
    assert rounds == [1, 8]


def test_together_one_that_breaks_the_round_takes_nobody_along():
    first_in, go_on = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        first_in.set()
        go_on.wait(10)
        if 5 in items:
            raise RuntimeError("Five breaks it.")
        return [item * 2 for item in items]

    answers = _ask_all(Together(work), first_in, go_on)
    assert answers == {number: "Five breaks it." if number == 5 else number * 2 for number in range(9)}


def _ask_all(together: Together[int, int], first_in: threading.Event, go_on: threading.Event) -> dict[int, int | str]:
    """One works while eight more come; then all go on."""
    answers: dict[int, int | str] = {}

    def ask(number: int) -> None:
        try:
            answers[number] = together.ask(number)
        except RuntimeError as error:
            answers[number] = str(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(9)]
    threads[0].start()
    first_in.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(together._waiting) < 8:
        threading.Event().wait(0.005)
    go_on.set()
    for thread in threads:
        thread.join()
    return answers


def test_together_lends_its_connection_while_it_waits(monkeypatch):
    """Where PostgreSQL holds connections in a pool, whoever waits for company or for a round holds none; alone it keeps it."""
    closed: list[str] = []
    lent = SimpleNamespace(pool=object(), in_atomic_block=False, close=lambda: closed.append("lent"))
    monkeypatch.setattr(together, "connection", lent)
    monkeypatch.setattr("groundswell.core.services.together.time.sleep", lambda _seconds: None)
    monkeypatch.setattr(together, "CROWD", 2)
    doubled = Together[int, int](lambda items: [item * 2 for item in items], moment=60)
    assert (doubled.ask(1), closed) == (2, [])
    assert (doubled.ask(2), closed) == (4, ["lent"])
    lent.in_atomic_block = True
    assert (doubled.ask(3), closed) == (6, ["lent"])
    monkeypatch.setattr(together, "connection", SimpleNamespace(in_atomic_block=False))
    assert doubled.ask(4) == 8
