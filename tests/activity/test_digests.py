"""One letter a day with what is unread: at one's hour, once, in one's language, not to who said no."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Letter, Notice
from groundswell.activity.services.digests import write_digests
from groundswell.activity.services.notices import choose_mail, read_notices
from groundswell.activity.services.record import record
from groundswell.core import clock
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(noon) -> User:
    return provide_user(email="dana@example.org")


def tell(*users: User, times: int = 1) -> None:
    space = make_space(kind=Kind.COLLABORATIVE)
    for _ in range(times):
        record(verb="access.role_given", by=None, space=space.pk, facts={"role": "lead"}, tell=[u.pk for u in users])


def test_digest_holds_what_is_unread_and_comes_once_a_day(dana, noon):
    tell(dana, times=3)
    assert write_digests() == 1
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.user_id) == ("dana@example.org", "digest", dana.pk)
    assert letter.subject == "Groundswell: 3 things that are new for you"
    assert letter.text.count("the role “Collaborative lead”") == 3
    assert "List-Unsubscribe" in letter.headers
    assert letter.text.count("/notices/stop/") == 1
    tell(dana)
    assert write_digests() == 0
    with clock.at(noon + timedelta(days=1)):
        assert write_digests() == 1
        assert write_digests() == 0
    assert Letter.objects.order_by("-id")[0].text.count("the role “Collaborative lead”") == 1


def test_digest_waits_for_its_hour_and_leaves_out_what_was_read(dana, noon):
    choose_mail(user=dana, digest_hour=14)
    tell(dana)
    assert write_digests() == 0
    read_notices(user=dana)
    with clock.at(noon + timedelta(hours=2)):
        assert write_digests() == 0
        tell(dana)
        assert write_digests() == 1


def test_digest_in_quiet_hours_is_due_when_they_end(dana, noon):
    choose_mail(user=dana, quiet_from=11, quiet_to=15)
    tell(dana)
    assert write_digests() == 1
    assert Letter.objects.get().due_at == noon + timedelta(hours=3)


def test_digest_is_not_written_to_who_said_no_or_left(dana):
    gone = provide_user(email="gone@example.org")
    choose_mail(user=dana, digest=False)
    tell(dana, gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert write_digests() == 0
    assert Notice.objects.filter(mailed_at=None).count() == 2


def test_digest_speaks_the_language_of_its_reader(dana):
    User.objects.filter(pk=dana.pk).update(language="es")
    tell(dana)
    write_digests()
    assert '<html lang="es">' in Letter.objects.get().html


def test_digests_cost_the_same_queries_for_one_and_three(dana):
    counts = []
    for people in (1, 3):
        tell(*[provide_user(email=f"p{people}{number}@example.org") for number in range(people)])
        with CaptureQueriesContext(connection) as caught:
            assert write_digests() == people
        counts.append(len(caught))
    assert counts[0] == counts[1]
