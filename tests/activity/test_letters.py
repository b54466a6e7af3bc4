"""Letters: handed over once whoever dies, quiet hours, wishes, a way to stop them."""

import smtplib
import uuid
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from types import SimpleNamespace
from typing import Any, ClassVar, Self

import pytest
from django.test import Client

from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.activity import mail
from groundswell.activity.models import Letter, MailChoice
from groundswell.activity.services import going_out, letters
from groundswell.activity.services.letters import Draft, resend_letter, write_letter, write_letters
from groundswell.activity.services.notices import choose_mail
from groundswell.core import clock

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What SIGKILL is to the worker: nothing after it runs."""


class Server:
    """Stands for a mail server: keeps what it took, and answers the next address with what a test says."""

    taken: ClassVar[list[Message]] = []
    answers: ClassVar[dict[str, Any]] = {}
    codes: ClassVar[dict[str, int]] = {}
    knows: ClassVar[set[str]] = set()

    def __init__(self, *_args: Any, **_options: Any) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def ehlo_or_helo_if_needed(self) -> None: ...

    def has_extn(self, name: str) -> bool:
        return name in self.knows

    def mail(self, _sender: str, options: list[str]) -> tuple[int, bytes]:
        return (self.codes.get("MAIL", 250), " ".join(options).encode())

    def rcpt(self, to: str) -> tuple[int, bytes]:
        if isinstance(answer := self.answers.get(to, (250, b"")), Exception):
            raise answer
        return answer

    def docmd(self, verb: str) -> tuple[int, bytes]:
        return (self.codes.get(verb, 354), b"")

    def send(self, text: bytes) -> None:
        assert text.endswith(b"\r\n.\r\n")
        self.taken.append(message_from_bytes(text[:-3].replace(b"\r\n..", b"\r\n."), policy=default))

    def getreply(self) -> tuple[int, bytes]:
        return (self.codes.get("text", 250), b"said")

    def rset(self) -> None: ...

    sock = SimpleNamespace(settimeout=lambda _seconds: None)


@pytest.fixture
def server(settings, monkeypatch) -> type[Server]:
    settings.MAIL_URL = "smtp://mail.example.org:587"
    monkeypatch.setattr(smtplib, "SMTP", Server)
    Server.taken, Server.answers, Server.codes, Server.knows = [], {}, {}, set()
    return Server


@pytest.fixture
def dana(noon) -> User:
    return provide_user(email="dana@example.org")


def a_letter(to: str = "dana@example.org", **more: Any) -> Draft:
    return Draft(**{"to": to, "kind": "registration", "subject": "You are registered", "text": "Welcome.", **more})


def test_letters_stay_here_without_a_mail_server(noon):
    write_letters([a_letter(), a_letter("max@example.org", due_at=noon + timedelta(hours=1))])
    assert mail.hand_over_letters() == 1
    assert mail.hand_over_letters() == 0
    assert list(Letter.objects.order_by("id").values_list("state", flat=True)) == ["sent", "waiting"]


def test_same_reason_gives_one_letter(noon):
    write_letter(a_letter(once="registered:7"))
    write_letter(a_letter(once="registered:7"))
    assert Letter.objects.count() == 1


def test_letter_goes_to_the_server_once_with_a_number_that_stays(server, noon):
    write_letter(a_letter(reply_to="host@example.org", html="<p>Welcome</p>", calendar="BEGIN:VCALENDAR"))
    assert mail.hand_over_letters() == 1
    assert mail.hand_over_letters() == 0
    [message] = server.taken
    assert message["Message-ID"] == f"<{Letter.objects.get().number}@localhost>"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert (message["Date"].datetime.date(), message["Auto-Submitted"]) == (clock.now().date(), "auto-generated")
    assert message["Reply-To"] == "host@example.org"
    assert [part.get_content_type() for part in message.walk()][-1] == "text/calendar"
    assert message["Date"].datetime == noon


def test_letter_arrives_as_written_in_any_letters_and_lines_of_any_length(server, noon):
    text, html = "Bienvenida, Ñandú.\n", f"<p>{'long ' * 400}</p>\n"
    entry = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Año\r\n"
    write_letter(a_letter(subject="Inscripción " * 12, text=text, html=html, calendar=entry))
    mail.hand_over_letters()
    [message] = server.taken
    plain, rich, calendar = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_payload(decode=True).decode().split("\r\n") for part in (plain, rich)] == [
        text.split("\n"),
        html.split("\n"),
    ]
    assert calendar.get_payload(decode=True).decode().split() == entry.split()
    assert calendar["Content-Type"].params["method"] == "CANCEL"
    assert message["Subject"].strip() == ("Inscripción " * 12).strip()
    assert max(map(len, message.as_bytes().splitlines())) < 998


def test_subject_with_lines_of_its_own_adds_nothing_to_the_head(server, noon):
    write_letter(a_letter(subject="Welcome\nBcc: everybody@example.org"))
    mail.hand_over_letters()
    [message] = server.taken
    assert (message["Subject"], message["Bcc"]) == ("Welcome Bcc: everybody@example.org", None)


def test_head_with_lines_of_its_own_is_refused_for_good(server, noon):
    write_letter(a_letter("dana@example.org\nBcc: everybody@example.org"))
    mail.hand_over_letters()
    assert (Letter.objects.get().state, server.taken) == ("failed", [])


@pytest.mark.parametrize(
    ("step", "first_is", "taken"),
    [("rcpt", "handing", ["a", "b"]), ("send", "sent", ["a", "b"]), ("getreply", "sent", ["a", "b"])],
)
def test_worker_killed_at_the_second_letter_doubles_and_loses_none(server, noon, monkeypatch, step, first_is, taken):
    write_letters([a_letter("a@example.org"), a_letter("b@example.org")])
    _dies_at(monkeypatch, server, step, after=1)
    with pytest.raises(Killed):
        mail.hand_over_letters()
    assert Letter.objects.get(to="a@example.org").state == first_is
    monkeypatch.undo()
    monkeypatch.setattr(smtplib, "SMTP", Server)
    with clock.at(noon + letters.LEASE + timedelta(seconds=1)):
        mail.hand_over_letters()
    assert [message["To"][0] for message in server.taken] == taken


def _dies_at(monkeypatch: pytest.MonkeyPatch, server: type[Server], step: str, *, after: int = 0) -> None:
    """The worker is killed at this step, when so many letters were taken by it before."""
    usual, asked = getattr(server, step), []

    def dies(self: Server, *words: Any) -> Any:
        asked.append(words)
        if len(asked) > after:
            raise Killed
        return usual(self, *words)

    monkeypatch.setattr(server, step, dies)


def test_letter_of_a_worker_that_died_is_taken_up_after_its_lease(server, noon):
    write_letter(a_letter())
    [claimed] = letters.claim_letters()
    assert mail.hand_over_letters() == 0
    with clock.at(noon + letters.LEASE + timedelta(seconds=1)):
        assert mail.hand_over_letters() == 1
        assert not letters.still_ours(claimed)
    assert [message["Message-ID"] for message in server.taken] == [f"<{claimed.number}@localhost>"]


def test_letter_whose_text_had_not_left_when_its_worker_died_is_sent_again(server, noon, settings, tmp_path):
    settings.HOME = tmp_path
    _killed_with_one_letter(server, "send")
    with clock.at(noon + letters.LEASE + timedelta(seconds=1)):
        assert mail.hand_over_letters() == 1
    assert (Letter.objects.get().state, len(server.taken)) == ("sent", 1)


@pytest.mark.parametrize("step", ["getreply", "send on another machine"])
def test_letter_whose_text_may_have_left_when_its_worker_died_is_shown_and_not_doubled(
    server, noon, settings, tmp_path, step
):
    settings.HOME = tmp_path / "here"
    settings.HOME.mkdir()
    _killed_with_one_letter(server, step.partition(" ")[0])
    before = len(server.taken)
    if "another" in step:
        settings.HOME = tmp_path
    assert mail.hand_over_letters() == 0
    with clock.at(noon + letters.LEASE + timedelta(seconds=1)):
        assert mail.hand_over_letters() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.failure, len(server.taken)) == ("failed", letters.IN_DOUBT, before)
    with clock.at(noon + letters.LEASE + timedelta(seconds=2)):
        resend_letter(letter=letter)
        assert mail.hand_over_letters() == 1
    assert len(server.taken) == before + 1


def test_notes_begin_anew_when_they_are_long_and_a_home_without_room_for_them_keeps_letters_in_doubt(
    server, noon, settings, tmp_path
):
    settings.HOME = tmp_path
    (tmp_path / going_out.NAME).write_text("-" * (going_out.ENOUGH + 1))
    write_letter(a_letter())
    mail.hand_over_letters()
    assert (tmp_path / going_out.NAME).stat().st_size < 100
    settings.HOME = tmp_path / "nowhere"
    _killed_with_one_letter(server, "send")
    with clock.at(noon + letters.LEASE + timedelta(seconds=1)):
        mail.hand_over_letters()
    assert Letter.objects.order_by("pk").last().state == "failed"


def _killed_with_one_letter(server: type[Server], step: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        _dies_at(monkeypatch, server, step)
        write_letter(a_letter())
        with pytest.raises(Killed):
            mail.hand_over_letters()


@pytest.mark.parametrize("verb", ["MAIL", "DATA", "text"])
def test_letter_that_the_server_refuses_at_any_step_is_tried_again(server, noon, verb):
    server.codes = {verb: 451}
    write_letter(a_letter())
    assert mail.hand_over_letters() == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.due_at) == ("waiting", noon + timedelta(minutes=2))
    server.codes = {}
    with clock.at(noon + timedelta(minutes=3)):
        assert mail.hand_over_letters() == 1
    assert Letter.objects.get().state == "sent"


def test_letter_with_lines_of_dots_arrives_as_written(server, noon):
    write_letter(a_letter(text=".\n..one\nDear Ñandú,\n."))
    mail.hand_over_letters()
    assert server.taken[0].get_payload(decode=True).decode().splitlines() == [".", "..one", "Dear Ñandú,", "."]


def test_address_with_other_letters_needs_a_server_that_takes_them(server, noon):
    write_letter(a_letter("josé@example.org"))
    mail.hand_over_letters()
    assert (Letter.objects.get().state, server.taken) == ("waiting", [])
    server.knows = {"smtputf8"}
    with clock.at(noon + timedelta(minutes=3)):
        mail.hand_over_letters()
    assert Letter.objects.get().state == "sent"


def test_two_workers_never_claim_the_same_letter(noon, settings):
    settings.MAIL_URL = "smtp://mail.example.org"
    write_letters([a_letter(f"person{n}@example.org") for n in range(30)])
    first, second = letters.claim_letters(), letters.claim_letters()
    assert (len(first), len(second)) == (20, 10)
    assert {letter.pk for letter in first}.isdisjoint(letter.pk for letter in second)


def test_refused_address_is_final_and_a_busy_server_is_tried_again(server, noon):
    server.answers = {
        "gone@example.org": smtplib.SMTPRecipientsRefused({"gone@example.org": (550, b"unknown")}),
        "full@example.org": smtplib.SMTPRecipientsRefused({"full@example.org": (452, b"full")}),
    }
    write_letters([a_letter("gone@example.org"), a_letter("full@example.org"), a_letter()])
    assert mail.hand_over_letters() == 3
    states = dict(Letter.objects.values_list("to", "state"))
    assert states == {"gone@example.org": "failed", "full@example.org": "waiting", "dana@example.org": "sent"}
    assert Letter.objects.get(to="full@example.org").due_at == noon + timedelta(minutes=2)
    server.answers = {}
    resend_letter(letter=Letter.objects.get(to="gone@example.org"))
    assert mail.hand_over_letters() == 1


def test_server_that_hangs_up_leaves_the_rest_untried(server, noon):
    server.answers = {"a@example.org": smtplib.SMTPServerDisconnected("bye")}
    write_letters([a_letter("a@example.org"), a_letter("b@example.org")])
    mail.hand_over_letters()
    assert dict(Letter.objects.values_list("to", "tries")) == {"a@example.org": 1, "b@example.org": 0}
    assert mail.hand_over_letters() == 1
    assert [message["To"] for message in server.taken] == ["b@example.org"]


def test_letter_is_given_up_after_six_tries(server, noon):
    server.answers = {"dana@example.org": OSError("no line")}
    write_letter(a_letter())
    for day in range(6):
        with clock.at(noon + timedelta(days=day)):
            mail.hand_over_letters()
    letter = Letter.objects.get()
    assert (letter.state, letter.tries, letter.failure) == ("failed", 6, "no line")


def test_quiet_hours_hold_notices_back_and_never_codes(dana):
    evening = clock.now().replace(hour=5)  # 9 p.m. of January 31 in California
    with clock.at(evening):
        write_letters([a_letter(kind=kind, user=dana) for kind in ("notice", "digest", "sign-in", "registration")])
    morning = evening.replace(hour=15)  # 7 a.m. of February 1
    due = dict(Letter.objects.values_list("kind", "due_at"))
    assert due == {"notice": morning, "digest": morning, "sign-in": evening, "registration": evening}


@pytest.mark.parametrize(
    ("quiet_from", "quiet_to", "quiet", "waits"),
    [(12, 13, True, 1), (9, 9, True, 0), (11, 15, False, 0), (13, 12, True, 0)],
)
def test_quiet_hours_are_the_users_own(dana, quiet_from, quiet_to, quiet, waits):
    choose_mail(user=dana, quiet=quiet, quiet_from=quiet_from, quiet_to=quiet_to)
    write_letter(a_letter(kind="notice", user=dana))
    assert Letter.objects.get().due_at == clock.now() + timedelta(hours=waits)


def test_letter_that_one_is_asked_about_can_be_stopped_by_one_click(dana):
    write_letter(a_letter(kind="notice", user=dana, html="<html><body><p>Hello</p></body></html>"))
    letter = Letter.objects.get()
    url = letter.headers["List-Unsubscribe"].strip("<>")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Id"] == "<notice.localhost>"
    assert url in letter.text
    assert url in letter.html
    path = url.removeprefix("http://localhost:8000")
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    assert not MailChoice.objects.exists()
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailChoice.objects.get(user=dana).notices is False
    write_letter(a_letter(kind="notice", user=dana))
    assert Letter.objects.count() == 1
    assert program.post(path[:-2] + "/").status_code == 404


def test_letter_of_a_registration_has_no_such_header(dana):
    write_letter(a_letter(user=dana))
    assert Letter.objects.get().headers == {}


def test_line_break_in_a_title_ends_no_head_of_a_letter(server, noon):
    write_letter(a_letter(subject="Talk\r\nBcc: all@example.org\n\nHello"))
    assert Letter.objects.get().subject == "Talk Bcc: all@example.org Hello"
    assert mail.hand_over_letters() == 1
    assert Letter.objects.get().state == Letter.State.SENT


def test_notes_that_a_full_disk_or_a_power_cut_tore_keep_no_letter_from_leaving(settings, tmp_path):
    settings.HOME = tmp_path
    out, back, begun = (uuid.uuid4() for _letter in range(3))
    notes = f"+{out.hex}\n+{back.hex[:7]}+{back.hex}\n+{begun.hex}\n-{begun.hex}\n" + "\0" * 40 + "\n\u00ff"
    (tmp_path / going_out.NAME).write_text(notes, encoding="latin-1")
    assert going_out.never_left() == {out}
