"""Few threads compute at once; whoever waits, or takes long, keeps nobody from it."""

import threading
import time

import pytest

from groundswell.core import running
from groundswell.core.running import Running

SOON = 10.0  # seconds within which a test's thread must have come so far


def start(work) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


class Page:
    """A thread that has a place until it is told to go."""

    def __init__(self, places: Running, *, waits: bool = False, first: bool = False) -> None:
        self.inside, self.go = threading.Event(), threading.Event()
        self.places, self.waits, self.first = places, waits, first
        self.thread = start(self.run)

    def run(self) -> None:
        with self.places.computing(first=self.first):
            if self.waits:
                with self.places.waiting(first=self.first):
                    self.inside.set()
                    self.go.wait(SOON)
            else:
                self.inside.set()
                self.go.wait(SOON)

    def end(self) -> None:
        self.go.set()
        self.thread.join(SOON)


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> Running:
    monkeypatch.setattr(running, "PATIENCE", 60.0)
    places = Running()
    places.limit(1)
    return places


def test_running_a_second_page_waits_for_the_first(one_place: Running):
    first = Page(one_place)
    assert first.inside.wait(SOON)
    second = Page(one_place)
    assert not second.inside.wait(0.2)
    first.end()
    assert second.inside.wait(SOON)
    second.end()


def test_running_who_only_reads_goes_before_who_came_earlier(one_place: Running, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "FAIR", 60.0)
    working = Page(one_place)
    assert working.inside.wait(SOON)
    pressing = Page(one_place)
    assert not pressing.inside.wait(0.1)
    reading = Page(one_place, first=True)
    assert not reading.inside.wait(0.1)
    working.end()
    assert reading.inside.wait(SOON)
    assert not pressing.inside.wait(0.1)
    reading.end()
    assert pressing.inside.wait(SOON)
    pressing.end()


def test_running_nobody_goes_before_one_who_waited_long(one_place: Running, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "FAIR", 0.05)
    one_place._queued[True] = 1  # somebody who reads is always about to come
    pressing = Page(one_place)
    assert pressing.inside.wait(SOON)
    pressing.end()


def test_running_who_waits_leaves_the_place_to_another(one_place: Running):
    first = Page(one_place, waits=True)
    assert first.inside.wait(SOON)
    second = Page(one_place)
    assert second.inside.wait(SOON)
    second.end()
    first.end()
    assert not first.thread.is_alive()


def test_running_who_comes_back_from_waiting_goes_before_who_came_earlier(
    one_place: Running, monkeypatch: pytest.MonkeyPatch
):
    """It may have the turn to write by then, for which all who press wait."""
    monkeypatch.setattr(running, "FAIR", 60.0)
    writing = Page(one_place, waits=True, first=True)
    assert writing.inside.wait(SOON)
    working = Page(one_place)
    assert working.inside.wait(SOON)
    pressing = Page(one_place)
    assert not pressing.inside.wait(0.1)
    writing.go.set()
    end = time.monotonic() + SOON
    while one_place._queued != {True: 1, False: 1} and time.monotonic() < end:
        time.sleep(0.01)
    assert one_place._queued == {True: 1, False: 1}
    working.end()
    writing.thread.join(SOON)
    assert not writing.thread.is_alive()
    assert pressing.inside.wait(SOON)
    pressing.end()


def test_running_a_page_that_takes_long_does_not_count(one_place: Running, monkeypatch: pytest.MonkeyPatch):
    first = Page(one_place)
    assert first.inside.wait(SOON)
    monkeypatch.setattr(running, "PATIENCE", 0.05)
    second = Page(one_place)
    assert second.inside.wait(SOON)
    second.end()
    first.end()


def test_running_without_a_limit_nothing_waits():
    places = Running()
    pages = [Page(places) for _n in range(5)]
    assert [page.inside.wait(SOON) for page in pages] == [True] * 5
    for page in pages:
        page.end()


def test_running_waiting_without_a_place_is_nothing():
    places = Running()
    places.limit(1)
    with places.waiting(), places.computing():
        pass
