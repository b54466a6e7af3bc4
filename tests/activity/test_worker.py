"""The worker: letters, jobs and chores; jobs of workers that died; one worker a chore."""

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from groundswell.activity import chores
from groundswell.activity.models import Chore, Letter, Worker
from groundswell.activity.services import duties, jobs, worker
from groundswell.activity.services.beats import beat, start_beating, stop_beating
from groundswell.activity.services.cleaning import clean_up
from groundswell.activity.services.jobs import retry_job, run_next_job, take_up_jobs
from groundswell.activity.services.letters import Draft, write_letter
from groundswell.activity.services.worker import work
from groundswell.core import clock
from groundswell.core.live.publish import begin_numbers, latest_number
from groundswell.core.models import Draft as FormDraft
from groundswell.core.models import LiveEvent, Submission


@task
def add(first: int, second: int) -> int:
    return first + second


@task
def fail() -> None:
    raise ValueError("The file has no rows.")


@pytest.mark.django_db
def test_worker_does_all_that_is_due_and_stops_when_idle():
    write_letter(Draft(to="dana@example.org", kind="registration", subject="Hello", text="Hello"))
    result = add.enqueue(2, 3)
    work(until_idle=True)
    result.refresh()
    assert result.return_value == 5
    assert Letter.objects.get().state == "sent"
    assert Chore.objects.filter(done_at=None).count() == 0
    assert Worker.objects.get().stopped_at is not None


@pytest.mark.django_db
def test_failed_job_keeps_its_error_and_can_be_run_again():
    fail.enqueue()
    assert run_next_job(worker="w")
    job = DBTaskResult.objects.get()
    assert job.status == TaskResultStatus.FAILED
    assert "The file has no rows." in job.traceback
    assert not run_next_job(worker="w")
    retry_job(job=job)
    assert run_next_job(worker="w")


@pytest.mark.django_db
def test_job_of_a_dead_worker_is_taken_up_and_of_a_live_one_left():
    name = start_beating()
    add.enqueue(1, 1)
    job = DBTaskResult.objects.get()
    job.claim(name)
    assert take_up_jobs() == 0
    with clock.at(clock.now() + timedelta(seconds=50)):
        beat(name)
    with clock.at(clock.now() + timedelta(seconds=100)):
        assert take_up_jobs() == 0
    with clock.at(clock.now() + timedelta(seconds=120)):
        assert take_up_jobs() == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.django_db
