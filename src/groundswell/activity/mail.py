"""How letters leave: by SMTP when MAIL_URL says where, else they stay in the outbox and are read on the local mail page."""

import contextlib
import functools
import re
import smtplib
import ssl
from collections import deque
from collections.abc import Sequence
from email.charset import QP, Charset
from email.message import EmailMessage as EmailHead
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, compat32
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, close_old_connections

from groundswell.activity.models import SIGN_IN, Letter
from groundswell.activity.services.going_out import Notes, open_notes
from groundswell.activity.services.letters import (
    Draft,
    claim_letters,
    keep_letters_here,
    mark_failed,
    mark_going_out,
    mark_sent,
    release_letters,
    still_ours,
    write_letters,
)
from groundswell.core.clock import now

PERMANENT = 500  # answers from here up are final
OK, GO_ON = 250, 354
TAKES = {250, 251}
JUDGING = 120.0  # seconds that a server may look at a text before it answers; a claim lasts longer
NO_ANSWER = "The mail server had it and did not say what came of it: it may have arrived."
LINES = compat32.clone(linesep="\r\n")
LONGEST = 990  # characters of a line, below the 998 of RFC 5322
READABLE = Charset("utf-8")
READABLE.body_encoding = QP
DOT = re.compile(rb"^\.", re.MULTILINE)  # a dot alone on a line would end the letter


class SilentServerError(Exception):
    """The server has the whole of a text, and hung up or was silent for too long."""


class OutboxBackend(BaseEmailBackend):
    """Django's mail goes through the outbox too, so that the sign-in library's letters are shown and resent like ours."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        drafts = []
        for message in email_messages:
            html = ""
            if isinstance(message, EmailMultiAlternatives):
                html = next((str(content) for content, mimetype in message.alternatives if mimetype == "text/html"), "")
            drafts += [
                Draft(to=to, kind=SIGN_IN, subject=str(message.subject), text=str(message.body), html=html)
                for to in message.to
            ]
        write_letters(drafts)
        return len(email_messages)


def write_out(letter: Letter, *, wide: bool = False) -> bytes:
    """The letter as mail; `wide` for a server that takes an address with letters beyond ASCII (RFC 6531).

    The head is made with the newer of the library's two ways: it knows addresses, and refuses lines that do not belong.
    The body is made with the older one, at a fifth of the cost: the newer parses each part's head again at every look.
    """
    head = EmailHead(policy=SMTP.clone(utf8=wide))
    head["Subject"] = letter.subject
    head["From"] = settings.DEFAULT_FROM_EMAIL
    head["To"] = letter.to
    head["Date"] = now()
    head["Auto-Submitted"] = "auto-generated"  # whoever is away need not answer
    head["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # the same for Exchange, which many districts have
    # Made of the letter's number, so a second copy can be told.
    head["Message-ID"] = f"<{letter.number}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
    if reply_to := letter.reply_to or settings.MAIL_REPLY_TO:
        head["Reply-To"] = reply_to
    for name, value in letter.headers.items():
        head[name] = value
    return head.as_bytes().rstrip(b"\r\n") + b"\r\n" + _body(letter).as_bytes(policy=LINES)


def _body(letter: Letter) -> Message:
    """Boundaries are made of the letter's number, which nobody knows before, so they stand in no text."""
    body: Message = _part(letter.text, "plain")
    if letter.html:
        both = [body, _part(letter.html, "html")]
        body = MIMEMultipart("alternative", f"=_{letter.number.hex}_a", _subparts=both)
    if letter.calendar:
        entry = _part(letter.calendar, "calendar")
        entry.set_param("method", "CANCEL" if "METHOD:CANCEL" in letter.calendar else "REQUEST")
        entry.add_header("Content-Disposition", "attachment", filename="invite.ics")
        body = MIMEMultipart("mixed", f"=_{letter.number.hex}_b", _subparts=[body, entry])
    return body


def _part(text: str, kind: str) -> MIMEText:
    """Plain where it is ASCII in short lines, else quoted-printable, which a person can still read."""
    plain = text.isascii() and max(map(len, text.splitlines()), default=0) < LONGEST
    return MIMEText(text, kind, "us-ascii" if plain else READABLE)  # type: ignore[arg-type]


@functools.cache
def whom_we_trust() -> ssl.SSLContext:
    """Certificates must be good, where the library's own way takes any. Read once: it costs as much as ten letters."""
    return ssl.create_default_context()


