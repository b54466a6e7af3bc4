"""A small world with an inside and an outside, made by services: two counties, two collaboratives, everything in both.

Whatever is private of the outside carries OUTSIDE in its words; a second site of the inside, with people of a third
county, carries NEIGHBOR. A page that shows such a word to somebody who may not read it has a leak.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from groundswell.access.roles import ROLES
from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.collaboratives.services.collaboratives import add_member, add_place, form_collaborative
from groundswell.collaboratives.services.offers import ask_for_offer, make_offer
from groundswell.collaboratives.services.tasks import add_task
from groundswell.collaboratives.services.vision import add_need_evidence, adopt_vision, draft_vision, raise_need
from groundswell.convenings.choices import How, SiteKind
from groundswell.convenings.models import Convening, FollowUpRequest, Registration, Site
from groundswell.convenings.services.after import add_gift, answer_survey
from groundswell.convenings.services.checkin import check_in, make_code, walk_in
from groundswell.convenings.services.entrants import Entrant
from groundswell.convenings.services.follow_ups import plan_follow_up
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.materials import add_material
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    change_convening,
    plan_convening,
    publish_convening,
)
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import ask_question, move_room, post_note
from groundswell.convenings.services.writing import write_to_registrants
from groundswell.core import clock
from groundswell.instruments.given import Given
from groundswell.instruments.services.lessons import keep_lesson_idea, share_lesson_idea
from groundswell.instruments.services.starters import make_from_starter
from groundswell.instruments.wording import Words
from groundswell.intake.services.runs import start_run
from groundswell.people.models import Person
from groundswell.people.services.listing import put_listed
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import NewPerson, provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.places.models import Place
from groundswell.places.services.bulk import PlaceDraft, put_places
from groundswell.places.services.organizations import add_school
from groundswell.spaces.models import Space
from groundswell.spaces.services.platform import provide_platform
from groundswell.spread.services.commitments import make_commitment

OUTSIDE = "ZZPRIVATEOTHER"
NEIGHBOR = "ZZNEIGHBOR"
BEGIN = datetime(2027, 2, 9, 16, 30, tzinfo=UTC)
END = datetime(2027, 2, 9, 23, 15, tzinfo=UTC)
BEFORE = BEGIN - timedelta(days=20)
DAY = BEGIN + timedelta(hours=2)


@dataclass
class Side:
    """One county, its collaborative, its convening, and a row of everything in them."""

    name: str
    county: Place
    school: Place
    mark: str
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class World:
    """Both sides and the people: by the code of their role, and `teacher`."""

    inside: Side
    outside: Side
    users: dict[str, User]
    held_on: dict[str, Space]


def make_world() -> World:
    """Everything, by services, some weeks before the day and on the day."""
    with clock.at(BEFORE):
        platform = provide_platform()
        inside = make_side("North", "45", "Plain")
        outside = make_side("South", "37", OUTSIDE)
        neighbors = put("county-18", None, kind="county", name="Lassen", county="18", latitude=40.4, longitude=-120.6)
        second = add_site(
            by=None, convening=inside.convening, kind=SiteKind.IN_PERSON, county=neighbors,
            fields={"name": "Susanville", "capacity": 5},
        )  # fmt: skip
        register(inside.convening, second, neighbors.county, NEIGHBOR, None)
        write_to_registrants(by=None, convening=inside.convening, site=second, subject=f"From {NEIGHBOR}", text="Snow")
        spaces = {
            "platform": platform, "place": inside.county.space, "collaborative": inside.collaborative.space,
            "convening": inside.convening.space, "site": inside.site.space,
        }  # fmt: skip
        users, held_on = {}, {}
        for role in ROLES:
            kind = next(kind for kind in ("site", "convening", "collaborative", "place", "platform") if kind in role.on)
            users[role.code] = user_of(provide_person(by=None, email=f"{role.code}@example.org", given_name=role.code))
            held_on[role.code] = spaces[kind]
            give_role(by=None, user=users[role.code], role=role.code, space=spaces[kind])
        users["teacher"] = user_of(inside.person)
    for side in (inside, outside):
        live(side)
    return World(inside, outside, users, held_on)


def user_of(person: Person) -> User:
    return User.objects.get(pk=person.user_id)


def put(key: str, parent: Place | None, **fields: Any) -> Place:
    within = () if parent else (provide_platform().pk,)
    put_places(drafts=[PlaceDraft(key, fields, parent=parent, within=within)])
    return Place.objects.select_related("space").get(key=key)


def register(convening: Convening, site: Site, county: str, mark: str, school: Place | None) -> Registration:
    entrant = Entrant(
        email=f"{mark.lower()}@example.org", given_name=mark, family_name="Example", role="teacher", place=school,
        place_written="" if school else "A school that is not listed", county="" if school else county,
    )  # fmt: skip
    return register_person(by=None, convening=convening, site=site, entrant=entrant)


def make_side(name: str, number: str, mark: str) -> Side:
    """A county and all that is done in it before the day. `mark` stands in every private text."""
    place = {"latitude": 33 + int(number) / 6, "longitude": -120.0, "county": number}
    county = put(f"county-{number}", None, kind="county", name=f"{name} County", **place)
    cds = f"{number}104540000000"
    office = put(cds, county, kind="county_office", name=f"{name} Office", cds_code=cds, county=number)
    cds = f"{number}700116050504"
    school = put(cds, office, kind="school", name=f"{name} School", cds_code=cds, **place)
    side = Side(name, county, school, mark)
    rows = side.rows
    found = rows["collaborative"] = form_collaborative(
        by=None, key=name.lower(), fields={"name": name, "subject": "both", "scope": "county", "home": county}
    )
    add_place(by=None, collaborative=found, place=county)
    lead = rows["lead"] = provide_person(by=None, email=f"lead-{number}@example.org", given_name=f"Lead of {name}")
    add_member(by=None, collaborative=found, person=lead, part="lead", place=county)
    rows["need"] = raise_need(by=None, collaborative=found, title=f"Need {mark}", statement=mark, subject="both")
    add_need_evidence(by=None, need=rows["need"], kind="survey", text=mark, source=mark)
    rows["task"] = add_task(by=None, collaborative=found, title=f"Task {mark}", notes=mark, county=county, owner=lead)
    rows["offer"] = make_offer(by=None, giver=county, what=f"Kits of {name}")
    rows["asked"] = ask_for_offer(
        by=None, offer=rows["offer"], county=put(f"far-{number}", None, kind="county", name="Far", county="01"),
        person=lead, words=f"Ask {mark}",
    )  # fmt: skip
    draft_vision(by=None, collaborative=found, text="Everyone learns", goals=[("Together", "")], person=lead)
    adopt_vision(by=None, collaborative=found)
    plan_day(side)
    person = rows["person"] = rows["registration"].person
    rows["position"] = provide_person(
        by=None, email=f"{mark.lower()}@example.org", position=NewPosition("teacher", school)
    ).positions.get()
    doubled = provide_person(by=None, email=f"double-{mark.lower()}@example.org", given_name=mark, family_name="Twin")
    rows["merge"] = merge_people(by=None, keep=person, merge=doubled)
    listed = NewPerson(f"{mark.lower()}@example.org", mark, "Listed", position=NewPosition("coach", school))
    put_listed(by=user_of(lead), records=[listed], users={listed.email: user_of(person)}, known={})
    rows["listed"] = person.user.listed.get()
    rows["twin"] = provide_person(
        by=None, given_name=mark, family_name="Again", email=f"again-{mark.lower()}@example.org"
    )
    rows["written"] = provide_person(
        by=None, given_name=mark, position=NewPosition("teacher", place_name=f"Academy of {name}", county=number)
    ).positions.get()
    rows["by_hand"] = add_school(by=None, name=f"Waldorf School of {name}", county=number)
    kept = keep_lesson_idea(by=user_of(person), person=person, title=mark, plan=mark)
    rows["idea"] = share_lesson_idea(by=user_of(person), idea=kept)
    return side


def plan_day(side: Side) -> None:
    """The convening: a site, a session with host notes, questions, a survey, somebody registered."""
    rows, mark = side.rows, side.mark
    convening = plan_convening(
        by=None, collaborative=side.collaborative,
        fields={"title": f"Talk in {side.name}", "subject": "both", "starts_at": BEGIN, "ends_at": END, "hours": "5"},
    )  # fmt: skip
    survey = make_from_starter(
        by=None, code="symposium-after", owner=convening.space, aims=[Words(en="Listen", es="Escuchar")]
    )
    change_convening(by=None, convening=convening, fields={"survey": survey.versions.order_by("-number")[0]})
    convening.refresh_from_db()
    where = {"latitude": side.county.latitude, "longitude": side.county.longitude}
    site = add_site(
        by=None, convening=convening, kind=SiteKind.IN_PERSON, county=side.county,
        fields={"name": f"{side.name} town", "capacity": 5, "host": side.lead, **where},
    )  # fmt: skip
    plan = SessionPlan(
        {"title": "Opening", "mode": "joint", "starts_at": BEGIN, "ends_at": END, "host_notes": f"Run of show {mark}"}
    )
    session = add_session(by=None, convening=convening, plan=plan)
    kit = {"title": f"Kit {mark}", "for_hosts": True}
    rows["material"] = add_material(by=None, convening=convening, session=session, fields=kit)
    publish_convening(by=None, convening=convening)
    convening.refresh_from_db()
    rows |= {"convening": convening, "site": site, "session": session, "instrument": survey}
    rows["gift"] = add_gift(by=None, convening=convening, name="A book")
    rows["registration"] = register(convening, site, side.county.county, mark, side.school)
    write_to_registrants(by=None, convening=convening, subject=f"Letter {mark}", text=mark)


def live(side: Side) -> None:
    """The day and the weeks after."""
    rows, mark, site, convening = side.rows, side.mark, side.site, side.convening
    with clock.at(DAY):
        rows["code"] = make_code(by=None, site=site)
        check_in(by=None, registration=side.registration, site=site, how=How.NAME)
        guest = Entrant("", mark, "Guest", "teacher", side.school)
        rows["unreached"] = walk_in(by=None, site=site, entrant=guest).registration
        move_room(by=None, convening=convening, session=side.session, mode="joint")
        rows["question"] = ask_question(
            by=None, convening=convening, site=site, owner="v1", text=f"Question {mark}", person=side.person
        )
        rows["seating"] = seat_groups(
            by=None, convening=convening, kind="table", session=side.session, site=site,
            tables={"Table 1": [side.registration.pk]},
        )[0].seating  # fmt: skip
        rows["note"] = post_note(by=None, convening=convening, site=site, owner="v1", text=f"Note {mark}")
        survey_said(side)
        row = FollowUpRequest(
            registration=side.registration, county=side.county, topic="coaching", words=f"Words {mark}"
        )
        row.full_clean()
        row.save()
        rows["follow_up"] = plan_follow_up(
            by=None, convening=convening, county=side.county, fields={"title": f"Follow-up {mark}"}, requests=[row]
        )
        rows["commitment"] = make_commitment(
            by=None, person=side.person, kind="try", text=f"Mean to {mark}", convening=convening,
            due_on=DAY.date() + timedelta(days=9),
        )  # fmt: skip
        data = f"First name,Last name,Email\n{mark},Row,row-{mark.lower()}@example.org\n".encode()
        for kind in ("people", "schools", "statements", "teachers"):
            rows[f"run_{kind}"] = start_run(by=user_of(side.lead), kind=kind, file_name=f"{mark}.csv", data=data)


def survey_said(side: Side) -> None:
    """Every grid and the first text of the survey, answered once."""
    version = side.convening.survey
    given: list[Given] = [Given("follow_up", choice="no"), Given("useful", text=side.mark)]
    for question in version.questions.questions:
        if question.kind == "grid":
            for row in question.rows:
                degree = question.choices[-1]
                score = None if degree.score is None else Decimal(str(degree.score))
                given.append(Given(question.code, row=row.code, choice=degree.code, number=score))
    side.rows["response"] = answer_survey(registration=side.registration, given=given, language="en")
