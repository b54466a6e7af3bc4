"""Writers of several processes take turns in order; one that waits too long is told as SQLite tells it."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import ConnectionHandler, transaction
from django.db.utils import OperationalError

import groundswell
from config.env import database
from groundswell.core.sqlite import base
from groundswell.core.sqlite.base import Turns, turns

SOON = 10.0


def test_turns_a_second_process_waits_and_comes_before_the_first_again(tmp_path: Path):
    here, there = Turns(tmp_path / "db"), Turns(tmp_path / "db")  # files opened twice are as two processes' files
    order: list[str] = []
    waits, done = threading.Event(), threading.Event()

    def other() -> None:
        waits.set()
        there.take(within=SOON)
        order.append("second")
        there.give_back()
        done.set()

    here.take(within=SOON)
    threading.Thread(target=other, daemon=True).start()
    assert waits.wait(SOON)
    assert not done.wait(0.1)
    here.give_back()
    assert done.wait(SOON)
    here.take(within=SOON)
    order.append("first again")
    here.give_back()
    assert order == ["second", "first again"]


def test_turns_refuse_after_their_time_and_leave_the_queue_usable(tmp_path: Path):
    here, there = Turns(tmp_path / "db"), Turns(tmp_path / "db")
    here.take(within=SOON)
    with pytest.raises(OperationalError, match="locked"):
        there.take(within=0.05)
    with pytest.raises(OperationalError, match="locked"):
        here.take(within=0.05)  # another thread of the same process
    here.give_back()
    there.take(within=SOON)
    there.give_back()


@pytest.mark.parametrize("busy", [False, True])
def test_turns_after_an_error_of_the_disk_are_free_for_the_next(tmp_path, monkeypatch, busy):
    queue, other = Turns(tmp_path / "db"), Turns(tmp_path / "db")
    if busy:
        other.take(within=SOON)
    usual, asked = base._try, []

    def fails(file: int) -> bool:
        asked.append(file)
        if len(asked) == (4 if busy else 2):
            raise OSError(5, "Input/output error")
        return usual(file)

    monkeypatch.setattr(base, "_try", fails)
    with pytest.raises(OSError, match="Input"):
        queue.take(within=SOON)
    monkeypatch.undo()
    if busy:
        other.give_back()
    queue.take(within=0.05)
    queue.give_back()


def test_turns_of_a_killed_process_are_free(tmp_path: Path):
    code = (
        "import os, sys; from pathlib import Path; from groundswell.core.sqlite.base import Turns;"
        f"Turns(Path({str(tmp_path / 'db')!r})).take(within=5); os.kill(os.getpid(), 9)"
    )
    ours = {**os.environ, "PYTHONPATH": str(Path(groundswell.__file__).parents[1])}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=ours).returncode == -9
    Turns(tmp_path / "db").take(within=0.05)


@pytest.mark.parametrize("name", ["", ":memory:", "file:memorydb_default?mode=memory&cache=shared"])
def test_turns_there_are_none_for_a_database_in_memory(name: str):
    assert turns(name) is None


def test_turns_are_one_queue_for_threads_that_come_first_at_one_instant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    opening = Turns.__init__

    def slowly(self: Turns, database: Path) -> None:
        time.sleep(0.05)
        opening(self, database)

    monkeypatch.setattr(Turns, "__init__", slowly)
    together = threading.Barrier(4)

    def first(_number: int) -> Turns | None:
        together.wait(SOON)
        return turns(str(tmp_path / "db"))

    with ThreadPoolExecutor(4) as threads:
        queues = list(threads.map(first, range(4)))
    assert queues[0] is not None
    assert all(queue is queues[0] for queue in queues)


def test_sqlite_knows_json_while_somebody_else_writes(
    tmp_path: Path, django_db_blocker, monkeypatch: pytest.MonkeyPatch
):
    settings = database(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    settings["OPTIONS"]["timeout"] = 0.02
    ours, others = (ConnectionHandler({"default": settings}) for _ in range(2))
    monkeypatch.setattr(transaction, "connections", ours)  # where Django's own trial would begin
    with django_db_blocker.unblock():
        others["default"].set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert ours["default"].features.has_json_object_function
        others["default"].close()
        with ours["default"].cursor() as cursor:
            assert cursor.execute("SELECT JSON_OBJECT('a', 1)").fetchone() == ('{"a":1}',)
        ours["default"].close()


def test_sqlite_transactions_have_the_turn_and_give_it_back_however_they_end(tmp_path: Path, django_db_blocker):
    with django_db_blocker.unblock():
        _walk_through(tmp_path)


def _walk_through(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    handler = ConnectionHandler({"default": database(f"sqlite:///{file}")})
    connection = handler["default"]
    queue = turns(str(file))
    assert queue is not None
    other = Turns(file)

    def is_free() -> bool:
        try:
            other.take(within=0.02)
        except OperationalError:
            return False
        other.give_back()
        return True

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE one (number integer)")
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert not is_free()
    connection.commit()
    connection.set_autocommit(True)
    assert is_free()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.rollback()
    connection.set_autocommit(True)
    assert is_free()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.close()
    assert is_free()
