"""What is kept for a moment: read once for all who ask at one instant, anew when it is too old, and never in a transaction."""

import threading

import pytest
from django.db import transaction

from groundswell.core import kept
from groundswell.core.kept import Kept


@pytest.fixture
def reads() -> list[str]:
    return []


def reader(reads: list[str], seconds: float) -> Kept[str, int]:
    def read(key: str) -> int:
        reads.append(key)
        return len(reads)

    return Kept(read, seconds=seconds)


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_read_once(reads):
    things = reader(reads, 60)
    people = [threading.Thread(target=things.get, args=("a",)) for _n in range(8)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert reads == ["a"]
    assert (things.get("a"), things.get("b")) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_thing_is_read_again_when_it_is_old_or_not_fresh_enough(reads, monkeypatch):
    assert [reader(reads, 0).get("a") for _n in range(2)] == [1, 2]
    things = reader(reads, 60)
    assert [things.get("a"), things.get("a", lambda thing: thing > 3), things.get("a")] == [3, 4, 4]
    monkeypatch.setattr(kept, "MOST", 1)
    assert [things.get("b"), things.get("a")] == [5, 6]


@pytest.mark.django_db(transaction=True)
def test_thing_is_never_kept_from_within_a_transaction(reads):
    things = reader(reads, 60)
    with transaction.atomic():
        assert [things.get("a"), things.get("a")] == [1, 2]
    assert [things.get("a"), things.get("a")] == [3, 3]
