import uuid

import pytest

from groundswell.activity.models import Activity
from groundswell.core.models import Submission
from groundswell.instruments.choices import ResponseState
from groundswell.instruments.definition import BadDefinition
from groundswell.instruments.given import Given
from groundswell.instruments.models import Answer, Instrument, LessonIdea, Pseudonym, Response
from groundswell.instruments.receivers import forget_responses, what_remains
from groundswell.instruments.results import sent_responses
from groundswell.instruments.selectors import answers_in_words, answers_of, proposals_for, responses_of_person
from groundswell.instruments.services.instruments import (
    ChangedMeanwhile,
    NothingAsked,
    PublishedAlready,
    close_instrument,
    create_instrument,
    edit_draft,
    publish_version,
    reopen_instrument,
    start_draft,
)
from groundswell.instruments.services.lessons import drop_lesson_idea, keep_lesson_idea
from groundswell.instruments.services.responses import NotAnswerable, NotYours, submit_response, withdraw_response
from groundswell.instruments.services.starters import (
    STARTERS,
    UnknownStarter,
    make_from_starter,
    provide_discourse_tool,
)
from groundswell.instruments.wording import Words
from groundswell.people.services.leaving import erase_person
from groundswell.people.services.merging import merge_people, undo_merge
from groundswell.people.services.people import provide_person
from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Reach
from groundswell.spaces.services.spaces import make_space
from tests.instruments.conftest import DEFINITION

pytestmark = pytest.mark.django_db
NO = [Given("came", choice="no")]


def test_instrument_lies_within_its_owner(survey, owner):
    assert Reach.objects.filter(inner=survey.space, outer=owner).count() == 1


def test_published_version_never_changes(survey, version):
    with pytest.raises(PublishedAlready):
        edit_draft(by=None, version=version, definition=DEFINITION)
    draft = start_draft(by=None, instrument=survey)
    assert (draft.number, draft.definition) == (2, DEFINITION)
    assert start_draft(by=None, instrument=survey) == draft
    edit_draft(by=None, version=draft, definition={"questions": DEFINITION["questions"][:2]})
    version.refresh_from_db()
    assert version.definition == DEFINITION


def test_second_editor_does_not_undo_the_first(survey):
    draft = start_draft(by=None, instrument=survey)
    edit_draft(by=None, version=draft, definition={"questions": []}, revision=1)
    with pytest.raises(ChangedMeanwhile):
        edit_draft(by=None, version=draft, definition=DEFINITION, revision=1)


def test_bad_definition_keeps_nothing(owner):
    with pytest.raises(BadDefinition):
        create_instrument(by=None, owner=owner, title="x", purpose="survey", definition={"questions": [{}]})
    assert Instrument.objects.count() == 0


def test_empty_draft_is_not_published(owner):
    instrument = create_instrument(by=None, owner=owner, title="Empty", purpose="survey")
    with pytest.raises(NothingAsked):
        publish_version(by=None, version=instrument.versions.get())


def test_draft_and_closed_take_no_answers(survey, version):
    draft = start_draft(by=None, instrument=survey)
    with pytest.raises(NotAnswerable):
        submit_response(version=draft, given=NO)
    close_instrument(by=None, instrument=survey)
    with pytest.raises(NotAnswerable):
        submit_response(version=version, given=NO)
    reopen_instrument(by=None, instrument=survey)
    assert submit_response(version=version, given=NO).state == ResponseState.SENT


def test_same_press_twice_is_one_response(version, teacher):
    client_id = str(uuid.uuid4())
    first = submit_response(version=version, given=NO, client_id=client_id)
    second = submit_response(version=version, given=[Given("came", choice="yes")], client_id=client_id)
    assert first == second
    assert [row.choice for row in Answer.objects.all()] == ["no"]


def test_press_that_comes_back_after_a_long_time_is_still_the_first(version):
    client_id = uuid.uuid4()
    first = submit_response(version=version, given=NO, client_id=client_id)
    Submission.objects.all().delete()
    assert submit_response(version=version, given=NO, client_id=client_id) == first


def test_answering_costs_few_queries(version, teacher, owner, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):  # a third of them savepoints
        submit_response(version=version, given=NO, person=teacher, about=owner, client_id=uuid.uuid4())


def test_person_answers_once_and_may_change_it(version, teacher, owner):
    first = submit_response(version=version, given=NO, person=teacher, about=owner)
    again = submit_response(version=version, given=[Given("came", choice="yes")], person=teacher, about=owner)
    assert first == again
    assert answers_of(again) == {"came": ["yes"]}


def test_planner_may_be_answered_again_and_again(owner, teacher):
    tool = make_from_starter(by=None, code="discourse-tool", owner=owner)
    version = tool.versions.get()
    first = submit_response(version=version, given=[], person=teacher)
    assert submit_response(version=version, given=[], person=teacher) != first


def test_before_and_after_share_a_link_within_one_scope(owner, teacher, survey, version):
    event, other_event = make_space(kind=Kind.CONVENING), make_space(kind=Kind.CONVENING)
    after = make_from_starter(by=None, code="symposium-after", owner=owner, aims=[Words("Talk more", "Hablar más")])
    links = [
        submit_response(version=version, given=NO, person=teacher, about=event).link,
        submit_response(version=after.versions.get(), given=[], person=teacher, about=event).link,
        submit_response(version=version, given=NO, person=teacher, about=other_event).link,
        submit_response(version=version, given=NO).link,
    ]
    assert links[0] == links[1]
    assert len(set(links)) == 3


