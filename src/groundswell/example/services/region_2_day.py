"""The day of the symposium and what people took home."""

from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from groundswell.convenings.choices import GroupKind, How, Mode, RegistrationState
from groundswell.convenings.models import FollowUpRequest, Registration, Site
from groundswell.convenings.services.after import answer_survey, give_gift
from groundswell.convenings.services.checkin import check_in, make_code
from groundswell.convenings.services.follow_ups import finish_follow_up, plan_follow_up
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.room import (
    ask_question,
    call_question,
    close_question,
    move_room,
    post_note,
    tell_line,
)
from groundswell.core import clock
from groundswell.instruments.given import Given
from groundswell.people.models import Person
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.services.commitments import make_commitment, say_what_became

if TYPE_CHECKING:
    from groundswell.example.services.region_2 import Story

QUESTIONS = (
    ("Shasta", "How do you keep the quick ones from ending the talk?"),
    ("Modoc", "In a one-room school my oldest is 13 and my youngest 6. Whose idea goes first?"),
    ("Glenn", "Could you show the moment when you chose not to correct him?"),
    ("Lassen", "What do you do in the silence? Ours lasted a whole minute."),
    ("Tehama", "How does this work when half the class writes in Spanish?"),
    ("Butte", "Is a wrong drawing worth as much time as a right one?"),
)
NOTES = (
    ("Siskiyou", "Nobody raised a hand and everybody talked."),
    ("Lassen", "Three of us wait longer when it is math than when it is science. Why?"),
    ("Plumas", "Idea for the small schools: one talk move a week, all of us the same one."),
    ("Shasta", "Our science teachers already do this in labs. The math teachers want to see it on Thursday."),
    ("Butte", "We would like the clip with the fraction strips again at lunch."),
    ("Glenn", "Students explained the shadow with their hands before they had words."),
    ("Modoc", "Eleven people, one table, the best talk we have had this year."),
    ("Tehama", "Write the sentence starters in both languages."),
)
BETWEEN = (  # who asks, whose host answers, what
    ("Modoc", "Shasta", "Who could come and watch one lesson of ours?"),
    ("Plumas", "Butte", "Do you lend the puzzle kits?"),
    ("Glenn", "Tehama", "How did you begin with the families?"),
)
COMMITMENTS = (
    (CommitmentKind.TRY, "Let two students speak before I do, in every lesson for a week"),
    (CommitmentKind.TRY, "Use the puzzle of light and water with my class"),
    (CommitmentKind.TRY, "Try one talk activity in a math lesson"),
    (CommitmentKind.SHARE, "Show the discourse tool at our next staff meeting"),
    (CommitmentKind.SHARE, "Teach one lesson with a colleague of another grade"),
)
TOPICS = ("coaching", "team", "materials", "standards")


def spend_the_day(story: "Story", rows: list[Registration]) -> None:
    """Morning to evening, then the weeks after."""
    here = arrive(story, rows)
    talk(story, here)
    hopes = sit(story, here)
    hand_over(story, here)
    take_home(story, here, hopes)
    follow_up(story)


def arrive(story: "Story", rows: list[Registration]) -> list[Registration]:
    """Nine of ten who have a place come, by code, by name, by QR."""
    world, rng = story.world, story.world.rng
    with clock.at(world.at(0, time(8, 0))):
        for county, site in story.sites.items():
            make_code(by=story.hosts[county].user, site=site)
            tell_line(by=story.hosts[county].user, site=site, ready=True)
    ids = [row.pk for row in rows]
    found = Registration.objects.filter(pk__in=ids, state=RegistrationState.REGISTERED).select_related(
        "person__user", "site", "county", "convening__survey"
    )
    here = []
    for row in found.order_by("pk"):
        if rng.random() > 0.9:
            continue
        with clock.at(world.at(0, time(8, 10)) + timedelta(minutes=rng.randrange(50))):
            how = How.LINK if row.site.kind == "online" else rng.choice((How.QR, How.QR, How.CODE, How.NAME))
            check_in(by=None, registration=row, site=row.site, how=how)
        here.append(row)
    return here


