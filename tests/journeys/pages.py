"""Every page of the small world as text, before a browser opens it: as it is, and with what is said of an empty form."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client, override_settings
from tools.addresses import addresses

from groundswell.access.roles import ROLES
from groundswell.access.services.grants import give_role
from groundswell.activity.models import Letter
from groundswell.convenings.services.planning import add_site, cancel_convening, plan_convening, publish_convening
from groundswell.core import clock
from groundswell.instruments.services.starters import make_from_starter
from groundswell.standards.services.load import load_standards
from tests.architecture.visits import sign_in, visit
from tests.architecture.world import BEFORE, BEGIN, END, World, register, user_of

FORM = re.compile(r"<form\b[^>]*>", re.IGNORECASE)
ACTION = re.compile(r"""\saction="([^"]*)\"""")
POSTS = re.compile(r"""\smethod="?post""", re.IGNORECASE)
# Answers of their own address, which say what was not found.
NOT_FOUND = ("/no-such-page/",)
SEARCHES = ("/people/?q=lead", "/places/search/?q=north", "/search/?q=talk", "/standards/?q=5.NF")


@dataclass(frozen=True)
class Shown:
    """What a browser is given: `path` is where it thinks it is, `what` how it came about."""

    path: str
    what: str
    text: str
    policy: str

    def __str__(self) -> str:
        return f"{self.path} ({self.what})"


def visitors(world: World) -> list[Client]:
    """Somebody with every role on the inside, so that every door is open and every button is there; a participant; a stranger."""
    everyone = user_of(world.inside.lead)
    for role in ROLES:
        give_role(by=None, user=everyone, role=role.code, space=world.held_on[role.code])
    return [sign_in(everyone), sign_in(world.users["teacher"]), sign_in(None)]


def furnish(world: World) -> list[str]:
    """What the small world has no use for, and the addresses where it is seen."""
    side = world.inside
    load_standards()
    planner = make_from_starter(by=None, code="discourse-tool", owner=side.collaborative.space)
    draft = make_from_starter(by=None, code="symposium-before", owner=side.convening.space, publish=False)
    with clock.at(BEFORE):
        fields = {"title": "Called off", "subject": "both", "starts_at": BEGIN, "ends_at": END}
        called_off = plan_convening(by=None, collaborative=side.collaborative, fields=fields)
        add_site(by=None, convening=called_off, kind="online", fields={"name": "By link"})
        publish_convening(by=None, convening=called_off)
        full = register(side.convening, side.site, side.county.county, "Late", side.school)
        cancel_convening(by=None, convening=called_off)
    question = draft.versions.get().questions.questions[0].code
    letter = Letter.objects.order_by("pk")[0]
    return [
        f"/i/{planner.token}/", f"/i/{planner.token}/activity/number-talk/", f"/instruments/{draft.pk}/edit/",
        f"/instruments/{draft.pk}/edit/{question}/", f"/c/{called_off.key}/", f"/c/{called_off.key}/plan/",
        f"/r/{full.secret}/", f"/mail/{letter.number}/", *SEARCHES,
    ]  # fmt: skip


def shown(path: str, what: str, got: Any) -> Shown | None:
    """The page, where the answer is one."""
    if not str(getattr(got, "headers", {}).get("Content-Type", "")).startswith("text/html"):
        return None
    return Shown(path, what, got.content.decode(), got.headers.get("Content-Security-Policy", ""))


def actions(page: Shown) -> set[str]:
    """Where the forms of a page post to."""
    tags = [tag for tag in FORM.findall(page.text) if POSTS.search(tag)]
    found = {match[1] if (match := ACTION.search(tag)) else "" for tag in tags}
    return {html.unescape(action).partition("#")[0].partition("?")[0] or page.path for action in found}


def all_pages(world: World, further: list[str], language: str = "en") -> Iterator[Shown]:
    """Each address once, as the first visitor who may see it; then each form that was met, sent empty."""
    clients = visitors(world)
    header = {"HTTP_ACCEPT_LANGUAGE": language}
    asked: set[tuple[int, str]] = set()
    own = [address.at(world.inside) for address in addresses()]
    with override_settings(EXAMPLE=True, LOCAL_MAIL=True):
        for path in dict.fromkeys([*own, *further, *NOT_FOUND]):
            for number, client in enumerate(clients):
                got = visit(client, "get", path, **header)
                page = shown(path, "as it is", got)
                if page is None or (got.status_code != 200 and path not in NOT_FOUND):
                    continue
                yield page
                asked |= {(number, action) for action in actions(page)}
                break
        for number, path in sorted(asked):
            got = visit(clients[number], "post", path, **header)
            page = shown(path, "sent empty", got) if got.status_code != 302 else None
            if page is not None and page.text.strip():
                yield page
