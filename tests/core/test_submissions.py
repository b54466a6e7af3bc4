"""A form is submitted once, however often its button is pressed."""

import threading

import pytest
from django.db import connection

from groundswell.core.errors import Refused
from groundswell.core.models import Submission
from groundswell.core.services.submissions import submit_once


@pytest.mark.django_db
def test_submit_once_repeats_the_first_answer():
    assert submit_once(key="form:u1:a", act=lambda: "/first/") == "/first/"
    assert submit_once(key="form:u1:a", act=lambda: "/second/") == "/first/"


@pytest.mark.django_db
def test_submit_once_refused_leaves_the_key_free():
    def refuse() -> str:
        raise Refused("No.")

    with pytest.raises(Refused):
        submit_once(key="form:u1:a", act=refuse)
    assert submit_once(key="form:u1:a", act=lambda: "/done/") == "/done/"


@pytest.mark.django_db(transaction=True)
def test_submit_once_at_the_same_instant_acts_once():
    acted: list[int] = []
    answers: list[str] = []
    start = threading.Barrier(4)

    def press(number: int) -> None:
        start.wait()

        def act() -> str:
            acted.append(number)
            return f"/{number}/"

        answers.append(submit_once(key="form:u1:same", act=act))
        connection.close()

    threads = [threading.Thread(target=press, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(acted) == 1
    assert answers == [f"/{acted[0]}/"] * 4
    assert Submission.objects.count() == 1
