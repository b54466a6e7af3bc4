"""The inside: a row of every kind of thing in one collaborative, and somebody for each role that reaches it."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model

from benchmarks.pages.gatherings import NOW, Gathering
from groundswell.access.roles import ROLES
from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.services.offers import ask_for_offer, make_offer
from groundswell.collaboratives.services.tasks import add_task
from groundswell.collaboratives.services.vision import add_need_evidence, adopt_vision, draft_vision, raise_need
from groundswell.convenings.models import Registration, Site
from groundswell.convenings.services.checkin import walk_in
from groundswell.convenings.services.entrants import Entrant
from groundswell.core import clock
from groundswell.instruments.services.lessons import keep_lesson_idea
from groundswell.instruments.services.starters import provide_discourse_tool
from groundswell.intake.services.runs import start_run
from groundswell.people.models import Listed, Person
from groundswell.people.services.listing import put_listed
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import NewPerson, provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.places.models import Place
from groundswell.places.services.organizations import add_school
from groundswell.spaces.services.platform import provide_platform

TASKS, NEEDS, OFFERS, WRITTEN = 240, 25, 60, 60
LIST = b"First name,Last name,Email\nAlma,Row,row@example.org\n"


class Inside:
    """What the addresses are filled with; a thing is read when it is asked for."""

    def __init__(self, stated: dict[str, tuple[str, int]]) -> None:
        self.stated = stated

    def __getattr__(self, name: str) -> Any:
        try:
            label, pk = self.__dict__["stated"][name]
        except KeyError:
            raise LookupError(f"The kept state has no {name}. Make it anew with --again.") from None
        rows = apps.get_model(label)._base_manager.all()
        row = {"place": rows.select_related("space"), "site": rows}.get(name, rows).get(pk=pk)
        setattr(self, name, row)
        return row


def make_inside(
    one: Gathering, formed: tuple[Collaborative, list[Place], Person], deep: dict[str, Any]
) -> dict[str, Any]:
    """Return {"things": {name: (model, id)}, "users": {role: id}}."""
    collaborative, counties, lead = formed
    county = counties[0]
    rows = dict(deep) | {"collaborative": collaborative, "county": county, "lead": lead, "convening": one.convening}
    rows |= {"site": one.sites[0], "session": one.sessions[1]}
    rows |= work(collaborative, counties, lead)
    registration = rows["registration"]
    person = Person.objects.select_related("user", "space").get(pk=registration.person_id)
    rows |= {"person": person, "position": person.positions.order_by("pk")[0]}
    doubled = provide_person(by=None, email="double@example.org", given_name=person.given_name, family_name="Twin")
    rows["merge"] = merge_people(by=None, keep=person, merge=doubled)
    rows["twin"] = provide_person(
        by=None, email="again@example.org", given_name=person.given_name, family_name=person.family_name
    )
    rows["listed"] = put_on_a_list(person, lead)
    rows["written"] = [
        provide_person(
            by=None,
            given_name="Ada",
            position=NewPosition("teacher", place_name=f"Academy {number}", county=county.county),
        ).positions.get()
        for number in range(WRITTEN)
    ][-1]
    rows["by_hand"] = add_school(by=None, name="Waldorf School", county=county.county)
    rows["idea"] = [
        keep_lesson_idea(by=person.user, person=person, title=f"Lesson {n}", plan="Talk") for n in range(30)
    ][-1]
    provide_discourse_tool(owner=provide_platform())
    with clock.at(NOW):
        rows["unreached"] = come_without_address(one.sites[0].pk, person)
        for kind in ("people", "schools", "statements", "teachers"):
            rows[f"run_{kind}"] = start_run(by=lead.user, kind=kind, file_name="list.csv", data=LIST)
    users = people_of_roles(one, collaborative, county)
    users["teacher"] = person.user_id or 0
    return {"things": {name: named(row) for name, row in rows.items()}, "users": users}


def put_on_a_list(person: Person, lead: Person) -> Listed:
    """A staff list has them with another name and work; they have not said yet whether it is they."""
    user = User.objects.get(pk=person.user_id)
    place = person.positions.select_related("place").order_by("pk")[0].place
    said = NewPerson(user.email or "", person.given_name, "Listed", position=NewPosition("coach", place))
    put_listed(by=lead.user, records=[said], users={said.email: user}, known={})
    return user.listed.get()


def come_without_address(site: int, like: Person) -> Registration:
    """Somebody at the door who left no address, of the same school as this one."""
    place = like.positions.select_related("place").order_by("pk")[0].place
    found = Site.objects.select_related("convening__questions", "convening__collaborative", "county", "space").get(
        pk=site
    )
    return walk_in(by=None, site=found, entrant=Entrant("", "Guest", "Door", "teacher", place)).registration


def named(row: Model) -> tuple[str, int]:
    return row._meta.label, row.pk


def work(collaborative: Collaborative, counties: list[Place], lead: Person) -> dict[str, Any]:
    """Two hundred tasks, two dozen needs with their evidence, sixty offers, a vision that is adopted."""
    rows: dict[str, Any] = {}
    for n in range(NEEDS):
        need = raise_need(
            by=lead.user, collaborative=collaborative, title=f"Need {n}", statement="Talk", subject="both"
        )
        for _m in range(3):
            add_need_evidence(by=lead.user, need=need, kind="survey", text="Seven of ten say so.", source="Survey")
        rows["need"] = need
    for n in range(TASKS):
        due = NOW.date() + timedelta(days=n - 120)
        rows["task"] = add_task(
            by=lead.user, collaborative=collaborative, title=f"Task {n}", county=counties[n % 8], owner=lead, due_on=due
        )
    for n in range(OFFERS):
        rows["offer"] = make_offer(by=lead.user, giver=counties[n % 8], what=f"Offer {n}")
    rows["offer"] = make_offer(by=lead.user, giver=counties[0], what="Kits")
    rows["asked"] = ask_for_offer(by=lead.user, offer=rows["offer"], county=counties[1], person=lead, words="For May.")
    draft_vision(
        by=lead.user, collaborative=collaborative, text="Everyone learns", goals=[("Together", "")], person=lead
    )
    adopt_vision(by=lead.user, collaborative=collaborative)
    return rows


def people_of_roles(one: Gathering, collaborative: Collaborative, county: Place) -> dict[str, int]:
    spaces = {
        "platform": provide_platform(), "place": county.space, "collaborative": collaborative.space,
        "convening": one.convening.space, "site": one.sites[0].space,
    }  # fmt: skip
    users = {}
    for role in ROLES:
        kind = next(kind for kind in ("site", "convening", "collaborative", "place", "platform") if kind in role.on)
        if role.code in {"evaluator", "auditor"}:
            kind = "platform"
        person = provide_person(by=None, email=f"{role.code}@example.org", given_name=role.code.title())
        user = User.objects.get(pk=person.user_id)
        give_role(by=None, user=user, role=role.code, space=spaces[kind])
        users[role.code] = user.pk
    return users
