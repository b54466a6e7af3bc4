"""The thirteen collaboratives with their leaders and convenings, and what the chapters of the example share."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.choices import Bond, Part
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.services.collaboratives import add_member, add_place, form_collaborative
from groundswell.convenings.choices import Format, Mode, SiteKind
from groundswell.convenings.models import Convening
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    plan_convening,
    publish_convening,
)
from groundswell.core import clock
from groundswell.example import cast
from groundswell.people.models import Person
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.places.models import Place
from groundswell.spaces.services.platform import provide_platform

MORNING = time(8, 30)
AFTERNOON = time(15, 15)
LINK = "link"  # a site of the facts: joining by video


@dataclass
class World:
    """What the parts of the example share."""

    day: date  # of Region 2's symposium
    people: Iterator[cast.Made]
    rng: random.Random
    counties: dict[str, Place]
    offices: dict[str, Place]
    say: Callable[[str], None]
    leads: dict[str, Person] = field(default_factory=dict)

    def at(self, days: int, clock_time: time = time(10, 0)) -> datetime:
        """A moment so many days from the symposium, Pacific."""
        return datetime.combine(self.day + timedelta(days=days), clock_time, tzinfo=clock.PACIFIC)

    def somebody(self, role: str, place: Place | None = None, **position: Any) -> Person:
        """The next person of the cast, at a place."""
        made = next(self.people)
        held = NewPosition(role=role, place=place, **position) if place is not None else None
        return provide_person(by=None, email=made.email, given_name=made.given, family_name=made.family, position=held)


def make_keepers(world: World) -> None:
    """Those who look after the whole: an operator, a state lead, an evaluator, a superintendent."""
    platform = provide_platform()
    for key, role, place in (
        ("operator", "operator", None),
        ("state-lead", "state-lead", None),
        ("evaluator", "evaluator", None),
    ):
        person = world.somebody("partner_staff", place)
        world.leads[key] = person
        if person.user is not None:
            give_role(by=None, user=person.user, role=role, space=platform)
    shasta = world.counties["Shasta"]
    chief = world.somebody("county_specialist", world.offices["Shasta"], title="Superintendent")
    world.leads["superintendent"] = chief
    if chief.user is not None:
        give_role(by=None, user=chief.user, role="superintendent", space=shasta.space)


def make_collaborative(world: World, stated: dict[str, Any]) -> Collaborative:
    """One collaborative with its counties, partners and leaders."""
    home = Place.objects.select_related("space").get(key=stated["home"])
    fields = {name: stated[name] for name in ("name", "name_es", "about", "about_es", "subject", "scope")}
    fields |= {"home": home, "example": True, "funded": True, "starts_on": world.day - timedelta(days=250)}
    row = form_collaborative(by=None, key=stated["key"], fields=fields)
    for name in stated["counties"]:
        add_place(by=None, collaborative=row, place=world.counties[name], bond=Bond.COUNTY)
    for key in stated["partners"]:
        partner = Place.objects.get(key=key)
        add_place(by=None, collaborative=row, place=partner, bond=Bond.PARTNER)
    for number, subject in enumerate(stated["leads"]):
        county = stated["counties"][(3 + 4 * number) % len(stated["counties"])]
        lead = world.somebody("county_specialist", world.offices.get(county), subject=subject)
        add_member(
            by=None, collaborative=row, person=lead, part=Part.LEAD, subject=subject, place=world.counties[county],
            standing="senior",
        )  # fmt: skip
        world.leads[f"{stated['key']}-{number}"] = lead
    for said in stated.get("members", ()):
        add_stated_member(world, row, said)
    return row


def add_stated_member(world: World, row: Collaborative, said: dict[str, str]) -> None:
    """Somebody invented, in the part that the facts state: from a county's office or from a partner."""
    county = world.counties.get(said.get("county", ""))
    partner = Place.objects.select_related("space").get(key=said["partner"]) if "partner" in said else None
    part, subject = Part(said["part"]), said.get("subject", "")
    role = said.get("role", {Part.FACULTY: "faculty", Part.PARTNER: "partner_staff"}.get(part, "county_specialist"))
    person = world.somebody(role, partner or world.offices.get(said.get("county", "")), subject=subject)
    add_member(
        by=None, collaborative=row, person=person, part=part, subject=subject, place=partner or county,
        standing=said.get("standing", ""),
    )  # fmt: skip


def make_convening(world: World, collaborative: Collaborative, planned: dict[str, Any]) -> Convening:
    """One convening at its sites, with its parts spread over its days."""
    lead = world.leads[f"{collaborative.key}-0"].user
    first = world.at(planned["days"], MORNING)
    last = world.at(planned["days"] + planned["length"] - 1, AFTERNOON)
    fields = {
        "title": planned["title"], "title_es": planned["title_es"], "format": Format(planned["format"]),
        "subject": collaborative.subject, "starts_at": first, "ends_at": last, "hours": 6 * planned["length"],
    }  # fmt: skip
    convening = plan_convening(by=lead, collaborative=collaborative, fields=fields)
    for name in planned["sites"]:
        if name == LINK:
            fields_of_link = {
                "name": "By link",
                "name_es": "Por enlace",
                "link": "https://video.example.org/room",
                "capacity": planned["capacity"],
            }
            add_site(by=lead, convening=convening, kind=SiteKind.ONLINE, fields=fields_of_link)
            continue
        office = world.offices.get(name)
        site_fields = {"capacity": planned["capacity"], "name": office.name[:80] if office else name}
        add_site(
            by=lead, convening=convening, kind=SiteKind.IN_PERSON, county=world.counties[name], place=office,
            fields=site_fields,
        )  # fmt: skip
    parts = planned["parts"]
    for number, (title, spanish) in enumerate(zip(parts, planned["parts_es"], strict=True)):
        day = number * planned["length"] // len(parts)
        hour = 9 + 2 * (number - (day * len(parts) + planned["length"] - 1) // planned["length"])
        starts = world.at(planned["days"] + day, time(max(9, min(hour, 13)), 0))
        plan = {
            "title": title, "title_es": spanish, "mode": Mode.JOINT, "starts_at": starts,
            "ends_at": starts + timedelta(minutes=100),
        }  # fmt: skip
        add_session(by=lead, convening=convening, plan=SessionPlan(plan))
    publish_convening(by=lead, convening=convening)
    return convening
