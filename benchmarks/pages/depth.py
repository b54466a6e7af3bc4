"""What a convening leaves behind, for five of them: answers, tables, questions, notes, books, commitments, follow-ups."""

import random
import uuid
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from benchmarks.pages.gatherings import NOW, Gathering
from groundswell.convenings.choices import FollowUpState, GroupKind, QuestionState
from groundswell.convenings.models import (
    Attendance,
    Convening,
    FollowUpRequest,
    GiftGiven,
    Question,
    QuestionVote,
    Registration,
    WallNote,
)
from groundswell.convenings.services.after import add_gift
from groundswell.convenings.services.checkin import make_code
from groundswell.convenings.services.follow_ups import plan_follow_up
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.materials import add_material
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.room import move_room, tell_line
from groundswell.core import clock
from groundswell.core.inserts import insert_rows
from groundswell.instruments.models import Answer, InstrumentVersion, Pseudonym, Response
from groundswell.instruments.services.starters import make_from_starter
from groundswell.instruments.wording import Words
from groundswell.spread.models import Commitment, Said

TOPICS = ("coaching", "team", "materials", "standards")
QUESTIONS, NOTES = 120, 250


def deepen(one: Gathering) -> dict[str, Any]:
    """Everything for one convening. Return what the inside needs of it by name."""
    rng = random.Random(one.number)
    convening = one.convening
    begun = min(convening.starts_at, NOW)
    with clock.at(begun - timedelta(days=50)):
        survey = ask_and_survey(one)
        gift = add_gift(by=None, convening=convening, name="A book on talk in classrooms")
        add_gift(by=None, convening=convening, name="The puzzle kit", for_sites=True)
        for session in one.sessions:
            for n in range(3):
                fields = {"title": f"Material {n}", "for_hosts": n == 0, "link": "https://example.org/page"}
                material = add_material(by=None, convening=convening, session=session, fields=fields)
    rows = list(Registration.objects.filter(convening=convening, state="registered").order_by("pk"))
    here_ids = set(
        Attendance.objects.filter(registration__convening=convening).values_list("registration_id", flat=True)
    )
    here = [row for row in rows if row.pk in here_ids]
    with clock.at(begun + timedelta(hours=1)):
        rows_of_day = live(one, here, rng)
        GiftGiven.objects.bulk_create(
            [GiftGiven(gift=gift, registration=row, at=clock.now()) for row in here[::2]], 500
        )
        answer(
            convening, convening.questions, rows, {"substitute": ("yes", "no"), "food": ("vegetarian", "vegan")}, rng
        )
        responses = answer(convening, convening.survey, here, {"follow_up": ("yes", "no")}, rng)
        promise(convening, here, rng)
        follow_up = ask_offices(one, here)
    first = here[0]
    return rows_of_day | {
        "instrument": survey, "gift": gift, "follow_up": follow_up, "registration": first, "material": material,
        "response": next(row for row in responses if row.person_id == first.person_id),
        "commitment": Commitment.objects.get(convening=convening, person=first.person_id),
    }  # fmt: skip


def ask_and_survey(one: Gathering) -> Any:
    aims = [Words(en=f"Aim {n}", es=f"Meta {n}") for n in range(1, 5)]
    space = one.convening.space
    asked = make_from_starter(by=None, code="registration", owner=space)
    survey = make_from_starter(by=None, code="symposium-after", owner=space, aims=aims)
    versions = {"questions": asked.versions.get(), "survey": survey.versions.get()}
    change_convening(by=None, convening=one.convening, fields=versions)
    one.convening.refresh_from_db()
    one.convening.questions, one.convening.survey = versions["questions"], versions["survey"]
    return survey


