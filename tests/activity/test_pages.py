"""Notices, preferences, history, and the local mail page."""

import pytest
from django.test import Client

from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Letter, MailChoice, Notice
from groundswell.activity.services.letters import Draft, write_letter
from groundswell.activity.services.record import record
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client, noon) -> User:
    user = provide_user(email="dana@example.org")
    client.force_login(user)
    return user


def test_notices_are_ones_own_and_are_read_up_to_what_was_seen(client, dana):
    space = make_space(kind=Kind.COLLABORATIVE)
    other = provide_user(email="other@example.org")
    for _ in range(2):
        record(verb="access.role_given", by=other, space=space.pk, tell=[dana.pk, other.pk])
    seen = Notice.objects.filter(user=dana).order_by("id")[0]
    assert client.get("/notices/").content.decode().count("the role “”") == 2
    client.post("/notices/read/", {"up_to": str(seen.pk)})
    client.post("/notices/read/", {"up_to": "nonsense"})
    assert Notice.objects.filter(read_at=None).count() == 3
    assert Notice.objects.filter(read_at=None, user=dana).count() == 1


def test_pages_of_ones_own_ask_strangers_to_sign_in():
    for path in ("/notices/", "/notices/mail/", "/history/"):
        assert Client().get(path).url == f"/sign-in/?next={path}"


def test_mail_choice_is_kept_and_hours_beyond_a_day_are_refused(client, dana):
    sent = {"digest_hour": "9", "quiet": "on", "quiet_from": "21", "quiet_to": "6"}
    assert client.post("/notices/mail/", sent).status_code == 302
    choice = MailChoice.objects.get(user=dana)
    assert (choice.digest, choice.notices, choice.digest_hour, choice.quiet, choice.quiet_from) == (
        False,
        False,
        9,
        True,
        21,
    )
    assert client.post("/notices/mail/", {**sent, "quiet_from": "24"}).status_code == 200
    assert MailChoice.objects.get(user=dana).quiet_from == 21


def test_hours_are_written_in_the_language_of_the_page(client, dana):
    assert ">noon<" in client.get("/notices/mail/").content.decode()
    User.objects.update(language="es")
    spanish = client.get("/notices/mail/").content.decode()
    assert (">12:00<" in spanish, "p.m." in spanish) == (True, False)


def test_history_shows_what_one_did_and_not_others(client, dana):
    space = make_space(kind=Kind.COLLABORATIVE)
    record(verb="access.role_given", by=dana, space=space.pk)
    record(verb="access.role_taken", by=provide_user(email="other@example.org"), space=space.pk)
    page = client.get("/history/").content.decode()
    assert (" gave " in page, " took the role" in page) == (True, False)


def test_local_mail_shows_letters_and_does_not_exist_elsewhere(client, settings, noon):
    write_letter(
        Draft(to="dana@example.org", kind="registration", subject="Hello <b>", text="Open http://localhost:8000/x now.")
    )
    write_letter(
        Draft(to="max@example.org", kind="registration", subject="Other", text="-", calendar="BEGIN:VCALENDAR")
    )
    page = client.get("/mail/", {"to": "DANA@"}).content.decode()
    assert ("Hello &lt;b&gt;" in page, "Other" in page) == (True, False)
    letter = Letter.objects.get(to="dana@example.org")
    page = client.get(f"/mail/{letter.number}/").content.decode()
    assert '<a href="http://localhost:8000/x">http://localhost:8000/x</a>' in page
    settings.LOCAL_MAIL = False
    for path in (
        "/mail/",
        f"/mail/{letter.number}/",
        f"/mail/{letter.number}/html/",
        f"/mail/{letter.number}/calendar/",
    ):
        assert client.get(path).status_code == 404


def test_html_of_a_letter_is_shown_in_a_world_of_its_own(client, noon):
    html = "<html><head></head><body><script>alert(1)</script><a href='/x'>x</a></body></html>"
    write_letter(Draft(to="dana@example.org", kind="registration", subject="Hello", text="Hello", html=html))
    answer = client.get(f"/mail/{Letter.objects.get().number}/html/")
    policy = answer["Content-Security-Policy"]
    assert "sandbox allow-top-navigation-by-user-activation allow-popups" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
