"""The mail server must prove who it is, or no password and no letter goes to it."""

import ipaddress
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import OperationalError

from groundswell.activity import mail
from groundswell.activity.models import Letter
from groundswell.activity.services.letters import Draft, write_letter, write_letters

pytestmark = pytest.mark.one_database


@pytest.fixture
def certificate(tmp_path) -> Path:
    """Key and certificate of 127.0.0.1 in one file, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "server.pem"
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture(autouse=True)
def trust_of_its_own() -> Iterator[None]:
    """What one test trusts no other does."""
    mail.whom_we_trust.cache_clear()
    yield
    mail.whom_we_trust.cache_clear()


@pytest.fixture
def greeted(certificate, settings) -> Iterator[None]:
    """A server that shows this certificate and greets whoever goes on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))
    settings.MAIL_URL = f"smtps://127.0.0.1:{listening.getsockname()[1]}"

    def greet() -> None:
        line, _from = listening.accept()
        with suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
            safe.sendall(b"220 here\r\n")
            safe.recv(100)

    thread = threading.Thread(target=greet)
    thread.start()
    yield
    thread.join()
    listening.close()


def test_server_with_a_certificate_that_nobody_vouches_for_is_refused(greeted):
    with pytest.raises(ssl.SSLCertVerificationError):
        mail.connect()


def test_server_with_a_certificate_that_the_machine_trusts_is_taken(greeted, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mail.connect().close()


@contextmanager
def taking_its_time(settings: Any, answer: bytes, *, late: float = 0.0) -> Iterator[list[bytes]]:
    """A server that says yes until it has a letter's text, and then `answer` after so many seconds; nothing is hanging up."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.MAIL_URL = f"smtp://127.0.0.1:{listening.getsockname()[1]}"
    texts: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                line, _from = listening.accept()
            except OSError:
                return
            with suppress(OSError), line, line.makefile("rb") as said:
                line.sendall(b"220 here\r\n")
                for words in said:
                    line.sendall(b"354 go on\r\n" if words == b"DATA\r\n" else b"250 yes\r\n")
                    if words == b"DATA\r\n":
                        text = list(takewhile(lambda words: words != b".\r\n", said))
                        if not text:
                            break  # hung up before there was one
                        texts.append(b"".join(text))
                        time.sleep(late)
                        if not answer:
                            break
                        line.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield texts
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
    thread.join(60)


@pytest.mark.django_db
def test_server_that_looks_at_a_text_for_longer_than_at_a_command_gets_it_once(settings):
    settings.MAIL_TIMEOUT = 0.5
    write_letter(Draft(to="dana@example.org", kind="sign-in", subject="Your code", text="1 2 3"))
    with taking_its_time(settings, b"250 taken\r\n", late=1.5) as texts:
        assert mail.hand_over_letters() == 1
    assert (Letter.objects.get().state, len(texts)) == ("sent", 1)


@pytest.mark.django_db
def test_server_that_hangs_up_with_the_text_leaves_a_letter_in_doubt_and_gets_no_second_copy(settings):
    to = ("ana@example.org", "ben@example.org")
    write_letters([Draft(to=one, kind="sign-in", subject="Your code", text="1 2 3") for one in to])
    with taking_its_time(settings, b"") as texts:
        assert mail.hand_over_letters() == 2
        first, second = Letter.objects.order_by("pk")
        assert (first.state, first.failure) == ("failed", mail.NO_ANSWER)
        assert (second.state, second.tries) == ("waiting", 0)
        assert mail.hand_over_letters() == 1
        assert mail.hand_over_letters() == 0
    assert [b"To: ana" in text for text in texts] == [True, False]


@pytest.mark.django_db
def test_database_that_fails_between_two_letters_leaves_none_to_wait_for_a_lease(settings, monkeypatch):
    to = ("ana@example.org", "ben@example.org", "cara@example.org")
    write_letters([Draft(to=one, kind="sign-in", subject="Your code", text="1 2 3") for one in to])
    usual, asked = mail.mark_going_out, []

    def locked(*words: Any) -> None:
        asked.append(words)
        if len(asked) == 2:
            raise OperationalError("database is locked")
        usual(*words)

    monkeypatch.setattr(mail, "mark_going_out", locked)
    monkeypatch.setattr(mail, "close_old_connections", lambda: None)  # the test's own transaction lives in this one
    with taking_its_time(settings, b"250 taken\r\n") as texts:
        with pytest.raises(OperationalError):
            mail.hand_over_letters()
        assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "handing", "waiting"]
        assert mail.hand_over_letters() == 1
    assert len(texts) == 2


def test_line_to_a_server_that_cannot_be_signed_in_to_is_closed(settings):
    listening = socket.create_server(("127.0.0.1", 0))
    settings.MAIL_URL = f"smtp://us:secret@127.0.0.1:{listening.getsockname()[1]}"

    def greet() -> None:
        line, _from = listening.accept()
        with line:
            line.sendall(b"220 here\r\n")
            while line.recv(100):
                line.sendall(b"250 I know no STARTTLS\r\n")

    thread = threading.Thread(target=greet, daemon=True)
    thread.start()
    with pytest.raises(smtplib.SMTPNotSupportedError) as refused:
        mail.connect()
    thread.join(60)
    assert not thread.is_alive(), refused
    listening.close()