def test_record_does_not_say_who_answered(version, teacher):
    submit_response(version=version, given=NO, person=teacher)
    line = Activity.objects.get(verb="instruments.answered")
    assert (line.actor_id, line.facts) == (None, {})


def test_answers_are_taken_back_by_their_person_only(version, teacher, stranger):
    response = submit_response(version=version, given=NO, person=teacher)
    with pytest.raises(NotYours):
        withdraw_response(by=stranger, response=response)
    withdraw_response(by=teacher.user, response=response)
    withdraw_response(by=teacher.user, response=response)
    assert Answer.objects.count() == 0
    again = submit_response(version=version, given=NO, person=teacher)
    assert again != response


def test_leaving_keeps_numbers_and_takes_words(version, teacher):
    given = [
        Given("came", choice="yes"),
        Given("why", text="My principal hates it"),
        Given("liked", choice="other", text="x"),
    ]
    response = submit_response(version=version, given=given, person=teacher, context={"registration": 4})
    assert (
        what_remains(teacher) == "1 answer sheet stays counted, without your name and without what you wrote in words."
    )
    assert responses_of_person(teacher)[0]["answers"]["Why?"] == ["My principal hates it"]
    forget_responses(teacher)
    response.refresh_from_db()
    assert (response.person_id, response.context) == (None, {})
    assert [(row.choice, row.text) for row in Answer.objects.order_by("pk")] == [("yes", ""), ("", ""), ("other", "")]
    assert Pseudonym.objects.get().person_id is None
    assert what_remains(teacher) is None


def test_merged_person_keeps_one_link_and_can_be_taken_apart(version, teacher, owner):
    double = provide_person(by=None, email="abel.t@example.org", given_name="Abel")
    event = make_space(kind=Kind.CONVENING)
    one = submit_response(version=version, given=NO, person=teacher, about=owner)
    two = submit_response(version=version, given=NO, person=double, about=owner)
    three = submit_response(version=version, given=NO, person=double, about=event)
    merge = merge_people(by=None, keep=teacher, merge=double)
    assert Response.objects.get(pk=two.pk).link == one.link
    counted = sent_responses([version.instrument]).order_by("pk")
    assert list(counted) == [one, three]  # who answered as both is one person
    assert submit_response(version=version, given=NO, person=teacher, about=event) == three
    undo_merge(by=None, row=merge)
    assert list(counted.all()) == [one, two, three]
    assert Response.objects.get(pk=two.pk).link == two.link
    assert Response.objects.get(pk=three.pk).person_id == double.pk
    assert submit_response(version=version, given=NO, person=double, about=event) == three


def test_person_who_leaves_is_counted_and_not_named(version, teacher):
    submit_response(version=version, given=[Given("came", choice="yes"), Given("why", text="secret")], person=teacher)
    erase_person(by=None, person=teacher)
    assert [(row.choice, row.text) for row in Answer.objects.order_by("pk")] == [("yes", ""), ("", "")]
    assert Response.objects.get().person_id is None


def test_starters_load_and_are_translated(owner):
    for code in STARTERS:
        instrument = make_from_starter(by=None, code=code, owner=owner, aims=[Words("One", "Uno"), Words("Two", "Dos")])
        definition = instrument.versions.get().questions
        assert (definition.untranslated("es"), instrument.title_es != "") == ([], True)
    with pytest.raises(UnknownStarter):
        make_from_starter(by=None, code="nothing", owner=owner)
    after = Instrument.objects.get(title="After the symposium").versions.get().questions
    assert [row.label.en for row in after.question("aims").rows] == ["One", "Two"]


def test_discourse_tool_ranks_and_gives_reasons(owner):
    tool = provide_discourse_tool(owner=owner)
    assert provide_discourse_tool(owner=owner) == tool
    answers = {"goal": ["compare"], "grade": ["3-5"], "subject": ["math"], "minutes": ["14"], "size": ["pairs"]}
    found = proposals_for(tool.versions.get(), answers, "es")
    assert found[0].option.code == "compare-connect"
    assert found[0].reasons == (
        "Toma de 10 a 20 minutos.",
        "Sirve para comparar estrategias o representaciones.",
        "Funciona bien en los grados 3–5.",
        "Se habla en parejas.",
    )
    assert all(proposal.option.least_minutes <= 14 for proposal in found)


def test_lesson_idea_is_kept_once(owner, teacher):
    tool = provide_discourse_tool(owner=owner)
    response = submit_response(version=tool.versions.get(), given=[], person=teacher)
    for _ in range(2):
        keep_lesson_idea(
            by=teacher.user,
            person=teacher,
            title="Fractions of a trail",
            activity="number-talk",
            response=response,
            client_id="c1",
        )
    idea = LessonIdea.objects.get()
    assert (idea.title, idea.activity, idea.person_id) == ("Fractions of a trail", "number-talk", teacher.pk)


def test_lesson_idea_that_was_thrown_away_is_kept_again_by_the_same_press(teacher):
    def press():
        return keep_lesson_idea(by=teacher.user, person=teacher, title="Trails", client_id="c1")

    drop_lesson_idea(idea=press())
    assert press() == LessonIdea.objects.get()


def test_answers_in_words(version, teacher):
    response = submit_response(
        version=version,
        given=[
            Given("came", choice="yes"),
            Given("stand", row="team", choice="d2"),
            Given("liked", choice="other", text="Walk"),
        ],
        person=teacher,
    )
    said = answers_in_words(response, "es")
    assert [(one.question, one.answers) for one in said] == [
        ("¿Vino?", ["Sí"]),
        ("¿Dónde está?", ["Mi equipo lo hace: grado 2"]),
        ("¿Qué le gustó?", ["Otra cosa: Walk"]),
    ]
