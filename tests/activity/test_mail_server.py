"""The mail server must prove who it is, or no password and no letter goes to it."""

import ipaddress
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from groundswell.activity import mail

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