def talk(story: "Story", here: list[Registration]) -> None:
    """The room moves on, six sites ask, the keynote answers five; eight write on the wall."""
    world, convening = story.world, story.convening
    first = {row.site_id: row.person for row in reversed(here)}
    lead = story.lead.user
    for session in convening.sessions.order_by("starts_at"):
        with clock.at(session.starts_at):
            move_room(by=lead, convening=convening, session=session, mode=session.mode)
        if session.mode == Mode.JOINT and session.number == 2:
            for number, (county, text) in enumerate(QUESTIONS):
                with clock.at(session.starts_at + timedelta(minutes=30 + 4 * number)):
                    site = story.sites[county]
                    question = ask_question(
                        by=None, convening=convening, site=site, owner=f"example-{county}", text=text,
                        person=first.get(site.pk),
                    )  # fmt: skip
                    if number < 5:
                        call_question(by=lead, question=question)
                        close_question(by=lead, question=question, state="answered")
        if session.mode == Mode.JOINT and session.number == 4:
            ask_each_other(story, first)
            for number, (county, text) in enumerate(NOTES):
                with clock.at(session.starts_at + timedelta(minutes=2 + 3 * number)):
                    post_note(
                        by=None, convening=convening, site=story.sites[county], owner=f"example-{county}", text=text
                    )
    with clock.at(world.at(0, time(15, 20))):
        move_room(by=lead, convening=convening, session=None, mode=Mode.LOCAL, message="Thank you, and safe home.")


def ask_each_other(story: "Story", first: dict[int, Person]) -> None:
    """In the talk of all sites, hosts answer what is asked elsewhere."""
    for minute, (asking, answering, text) in enumerate(BETWEEN, 31):
        site, host = story.sites[asking], story.hosts[answering]
        with clock.at(story.world.at(0, time(11, minute))):
            question = ask_question(
                by=None, convening=story.convening, site=site, owner=f"example-{asking}", text=text,
                person=first.get(site.pk),
            )  # fmt: skip
            call_question(by=story.lead.user, question=question)
            close_question(by=story.lead.user, question=question, state="answered", answered_by=host)


def sit(story: "Story", here: list[Registration]) -> dict[int, list[int]]:
    """Tables of five at each site for the puzzle, and groups across sites for the last half hour; returns who hopes for whom.

    Dealt out like cards, not by the engine that seats people: the world is the same on every machine from its seed, and
    is there before the engines are installed. Colleagues registered one after the other, so dealing parts them.
    """
    sessions = {session.number: session for session in story.convening.sessions.all()}
    with clock.at(story.world.at(0, time(10, 0))):
        by_site: dict[int, list[Registration]] = {}
        for row in here:
            by_site.setdefault(row.site_id, []).append(row)
        for site in Site.objects.filter(pk__in=by_site):
            rows = by_site[site.pk]
            count = max(1, round(len(rows) / 5))
            tables = {f"Table {n + 1}": [row.pk for row in rows[n::count]] for n in range(count)}
            seat_groups(
                by=None, convening=story.convening, kind=GroupKind.TABLE, session=sessions[3], site=site, tables=tables
            )
        mixed = sorted(here, key=lambda row: (row.pk * 7919) % 1009)[:96]
        groups = {f"Group {n + 1}": [row.pk for row in mixed[n::24]] for n in range(24)}
        seat_groups(
            by=None, convening=story.convening, kind=GroupKind.ACROSS, session=sessions[6], site=None, tables=groups
        )
    people = {row.pk: row.person_id for row in here}
    return hopes_of([[people[pk] for pk in rows] for rows in groups.values()])


def hopes_of(groups: list[list[int]]) -> dict[int, list[int]]:
    """Whom people name in the survey: in each group two name each other, and a third names one of them."""
    hopes: dict[int, list[int]] = {}
    for group in groups:
        for one, other in zip(group, [group[1], group[0], group[0]], strict=False):
            hopes.setdefault(one, []).append(other)
    return hopes


