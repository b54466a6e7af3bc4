"""Every address, with what a careless or hostile visitor may send or ask: never a 500, nothing typed is lost."""

import ast
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from tools.addresses import PARAMETER, addresses

from groundswell.access.roles import ROLES
from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from tests.architecture.conftest import modules
from tests.architecture.visits import sign_in, text_of, visit
from tests.architecture.world import World, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIELD = re.compile(r"""<(?:input|select|textarea|button)\b[^>]*?\sname="([^"]+)\"""")
# The names that single buttons send; they stand on other pages than the one they post to.
PRESSED = (
    "registration", "session", "site", "question", "into", "act", "note", "answer", "what", "undo", "state", "revision",
    "language", "next", "kind",
)  # fmt: skip
SENT = {
    "missing": "",
    "huge": "x" * 20_000,
    "script": "<script>alert(1)</script>",
    "wrong type": "not-a-number",
    "forged id": "999999999999999999999999",
    "nul byte": "a\x00b",
    "half a pair": "\ud800",
    "other digits": "²٣",
}  # fmt: skip
KEPT = "Kept word for word & whole"
# What a browser asks for behind the question mark, and the same written into the address itself.
ASKED = SENT | {"negative": "-1", "quotes": "' OR 1=1 --", "date out of range": "9999-99-99"}


@pytest.fixture
def everyone(world: World) -> User:
    """Somebody with every role on the inside, so that every door is open."""
    user = user_of(world.inside.lead)
    for role in ROLES:
        give_role(by=None, user=user, role=role.code, space=world.held_on[role.code])
    return user


def names_on(page: str) -> set[str]:
    return {html.unescape(name) for name in FIELD.findall(page)} - {"csrfmiddlewaretoken"}


def posts(world: World, user: User) -> Iterator[tuple[Any, str, set[str]]]:
    """A browser, a path that takes a POST, and the names of what its page asks."""
    client = sign_in(user)
    for address in addresses():
        path = address.at(world.inside)
        if visit(client, "post", path).status_code == 405:
            continue
        shown = visit(client, "get", path)
        yield client, path, names_on(text_of(shown)) if shown.status_code == 200 else set()


def test_nothing_that_is_sent_breaks_a_page(world, everyone):
    broken = []
    for client, path, names in posts(world, everyone):
        for what, value in SENT.items():
            sent = value.encode("utf-8", "replace").decode() if what == "half a pair" else value
            got = visit(client, "post", path, dict.fromkeys([*names, *PRESSED], sent))
            if got.status_code >= 500:
                broken.append(f"POST {path} with {what}: {text_of(got)}")
            elif what == "script" and value in text_of(got):
                broken.append(f"POST {path} shows a script as it was sent")
    assert broken == []


class Filled(HTMLParser):
    """What a browser would send of the page's forms, had somebody filled in every field."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.listed = self.written = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self.listed = name
        elif tag == "textarea":
            self.written = name
            self.sent.setdefault(name, "Words")
        elif tag == "option" and self.listed and given.get("value"):
            self.sent.setdefault(self.listed, given["value"])
        elif tag == "input" and name and given.get("type") not in {"file", "submit"}:
            self.sent.setdefault(name, given.get("value") or TYPED.get(given.get("type", "text"), "Words"))

    def handle_data(self, data: str) -> None:
        if self.written and data.strip():
            self.sent[self.written] = data.strip()
        self.written = ""


TYPED = {"email": "ana@example.org", "number": "1", "date": "2027-02-09", "time": "09:00", "url": "https://example.org"}
ONE_BY_ONE = ("huge", "wrong type", "forged id", "nul byte", "other digits")


def test_no_single_field_breaks_a_form_that_is_filled_in(world, everyone):
    """The rest is right, so that what is sent comes past the first check."""
    broken = []
    for address in addresses():
        client, path = sign_in(everyone), address.at(world.inside)
        shown = visit(client, "get", path)
        filled = Filled(text_of(shown)).sent if shown.status_code == 200 else {}
        filled.pop("csrfmiddlewaretoken", None)
        if not filled or visit(client, "post", path, filled).status_code == 405:
            continue
        for name in filled:
            for what in ONE_BY_ONE:
                got = visit(client, "post", path, filled | {name: SENT[what]})
                if got.status_code >= 500:
                    broken.append(f"POST {path} with {what} as {name}: {text_of(got)}")
    assert broken == []


def test_what_was_typed_is_shown_again_beside_the_error(world, everyone):
    lost = []
    for client, path, names in posts(world, everyone):
        texts = {name for name in names if name.rpartition("-")[2] in {"title", "statement", "text", "notes", "about"}}
        for name in sorted(texts):
            got = visit(client, "post", path, {name: KEPT})
            if got.status_code == 422 and KEPT not in html.unescape(text_of(got)):
                lost.append(f"{path}: {name}")
    assert lost == []


def asked_names() -> set[str]:
    """Every name that the code reads from behind the question mark."""
    found = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            named = node.args[:1] if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else []
            of = node.func.value if named else node.value if isinstance(node, ast.Subscript) else None
            named = named or ([node.slice] if isinstance(node, ast.Subscript) else [])
            if isinstance(of, ast.Attribute) and of.attr == "GET":
                found |= {name.value for name in named if isinstance(name, ast.Constant)}
    return found


def test_nothing_that_is_asked_breaks_a_page(world, everyone):
    names = asked_names()
    assert {"q", "page", "before", "after"} <= names
    client = sign_in(everyone)
    broken = []
    for address in addresses():
        path = address.at(world.inside)
        for what, value in ASKED.items():
            got = visit(client, "get", path, dict.fromkeys(names, value.encode("utf-8", "replace").decode()))
            if got.status_code >= 500:
                broken.append(f"GET {path} with {what}: {text_of(got)}")
            elif what == "script" and value in text_of(got):
                broken.append(f"GET {path} shows a script as it was asked")
    assert broken == []


def test_no_address_breaks_by_what_stands_in_it(world, everyone):
    client = sign_in(everyone)
    broken = []
    for address in addresses():
        for what, value in ASKED.items():
            path = "/" + PARAMETER.sub(quote(value.encode("utf-8", "replace"), safe=""), address.route)
            got = visit(client, "get", path) if address.parameters else None
            if got is not None and got.status_code >= 500:
                broken.append(f"GET {address.route} with {what} in it: {text_of(got)}")
    assert broken == []