def test_worker_of_a_machine_that_slept_for_weeks_is_there_again(noon):
    name = start_beating()
    add.enqueue(1, 1)
    DBTaskResult.objects.get().claim(name)
    with clock.at(noon + timedelta(days=20)):
        clean_up()
        assert not Worker.objects.exists()
        worker._chores(name)
        assert Worker.objects.get().name == name
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["claim", "set_successful"])
def test_job_under_which_the_database_went_away_is_run_again_by_the_worker_that_lives(monkeypatch, step):
    name = start_beating()
    result = add.enqueue(2, 3)
    usual = getattr(DBTaskResult, step)

    def gone(*_words: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    def commits_and_does_not_say_so(job: DBTaskResult, *words: object) -> None:
        usual(job, *words)
        gone()

    monkeypatch.setattr(DBTaskResult, step, commits_and_does_not_say_so if step == "claim" else gone)
    monkeypatch.setattr(DBTaskResult, "set_failed", gone)
    monkeypatch.setattr(jobs, "exclusive_transaction", nullcontext)
    with pytest.raises(OperationalError):
        run_next_job(worker=name)
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING
    monkeypatch.undo()
    assert run_next_job(worker=name)
    result.refresh()
    assert result.return_value == 5
    assert not jobs._begun


@pytest.mark.django_db
def test_job_that_another_worker_took_meanwhile_is_left_to_it(monkeypatch):
    add.enqueue(1, 1)
    job = DBTaskResult.objects.get()
    job.claim("another")
    monkeypatch.setattr(jobs, "_begun", {job.pk})
    assert not run_next_job(worker="w")
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_job_that_stopped_three_workers_counts_as_failed():
    add.enqueue(1, 1)
    for _ in range(3):
        name = start_beating()
        DBTaskResult.objects.get().claim(name)
        stop_beating(name)
        take_up_jobs()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_chore_is_done_when_due_by_one_worker(monkeypatch, noon):
    done = []
    monkeypatch.setattr(chores, "_duties", {})
    chores.register("tests.count", every=timedelta(hours=1), do=lambda: done.append(1))
    assert duties.do_duties() == 1
    assert duties.do_duties() == 0
    assert not duties._take(chores.all_duties()[0])
    with clock.at(noon + timedelta(hours=1)):
        assert duties.do_duties() == 1
    assert len(done) == 2


@pytest.mark.django_db
def test_chore_that_fails_does_not_stop_the_others(monkeypatch, noon, caplog):
    done = []
    monkeypatch.setattr(chores, "_duties", {})
    chores.register("tests.a", every=timedelta(hours=1), do=lambda: 1 // 0)
    chores.register("tests.b", every=timedelta(hours=1), do=lambda: done.append(1))
    assert duties.do_duties() == 2
    assert done == [1]
    assert Chore.objects.get(name="tests.a").done_at is None


@pytest.mark.django_db
def test_clean_up_takes_what_is_old_and_leaves_the_rest(noon):
    for age in (200, 1):
        with clock.at(noon - timedelta(days=age)):
            FormDraft.objects.create(owner=f"u{age}", form="f", saved_at=clock.now())
            Submission.objects.create(key=f"k{age}", token="0" * 32, made_at=clock.now())
            LiveEvent.objects.create(topic="t", body={}, made_at=clock.now())
            write_letter(Draft(to="dana@example.org", kind="sign-in", subject="Code", text="1"))
            Letter.objects.update(state="sent")
    removed = clean_up()
    assert {name: count for name, count in removed.items() if count} == {
        "drafts": 1,
        "submissions": 1,
        "live events": 1,
        "letters": 1,
    }
    assert (FormDraft.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_pages_have_a_number_to_follow_from_on_the_first_day_and_after_a_quiet_season(noon):
    begin_numbers()
    begin_numbers()
    first = latest_number()
    assert (first > 0, LiveEvent.objects.count()) == (True, 1)
    with clock.at(noon + timedelta(days=100)):
        clean_up()
    assert latest_number() == first


SCRIPT = """
import django; django.setup()
from groundswell.activity.services.worker import work
work()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_process_hands_over_within_a_second_and_stops_when_asked(tmp_path):
    """A process of its own on a database of its own, killed hard in between: nothing is lost or doubled."""
    environment = {
        **os.environ,
        "GROUNDSWELL_HOME": str(tmp_path),
        "DATABASE_URL": f"sqlite:////{tmp_path}/worker.sqlite3",
    }
    environment["PYTHONPATH"] = "src"
    python = [sys.executable, "-c"]
    setup = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
    subprocess.run([*python, setup], env=environment, check=True)
    write = (
        "import django; django.setup()\n"
        "from groundswell.activity.services.letters import Draft, write_letters\n"
        "write_letters([Draft(to=f'p{n}@example.org', kind='registration', subject='s', text='t', once=f'o{n}') "
        "for n in range(40)])"
    )
    count = (
        "import django; django.setup()\n"
        "from groundswell.activity.models import Letter\n"
        "print(Letter.objects.filter(state='sent').count(), Letter.objects.count())"
    )
    first = subprocess.Popen([*python, SCRIPT], env=environment)
    time.sleep(1.5)
    subprocess.run([*python, write], env=environment, check=True)
    first.send_signal(signal.SIGKILL)  # what it took is lost to the count of branches as well
    first.wait()
    second = subprocess.Popen([*python, SCRIPT], env=environment)
    deadline = time.monotonic() + 90  # a busy machine is slow
    answer = ""
    while time.monotonic() < deadline and answer != "40 40":
        time.sleep(0.3)
        answer = subprocess.run(
            [*python, count], env=environment, check=True, capture_output=True, text=True
        ).stdout.strip()
    assert answer == "40 40"
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=60) == 0


ASKED_WITHIN = """
import os, signal, threading, time
from groundswell.activity.services.worker import _stop_on_signals
stop = threading.Event()
_stop_on_signals(stop)
with stop._cond:  # what a thread holds while it waits or is woken
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGTERM)
print(stop.wait(10))
"""


def test_worker_that_is_asked_to_stop_while_a_thread_is_being_woken_does_not_wait_for_itself():
    program = "import django; django.setup()" + ASKED_WITHIN
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "True"