def live(one: Gathering, here: list[Registration], rng: random.Random) -> dict[str, Any]:
    """Codes, lines, the room, tables at each site, groups across, questions with votes, notes."""
    convening, lead = one.convening, None
    for site in one.sites:
        make_code(by=lead, site=site)
        tell_line(by=lead, site=site, ready=site.number != 3)
    move_room(by=lead, convening=convening, session=one.sessions[1], mode="joint")
    seating = None
    for site in one.sites:
        own = [row.pk for row in here if row.site_id == site.pk]
        count = max(1, len(own) // 5)
        tables = {f"Table {n + 1}": own[n::count] for n in range(count)}
        made = seat_groups(
            by=None, convening=convening, kind=GroupKind.TABLE, session=one.sessions[1], site=site, tables=tables
        )
        seating = seating or made[0].seating
    mixed = [row.pk for row in here][:120]
    across = {f"Group {n + 1}": mixed[n::24] for n in range(24)}
    seat_groups(by=None, convening=convening, kind=GroupKind.ACROSS, session=one.sessions[5], site=None, tables=across)
    states = (QuestionState.QUEUED,) * 3 + (QuestionState.ANSWERED,) * 2
    questions = [
        Question(
            convening=convening, session=one.sessions[1], site=rng.choice(one.sites), owner=f"v{n}", votes=4,
            text=f"Question {n}: how do you keep the quick ones from ending the talk?", state=states[n % 5],
            asked_at=clock.now() + timedelta(seconds=n), person_id=here[n % len(here)].person_id,
        )
        for n in range(QUESTIONS)
    ]  # fmt: skip
    Question.objects.bulk_create(questions)
    insert_rows(
        QuestionVote, ({"question_id": row.pk, "owner": f"w{n}"} for row in questions for n in range(row.votes))
    )
    WallNote.objects.bulk_create(
        [
            WallNote(
                convening=convening, session=one.sessions[1], site=rng.choice(one.sites), owner=f"v{n}", made_at=clock.now(),
                text=f"Note {n}: nobody raised a hand and everybody talked.", person_id=here[n % len(here)].person_id,
            )
            for n in range(NOTES)
        ]
    )  # fmt: skip
    return {"seating": seating}


def answer(
    convening: Convening, version: InstrumentVersion | None, rows: Iterable[Registration], said: dict[str, tuple[str, ...]],
    rng: random.Random,
) -> list[Response]:  # fmt: skip
    """Three of four answer: every line of a grid, the choices given, a text now and then."""
    if version is None:
        return []
    who = [row for number, row in enumerate(rows) if number % 4 != 3]
    known = dict(Pseudonym.objects.filter(scope=convening.space_id).values_list("person_id", "link"))
    new = {row.person_id: uuid.uuid4() for row in who if row.person_id not in known}
    insert_rows(
        Pseudonym, ({"person_id": who, "scope_id": convening.space_id, "link": link} for who, link in new.items())
    )
    links = known | new
    moment = clock.now()
    made = [
        Response(
            version=version, person_id=row.person_id, link=links[row.person_id], about_id=convening.space_id, sent_at=moment,
            once=f"{version.instrument_id}:{row.person_id}:{convening.space_id}", made_at=moment,
            context={"registration": row.pk, "site": row.site_id, "county": ""},
        )
        for row in who
    ]  # fmt: skip
    Response.objects.bulk_create(made, batch_size=500)
    insert_rows(Answer, (one for response in made for one in answers_of(response, version, said, rng)))
    if version.instrument.purpose == "registration":
        for row, response in zip(who, made, strict=True):
            row.answers = response
        Registration.objects.bulk_update(who, ["answers"], batch_size=500)
    return made


def answers_of(
    response: Response, version: InstrumentVersion, said: dict[str, tuple[str, ...]], rng: random.Random
) -> Iterable[dict[str, Any]]:
    for question in version.questions.questions:
        base = {"response_id": response.pk, "question": question.code}
        if question.kind == "grid":
            for row in question.rows:
                degree = rng.choices(question.choices, weights=(1, 2, 5, 9, 7)[: len(question.choices)])[0]
                score = None if degree.score is None else Decimal(str(degree.score))
                yield base | {"row": row.code, "choice": degree.code, "number": score}
        elif question.code in said:
            yield base | {"choice": rng.choice(said[question.code])}
        elif question.kind == "text" and rng.random() < 0.3:
            yield base | {"text": "The puzzle at our own table, and hearing other counties ask what we ask."}


def promise(convening: Convening, here: list[Registration], rng: random.Random) -> None:
    """Every second one commits to something; most say what became of it where its day is over."""
    made = [
        Commitment(
            person_id=row.person_id, convening=convening, kind=("try", "share")[n % 2], text="Let two students speak before I do",
            due_on=convening.starts_at.date() + timedelta(days=21),
        )
        for n, row in enumerate(here[::2])
    ]  # fmt: skip
    Commitment.objects.bulk_create(made, batch_size=500)
    over = [row for row in made if row.due_on <= NOW.date()]
    Said.objects.bulk_create(
        [
            Said(commitment=row, by_id=row.person_id, word=rng.choice(("kept", "kept", "partly", "not-yet")), reached=3)
            for row in over
        ],
        batch_size=500,
    )


def ask_offices(one: Gathering, here: list[Registration]) -> Any:
    """A third asks the county office for something; the office of the first one plans an afternoon for some of them."""
    asking = [row for row in here[::3] if row.county_id is not None]
    FollowUpRequest.objects.bulk_create(
        [
            FollowUpRequest(
                registration=row, county_id=row.county_id, topic=TOPICS[n % 4], words="Two evenings in spring.",
                state=FollowUpState.OPEN, made_at=clock.now(),
            )
            for n, row in enumerate(asking)
        ]
    )  # fmt: skip
    county = one.sites[0].county
    requests = list(
        FollowUpRequest.objects.filter(county=county, registration__convening=one.convening).order_by("-pk")[:20]
    )
    return plan_follow_up(
        by=None, convening=one.convening, county=county, fields={"title": "An afternoon together"}, requests=requests
    )