def connect() -> smtplib.SMTP:
    """The mail server of MAIL_URL: `smtp://user:password@host:587`, `smtps://…:465`; its certificate must be good for the host."""
    parts = urlsplit(settings.MAIL_URL)
    host, port = parts.hostname or "localhost", parts.port or 0
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=settings.MAIL_TIMEOUT, context=whom_we_trust())
    else:
        server = smtplib.SMTP(host, port, timeout=settings.MAIL_TIMEOUT)
    try:
        if parts.username:
            if parts.scheme != "smtps":
                server.starttls(context=whom_we_trust())
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def hand_over_letters() -> int:
    """Hand over what is due. Return how many were taken; called by the worker until it returns 0."""
    if not settings.MAIL_URL:
        return keep_letters_here()
    letters = claim_letters()
    if not letters:
        return 0
    try:
        server = connect()
    except (OSError, smtplib.SMTPException) as error:
        for letter in letters:
            mark_failed(letter, f"The mail server did not answer: {error}", final=False)
        return len(letters)
    gone: list[Letter] = []
    rest = deque(letters)
    with contextlib.suppress(smtplib.SMTPException, OSError), server, open_notes() as notes:
        try:
            while rest:
                letter = rest.popleft()
                if still_ours(letter) and not _hand_over(server, letter, gone, notes):
                    break
        except DatabaseError:
            server.close()  # it may be waiting for a text
            close_old_connections()  # a broken line is made anew; the letter in hand is judged by its notes
            _set_down(gone, rest)
            raise
        _set_down(gone, rest)
    return len(letters)


def _set_down(gone: Sequence[Letter], rest: Sequence[Letter]) -> None:
    """Before the line to the server ends: what was taken is marked so, what was not begun is given back."""
    mark_sent(gone)
    release_letters(rest)


def _hand_over(server: smtplib.SMTP, letter: Letter, gone: list[Letter], notes: Notes) -> bool:
    """Hand one letter over and write down what came of it. Return False when the server hung up.

    `gone` is what was handed over and is written down with the next: one transaction a letter, not two.
    """
    try:
        _send(server, letter, gone, notes)
    except SilentServerError:
        mark_failed(letter, NO_ANSWER, final=True)  # a second copy could be one too many
        return False
    except smtplib.SMTPServerDisconnected as error:
        mark_failed(letter, f"The mail server hung up: {error}", final=False)
        return False
    except smtplib.SMTPRecipientsRefused as error:
        # A 4xx answer means "later": greylisting, a full mailbox.
        final = all(code >= PERMANENT for code, _answer in error.recipients.values())
        mark_failed(letter, f"The address was refused: {error}", final=final)
    except smtplib.SMTPResponseException as error:
        mark_failed(letter, str(error), final=False)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        mark_failed(letter, str(error), final=isinstance(error, ValueError))
    else:
        gone.append(letter)
        return True
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.rset()
    return True


def _send(server: smtplib.SMTP, letter: Letter, gone: list[Letter], notes: Notes) -> None:
    """One letter by SMTP (RFC 5321), as `SMTP.send_message` does; but that it goes out is written down at the last moment at
    which the server does not have it yet. Raises as `send_message` does.
    """
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    server.ehlo_or_helo_if_needed()
    wide = not f"{sender}{letter.to}".isascii()
    if wide and not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("The mail server takes no addresses with such letters.")
    text = write_out(letter, wide=wide)
    code, answer = server.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if wide else [])
    if code != OK:
        raise smtplib.SMTPSenderRefused(code, answer, sender)
    code, answer = server.rcpt(letter.to)
    if code not in TAKES:
        raise smtplib.SMTPRecipientsRefused({letter.to: (code, answer)})
    code, answer = server.docmd("DATA")
    if code != GO_ON:
        raise smtplib.SMTPDataError(code, answer)
    end = b"" if text.endswith(b"\r\n") else b"\r\n"
    data = DOT.sub(b"..", text) + end + b".\r\n"
    notes.going(letter.number)
    mark_going_out(letter, gone)
    gone.clear()
    server.send(data)
    notes.gone(letter.number)
    code, answer = _what_came_of_it(server)
    if code != OK:
        raise smtplib.SMTPDataError(code, answer)


def _what_came_of_it(server: smtplib.SMTP) -> tuple[int, bytes]:
    """The server's answer to a text. It may look for viruses first: RFC 5321 (4.5.3.2.6) has one wait long for this answer,
    for whoever does not wait sends a second copy. Raises SilentServerError.
    """
    assert server.sock is not None
    server.sock.settimeout(max(settings.MAIL_TIMEOUT, JUDGING))
    try:
        answer = server.getreply()
    except smtplib.SMTPServerDisconnected as error:
        raise SilentServerError from error
    server.sock.settimeout(settings.MAIL_TIMEOUT)
    return answer
