"""Every address of the product, and what to put into its parameters: for the tests' small world, for the benchmark's large one.

A side is anything with a row of each thing under its name: `side.convening`, `side.registration` …
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from groundswell.access.middleware import THEIR_OWN_DOORS
from groundswell.access.models import Grant
from groundswell.accounts.models import User
from groundswell.convenings.models import Mailing
from groundswell.core.doors import Door, door_of

NOWHERE = 987_654_321
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")

type Side = Any
type Filler = Callable[[Side], Any]


def grant_of(side: Side) -> int:
    """The grant of the side's lead on its collaborative."""
    return Grant.objects.get(user=side.lead.user_id, space=side.collaborative.space_id, role="lead").pk


def address_of_mail(side: Side) -> int:
    return User.objects.get(pk=side.person.user_id).emailaddress_set.get().pk


def mailing_of(side: Side) -> int:
    """What its organizers wrote to registrants."""
    rows = Mailing.objects.filter(convening__key=side.convening.key, site=None).order_by("pk")
    return rows.values_list("pk", flat=True).first() or NOWHERE


# What a parameter means depends on the address: the first line whose start fits and that names the parameter counts.
FILLED: tuple[tuple[str, dict[str, Filler]], ...] = (
    ("account/addresses/", {"pk": address_of_mail}),
    ("account/", {"pk": lambda side: NOWHERE}),
    ("c/", {"key": lambda side: side.convening.key, "number": lambda side: side.site.number}),
    ("c/<slug:key>/materials/", {"pk": lambda side: side.material.pk}),
    ("c/<slug:key>/plan/materials/", {"pk": lambda side: side.material.pk}),
    ("c/<slug:key>/letters/", {"pk": mailing_of}),
    ("c/<slug:key>/plan/gifts/", {"pk": lambda side: side.gift.pk}),
    ("c/<slug:key>/plan/sessions/", {"pk": lambda side: side.session.pk}),
    ("c/<slug:key>/report/", {"measure": lambda side: "attendance"}),
    ("c/<slug:key>/sites/<int:number>/people/", {"pk": lambda side: side.unreached.pk}),
    ("c/<slug:key>/tables/", {"pk": lambda side: side.seating.pk}),
    ("certificates/", {"number": lambda side: f"G{side.registration.pk:07d}-{side.registration.secret[:6]}"}),
    ("collaboratives/<slug:key>/needs/", {"pk": lambda side: side.need.pk}),
    ("collaboratives/<slug:key>/tasks/", {"pk": lambda side: side.task.pk}),
    ("collaboratives/", {"key": lambda side: side.collaborative.key}),
    ("commitments/", {"pk": lambda side: side.commitment.pk}),
    ("counties/", {"key": lambda side: side.county.key}),
    ("drafts/", {"form": lambda side: "register", "thing": lambda side: side.convening.key}),
    ("example/", {"role": lambda side: "lead"}),
    ("evidence/teachers/import/", {"pk": lambda side: side.run_teachers.pk}),
    ("follow-ups/requests/", {"pk": lambda side: side.registration.requests.get().pk}),
    ("follow-ups/", {"pk": lambda side: side.follow_up.pk}),
    ("i/", {"token": lambda side: side.instrument.token, "sent": lambda side: side.response.client_id or NOBODY}),
    ("i/", {"option": lambda side: "talk"}),
    ("instruments/new/", {"space": lambda side: side.convening.space_id}),
    ("instruments/", {"pk": lambda side: side.instrument.pk, "number": lambda side: 1}),
    ("instruments/", {"code": lambda side: "useful", "kind": lambda side: "csv"}),
    ("mail/", {"number": lambda side: NOBODY}),
    ("me/listed/", {"pk": lambda side: side.listed.pk}),
    ("me/", {"kind": lambda side: "photos"}),
    ("my/lessons/", {"pk": lambda side: side.idea.pk}),
    ("lessons/", {"token": lambda side: side.idea.token or NOBODY}),
    ("notices/stop/", {"token": lambda side: "forged:token"}),
    ("operator/", {"letter": lambda side: NOWHERE, "job": lambda side: NOBODY}),
    ("offers/requests/", {"pk": lambda side: side.asked.pk}),
    ("offers/", {"pk": lambda side: side.offer.pk}),
    ("people/agreements/", {"kind": lambda side: "photos"}),
    ("people/duplicates/", {"keep": lambda side: side.person.pk, "merge": lambda side: side.twin.pk}),
    ("people/import/", {"pk": lambda side: side.run_people.pk}),
    ("people/not-listed/", {"pk": lambda side: side.written.pk}),
    ("people/merges/", {"pk": lambda side: side.merge.pk}),
    ("people/", {"pk": lambda side: side.person.pk, "position": lambda side: side.position.pk}),
    ("places/<slug:key>/same/", {"key": lambda side: side.by_hand.key}),
    ("places/import/", {"pk": lambda side: side.run_schools.pk}),
    ("places/", {"key": lambda side: side.county.key}),
    ("r/", {"secret": lambda side: side.registration.secret, "pk": lambda side: NOWHERE}),
    ("roles/", {"space": lambda side: side.collaborative.space_id, "grant": grant_of}),
    ("sign-in/as/", {"token": lambda side: "forged:token"}),
    ("your-address/", {"token": lambda side: "forged:token"}),
    ("standards/import/", {"pk": lambda side: side.run_statements.pk}),
    ("standards/", {"code": lambda side: "5.NF.B.3"}),
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A pattern as written in the url modules, and the door of its view."""

    route: str
    door: Door

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route)

    def unfilled(self) -> list[str]:
        """The parameters for which the table has no entry."""
        return [name for name in self.parameters if self._filler(name) is None]

    def at(self, side: Side) -> str:
        """The path on this side."""
        path = self.route
        for name in self.parameters:
            filler = self._filler(name)
            if filler is None:
                raise LookupError(f"{self.route}: add {name} to FILLED in tools/addresses.py")
            path = re.sub(rf"<(?:\w+:)?{name}>", str(filler(side)), path)
        return f"/{path}"

    def _filler(self, name: str) -> Filler | None:
        return next((table[name] for start, table in FILLED if self.route.startswith(start) and name in table), None)


def addresses() -> list[Address]:
    """All that are our own: not those of libraries, which have their own doors."""
    return [Address(route, door) for route, view in _walk(get_resolver(), "") if (door := door_of(view)) is not None]


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        elif isinstance(pattern, URLPattern) and not pattern.callback.__module__.startswith(THEIR_OWN_DOORS):
            yield route, pattern.callback
