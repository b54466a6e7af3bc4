"""Role × address: made from the list of addresses. Inside one's reach, outside it, and nothing of another county leaks."""

from collections.abc import Iterator
from typing import Any

import pytest
from tools.addresses import Address, addresses

from groundswell.access.permissions import Permission
from groundswell.access.roles import ROLES, role_of
from groundswell.spaces.choices import Kind
from tests.architecture.visits import sign_in, text_of, visit
from tests.architecture.world import NEIGHBOR, OUTSIDE, World

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
REFUSED = {302, 403, 404, 405}
SOMEBODY = ("stranger", "teacher")
STATEWIDE = ("operator", "state-lead", "auditor", "evaluator")
LOCAL = ("lead", "representative", "member", "organizer", "site-host", "county-coordinator", "superintendent")
# Who reads names of people anywhere: the operator mends people; an auditor reads who did what.
MAY_READ_OUTSIDE = {"operator", "auditor"}
# Those who see the people of all sites of the inside convening.
MAY_READ_NEIGHBOR = {"lead", "organizer", "operator", "auditor"}
# People at one convening see of each other what each allows; these pages ask them, so a name there is no leak.
BY_THEIR_OWN_CHOICE = ("me/", "people/")
# A link is a key: whoever has it may come in, so what it shows is no leak.
KEYS = {"link", "local"}
# These answer 404 until there is a draft, or until `?session=` names one.
ASK_FOR_MORE = ("instruments/<int:pk>/edit/", "instruments/<int:pk>/change/", "c/<slug:key>/plan/sessions/change/")


def test_every_parameter_has_something_to_put_into_it():
    assert [f"{one.route}: {name}" for one in addresses() for name in one.unfilled()] == []


def walk(world: World, who: str, methods: tuple[str, ...]) -> Iterator[tuple[Address, str, str, str, Any]]:
    """Every address as this person: on both sides where it names a thing."""
    client = sign_in(None if who == "stranger" else world.users[who])
    assert visit(client, "get", "/me/").status_code == (302 if who == "stranger" else 200)
    for address in addresses():
        sides = {"inside": world.inside, "outside": world.outside} if address.parameters else {"no thing": world.inside}
        for name, side in sides.items():
            path = address.at(side)
            for method in methods:
                yield address, name, method, path, visit(client, method, path)


def allowed(world: World, who: str, address: Address, side: str) -> bool:
    """Whether the role's own list opens this door there, by what is written in access/roles.py."""
    if who in SOMEBODY or Permission(address.door.permission) not in role_of(who).permissions:
        return False
    return side != "outside" or world.held_on[who].kind == Kind.PLATFORM or "on anything" in address.door.note


def judge(world: World, who: str, methods: tuple[str, ...]) -> list[str]:
    wrong = []
    for address, side, method, path, got in walk(world, who, methods):
        cell = f"{method.upper()} {path} ({side}) as {who}: {got.status_code}"
        text = text_of(got)
        if got.status_code >= 500:
            wrong.append(f"{cell} {text}")
            continue
        door = address.door
        if door.kind == "permission" and not allowed(world, who, address, side) and got.status_code not in REFUSED:
            wrong.append(f"{cell} came in without {door.permission}")
        if door.kind == "signed_in" and who == "stranger" and got.status_code not in REFUSED:
            wrong.append(f"{cell} came in without signing in")
        if door.kind in KEYS:
            continue
        if OUTSIDE in text and who not in MAY_READ_OUTSIDE:
            wrong.append(f"{cell} shows what is private of another county")
        together = who == "teacher" and address.route.startswith(BY_THEIR_OWN_CHOICE)
        if NEIGHBOR in text and who not in MAY_READ_NEIGHBOR and not together:
            wrong.append(f"{cell} shows people of another site")
    return wrong


@pytest.mark.parametrize("who", ["stranger", "lead"])
def test_everyone_meets_only_what_is_theirs(world, who):
    assert judge(world, who, METHODS) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", sorted({*STATEWIDE, *LOCAL, "teacher"} - {"lead"}))
def test_every_other_role_meets_only_what_is_its_own(world, who):
    assert judge(world, who, METHODS) == []


def test_lead_comes_in_wherever_the_role_says_so(world):
    client = sign_in(world.users["lead"])
    shut = []
    for address in addresses():
        door = address.door
        if address.route.startswith(ASK_FOR_MORE) or door.kind != "permission" or not address.parameters:
            continue
        if allowed(world, "lead", address, "inside"):
            got = visit(client, "get", address.at(world.inside))
            if got.status_code not in {200, 302, 405}:
                shut.append(f"{address.route}: {got.status_code}")
    assert shut == []


def test_every_role_is_walked():
    assert {*STATEWIDE, *LOCAL} == {role.code for role in ROLES}
