"""No page asks the database more often the more there is on it, nor more than twenty times: every address, as every role."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tools.addresses import addresses

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.services.collaboratives import add_member
from groundswell.collaboratives.services.offers import ask_for_offer, make_offer
from groundswell.collaboratives.services.tasks import add_task
from groundswell.collaboratives.services.vision import add_need_evidence, raise_need
from groundswell.convenings.choices import How
from groundswell.convenings.models import FollowUpRequest
from groundswell.convenings.services.after import add_gift
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.follow_ups import plan_follow_up
from groundswell.convenings.services.materials import add_material
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    plan_convening,
    publish_convening,
)
from groundswell.convenings.services.room import ask_question, post_note
from groundswell.core import clock
from groundswell.instruments.services.lessons import keep_lesson_idea
from groundswell.intake.services.runs import start_run
from groundswell.people.services.people import provide_person
from groundswell.spread.services.commitments import make_commitment
from tests.architecture.visits import sign_in, visit
from tests.architecture.world import BEFORE, BEGIN, DAY, END, Side, World, put, register, user_of

pytestmark = pytest.mark.django_db
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
MOST = 20  # the day's own pages have less: tests/convenings/test_queries_of_the_day.py
RECORDED = 3  # statements that write down who took a file
ROLES = (
    "county-coordinator",
    "evaluator",
    "operator",
    "organizer",
    "site-host",
    "stranger",
    "superintendent",
    "teacher",
)


def more(world: World, *words: str) -> None:
    """As many more of everything that lists show."""
    for word in words:
        with clock.at(BEFORE):
            prepare_more(world.inside, word)
        with clock.at(DAY):
            live_more(world.inside, word)


def prepare_more(side: Side, word: str) -> None:
    """What is there before the day: work of the collaborative, people with roles, parts of the convening, other convenings."""
    own, convening, county = side.collaborative, side.convening, side.county
    need = raise_need(by=None, collaborative=own, title=word, statement=word, subject="both")
    add_need_evidence(by=None, need=need, kind="survey", text=word, source=word)
    add_task(by=None, collaborative=own, title=word, county=county, owner=side.lead)
    offer = make_offer(by=None, giver=county, what=word)
    far = put(f"far-{word}", None, kind="county", name=word, county="02")
    ask_for_offer(by=None, offer=offer, county=far, person=side.lead, words=word)
    put(f"{word}-school", county, kind="school", name=word, county=county.county)
    member = provide_person(by=None, email=f"member-{word}@example.org", given_name=word)
    add_member(by=None, collaborative=own, person=member, part="member", place=county)
    give_role(by=None, user=user_of(member), role="county-coordinator", space=county.space)
    keep_lesson_idea(by=user_of(side.person), person=side.person, title=word, plan=word)
    plan = SessionPlan({"title": word, "mode": "joint", "starts_at": BEGIN, "ends_at": END})
    session = add_session(by=None, convening=convening, plan=plan)
    add_material(by=None, convening=convening, session=session, fields={"title": word})
    add_gift(by=None, convening=convening, name=word)
    fields = {"title": word, "subject": "both", "starts_at": BEGIN, "ends_at": END}
    other = plan_convening(by=None, collaborative=own, fields=fields)
    online = add_site(by=None, convening=other, kind="online", fields={"name": "By link"})
    publish_convening(by=None, convening=other)
    other.refresh_from_db()
    register(other, online, county.county, side.person.given_name, side.school)


def live_more(side: Side, word: str) -> None:
    """What the day and the weeks after bring: people who come, ask, write, are helped and mean to do something."""
    convening, site, person = side.convening, side.site, side.person
    row = register(convening, site, side.county.county, word, side.school)
    check_in(by=None, registration=row, site=site, how=How.NAME)
    ask_question(by=None, convening=convening, site=site, owner=word, text=word, person=row.person)
    post_note(by=None, convening=convening, site=site, owner=word, text=word)
    request = FollowUpRequest(registration=row, county=side.county, topic="team", words=word)
    request.full_clean()
    request.save()
    plan_follow_up(by=None, convening=convening, county=side.county, fields={"title": word}, requests=[request])
    due = DAY.date() + timedelta(days=9)
    for somebody in (person, row.person):
        make_commitment(by=None, person=somebody, kind="try", text=word, convening=convening, due_on=due)
    data = f"First name,Last name,Email\n{word},Row,row-{word}@example.org\n".encode()
    for kind in ("people", "schools", "statements", "teachers"):
        start_run(by=user_of(side.lead), kind=kind, file_name=f"{word}.csv", data=data)


def costs(world: World, who: str) -> dict[str, tuple[int, bool]]:
    """Queries of each page of the inside that answers 200 to this person, and whether it is a file."""
    client = sign_in(None if who == "stranger" else world.users[who])
    found = {}
    for address in addresses():
        path = address.at(world.inside)
        if (first := visit(client, "get", path)).status_code != 200:  # what is read once for a process is read
            continue
        with CaptureQueriesContext(connection) as asked:
            visit(client, "get", path)
        found[path] = sum(not query["sql"].startswith(TRANSACTION) for query in asked), first.streaming
    return found


def judge(world: World, who: str) -> list[str]:
    """Pages that ask too often, and pages that ask more often the more there is on them."""
    with transaction.atomic():
        more(world, "Second")
        few = costs(world, who)
        more(world, "Third", "Fourth")
        many = costs(world, who)
        transaction.set_rollback(True)
    wrong = [f"{path} asks {n} times" for path, (n, file) in many.items() if n > MOST + (RECORDED if file else 0)]
    return wrong + [
        f"{path} asks {few[path][0]} times with two things, {n} times with four"
        for path, (n, _file) in many.items()
        if path in few and n > few[path][0]
    ]


def test_no_page_of_a_lead_asks_too_often_or_for_each_thing(world):
    assert judge(world, "lead") == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ROLES)
def test_no_page_of_another_role_asks_too_often_or_for_each_thing(world, who):
    assert judge(world, who) == []