def hand_over(story: "Story", here: list[Registration]) -> None:
    """A book to each person, a kit to each site and to the county that only planned."""
    books = story.convening.gifts.get(for_sites=False)
    kits = story.convening.gifts.get(for_sites=True)
    with clock.at(story.world.at(0, time(14, 40))):
        for row in here:
            if story.world.rng.random() < 0.96:
                give_gift(by=None, gift=books, registration=row)
        for site in story.sites.values():
            give_gift(by=None, gift=kits, site=site)
    with clock.at(story.world.at(3)):
        give_gift(by=None, gift=kits, site=story.convening.sites.get(kind="planning"), mailed=True)


def take_home(story: "Story", here: list[Registration], hopes: dict[int, list[int]]) -> None:
    """The survey, commitments, and what became of them."""
    world, rng = story.world, story.world.rng
    made = []
    for row in here:
        if rng.random() < 0.72:
            with clock.at(world.at(rng.randrange(0, 8), time(17, 0))):
                picked = [Given("together", picked_id=other) for other in hopes.get(row.person_id, [])]
                answer_survey(registration=row, given=[*survey_answers(story), *picked], language=row.language)
        if rng.random() < 0.45:
            with clock.at(world.at(0, time(15, 0))):
                kind, text = rng.choice(COMMITMENTS)
                made.append(
                    make_commitment(
                        by=row.person.user,
                        person=row.person,
                        kind=kind,
                        text=text,
                        convening=story.convening,
                        due_on=world.day + timedelta(days=rng.choice((14, 21, 28))),
                    )
                )
    for commitment in made:
        if rng.random() < 0.58:
            with clock.at(world.at(rng.randrange(20, 44), time(16, 0))):
                word = rng.choice((Word.KEPT, Word.KEPT, Word.KEPT, Word.PARTLY, Word.NOT_YET))
                reached = (
                    rng.randrange(2, 14) if commitment.kind == CommitmentKind.SHARE and word == Word.KEPT else None
                )
                say_what_became(
                    by=commitment.person.user,
                    commitment=commitment,
                    person=commitment.person,
                    word=word,
                    reached=reached,
                )


def survey_answers(story: "Story") -> list[Given]:
    """One person's answers; the day was liked, the time for planning less."""
    rng = story.world.rng
    version = story.convening.survey
    given: list[Given] = []
    if version is None:
        return given
    for question in version.questions.questions:
        if question.kind == "grid":
            for row in question.rows:
                degree = rng.choices(question.choices, weights=(1, 2, 5, 9, 7))[0]
                score = None if degree.score is None else Decimal(str(degree.score))
                given.append(Given(question.code, row=row.code, choice=degree.code, number=score))
    wants = rng.random() < 0.4
    given.append(Given("follow_up", choice="yes" if wants else "no"))
    if wants:
        given += [Given("follow_up_topics", choice=topic) for topic in rng.sample(TOPICS, rng.choice((1, 1, 2)))]
    if rng.random() < 0.3:
        given.append(
            Given(
                "useful", text=rng.choice(("The puzzle at our own table.", "Hearing other counties ask what we ask."))
            )
        )
    return given


def follow_up(story: "Story") -> None:
    """Each county office plans for its own teachers; three have held theirs."""
    world = story.world
    for number, (county, site) in enumerate(story.sites.items()):
        place = world.counties[county]
        open_requests = list(FollowUpRequest.objects.filter(county=place).order_by("pk"))
        coaching = [request for request in open_requests if request.topic in {"coaching", "team"}]
        if not coaching:
            continue
        with clock.at(world.at(14)):
            planned = plan_follow_up(
                by=story.hosts[county].user, convening=story.convening, county=place,
                requests=coaching,
                fields={
                    "title": "An afternoon of planning together", "owner": story.hosts[county], "where": site.name,
                    "starts_at": world.at(26 + number, time(15, 30)),
                },
            )  # fmt: skip
        if number < 3:
            with clock.at(world.at(30 + number)):
                finish_follow_up(by=story.hosts[county].user, follow_up=planned)
