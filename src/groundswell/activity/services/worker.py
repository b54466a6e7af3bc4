"""The worker: one process that hands over letters, runs jobs and does the chores, until it is asked to stop.

Three threads, because a long job must not hold up a sign-in code. Several workers may run; what one claims the others
leave. It may be killed at any moment: claims lapse, and what was begun is taken up again.
"""

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

from django.db import close_old_connections, connection

from groundswell.activity.choices import BEAT
from groundswell.activity.mail import hand_over_letters
from groundswell.activity.services.beats import beat, start_beating, stop_beating
from groundswell.activity.services.duties import do_duties
from groundswell.activity.services.jobs import run_next_job, take_up_jobs

log = logging.getLogger(__name__)
POLL = 0.5  # seconds until an idle thread looks again
BETWEEN_CHORES = 20.0


def work(*, until_idle: bool = False) -> None:
    """Work until SIGTERM or SIGINT; with `until_idle` until nothing is left to do."""
    if until_idle:
        work_off()
        return
    stop = threading.Event()
    _stop_on_signals(stop)
    name = start_beating()
    log.info("Worker %s has started.", name)
    threads = [
        threading.Thread(target=_repeat, args=(stop, step, pause), name=label)
        for label, step, pause in (
            ("letters", hand_over_letters, POLL),
            ("jobs", lambda: run_next_job(worker=name), POLL),
            ("chores", lambda: _chores(name), BETWEEN_CHORES),
        )
    ]
    for thread in threads:
        thread.start()
    _repeat(stop, lambda: beat(name), BEAT.total_seconds())
    for thread in threads:
        thread.join()
    stop_beating(name)
    log.info("Worker %s has stopped.", name)


def work_off() -> None:
    """In this thread: everything that is due now, and what that causes."""
    name = start_beating()
    take_up_jobs()
    busy = True
    while busy:
        busy = bool(do_duties()) | bool(hand_over_letters()) | run_next_job(worker=name)
    stop_beating(name)


def _chores(name: str) -> None:
    beat(name)  # after a sleep of the machine nobody has for long, and this worker is no dead one
    take_up_jobs()
    do_duties()


def _repeat(stop: threading.Event, step: Callable[[], object], pause: float) -> None:
    """Do a step again and again, at once while it finds work. An error is logged and never ends the worker."""
    while not stop.is_set():
        close_old_connections()
        try:
            found = step()
        except Exception:
            log.exception("A step of the worker failed; it goes on.")
            found = None
        if not found:
            stop.wait(pause)
    connection.close()


def _stop_on_signals(stop: threading.Event) -> None:
    if threading.current_thread() is not threading.main_thread():
        return

    def ask(number: int, _frame: FrameType | None) -> None:
        log.info("Asked to stop by %s; finishing what was begun.", signal.Signals(number).name)
        # Once, and in a thread of its own: whoever was interrupted by this may hold the event's lock.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=stop.set).start()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
