"""A provider of our own on 127.0.0.1 that answers as Google and Microsoft do: it asks, signs and checks for real.

Google: discovery, keys (as certificates and as JWKS), an id_token signed with RSA. Microsoft: an access token with which
the profile is read. Codes work once, for the redirect address, the client and the PKCE verifier that they were given to.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

CLIENT, SECRET = "ours", "known"
KEY_NUMBER = "key-1"


@dataclass
class Provider:
    """`person` is who sits before the provider's page; `claims` replaces what the signed token says (None: leaves it out)."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    broken: bool = False  # answers with an error page where it should give a token
    signs_with: rsa.RSAPrivateKey | None = None  # another key than the one that is published
    given: dict[str, dict[str, str]] = field(default_factory=dict)  # code → what was asked for
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    asked: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_NUMBER, "use": "sig", "alg": "RS256"}]}

    def certificates(self) -> dict[str, str]:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider")])
        began = datetime.now(UTC) - timedelta(days=1)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(began)
            .not_valid_after(began + timedelta(days=9))
            .sign(self.key, hashes.SHA256())
        )
        return {KEY_NUMBER: made.public_bytes(serialization.Encoding.PEM).decode()}

    def agree(self, query: str) -> str:
        """The person agrees on the provider's page: where the browser is sent."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        code = secrets.token_urlsafe(8)
        self.given[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def refuse(self, query: str) -> str:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Access and id token for a code, as the specification asks for."""
        asked = self.given.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET) or asked["client_id"] != CLIENT:
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if asked.get("code_challenge") != base64.urlsafe_b64encode(digest).decode().rstrip("="):
            return 400, {"error": "invalid_grant", "error_description": "code_verifier"}
        moment = int(time.time())
        said = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 60,
            "nonce": asked.get("nonce"),
            **self.person,
            **self.claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        signed = jwt.encode(said, self.signs_with or self.key, algorithm="RS256", headers={"kid": KEY_NUMBER})
        return 200, {"access_token": "opens-the-profile", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


def handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            provider.asked.append(address.path)
            if address.path == "/.well-known/openid-configuration":
                self.send(200, provider.discovery())
            elif address.path == "/keys":
                self.send(200, provider.keys())
            elif address.path == "/certs":
                self.send(200, provider.certificates())
            elif address.path.endswith("/authorize"):
                self.ask(address.query)
            elif address.path == "/v1.0/me" and self.headers.get("Authorization") == "Bearer opens-the-profile":
                self.send(200, provider.person)
            else:
                self.send(404, {"error": {"message": "nothing here"}})

        def do_POST(self) -> None:
            provider.asked.append(urlsplit(self.path).path)
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if provider.broken:
                self.page(502, "<h1>Bad gateway</h1>")
            else:
                self.send(*provider.token({name: values[0] for name, values in parse_qs(sent).items()}))

        def ask(self, query: str) -> None:
            """The page on which the person agrees or does not."""
            links = (("Continue", provider.agree(query)), ("Cancel", provider.refuse(query)))
            self.page(200, "".join(f'<p><a href="{url.replace("&", "&amp;")}">{label}</a></p>' for label, url in links))

        def send(self, status: int, body: Any) -> None:
            self.write(status, "application/json", json.dumps(body))

        def page(self, status: int, body: str) -> None:
            self.write(status, "text/html", f"<!doctype html><title>Provider</title>{body}")

        def write(self, status: int, kind: str, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Provider]:
    provider = Provider()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler_of(provider)) as server:
        provider.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield provider
        finally:
            server.shutdown()
