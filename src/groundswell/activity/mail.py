"""How letters leave: by SMTP when MAIL_URL says where, else they stay in the outbox and are read on the local mail page."""

import smtplib
from collections.abc import Sequence
from email.message import EmailMessage as MimeMessage
from email.utils import make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from groundswell.activity.models import Letter
from groundswell.activity.services.letters import Draft, claim_letters, mark_failed, mark_sent, write_letters

TIMEOUT = 20  # seconds that a mail server may take to answer


class OutboxBackend(BaseEmailBackend):
    """Django's mail goes through the outbox too, so that the sign-in library's letters are shown and resent like ours."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        drafts = []
        for message in email_messages:
            html = ""
            if isinstance(message, EmailMultiAlternatives):
                html = next((str(content) for content, mimetype in message.alternatives if mimetype == "text/html"), "")
            drafts += [
                Draft(to=to, kind="sign-in", subject=str(message.subject), text=str(message.body), html=html)
                for to in message.to
            ]
        write_letters(drafts)
        return len(email_messages)


def build_message(letter: Letter) -> MimeMessage:
    """The letter as mail. Its Message-ID is the letter's number, so a second copy can be told."""
    message = MimeMessage()
    message["Subject"] = letter.subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = letter.to
    domain = make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost").rpartition("@")[2]
    message["Message-ID"] = f"<{letter.number}@{domain}"
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    if letter.calendar:
        message.add_attachment(
            letter.calendar.encode(), maintype="text", subtype="calendar", filename="invite.ics",
            params={"method": "CANCEL" if "METHOD:CANCEL" in letter.calendar else "REQUEST"},
        )  # fmt: skip
    return message


def connect() -> smtplib.SMTP | None:
    """The mail server of MAIL_URL (`smtp://user:password@host:587`, `smtps://…:465`), or none."""
    if not settings.MAIL_URL:
        return None
    parts = urlsplit(settings.MAIL_URL)
    kind: Any = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    server: smtplib.SMTP = kind(parts.hostname or "localhost", parts.port or 0, timeout=settings.MAIL_TIMEOUT)
    if parts.scheme == "smtp" and parts.username:
        server.starttls()
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def hand_over_letters() -> int:
    """Hand over what is due. Return how many were claimed; called by the worker until it returns 0."""
    letters = claim_letters()
    if not letters:
        return 0
    try:
        server = connect()
    except (OSError, smtplib.SMTPException) as error:
        for letter in letters:
            mark_failed(letter, f"The mail server did not answer: {error}", final=False)
        return len(letters)
    for letter in letters:
        try:
            if server is not None:
                server.send_message(build_message(letter))
            mark_sent(letter)
        except smtplib.SMTPRecipientsRefused as error:
            mark_failed(letter, f"The address was refused: {error}", final=True)
        except (OSError, smtplib.SMTPException) as error:
            mark_failed(letter, str(error), final=False)
    if server is not None:
        server.close()
    return len(letters)
