import io
import uuid

import openpyxl
import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Activity
from groundswell.core.models import Draft
from groundswell.core.services.drafts import save_draft
from groundswell.instruments.given import Given
from groundswell.instruments.models import Instrument, LessonIdea, Response
from groundswell.instruments.services.instruments import close_instrument, publish_version, start_draft
from groundswell.instruments.services.lessons import keep_lesson_idea, share_lesson_idea
from groundswell.instruments.services.responses import submit_response
from groundswell.instruments.services.starters import make_from_starter, provide_discourse_tool
from groundswell.people.services.people import provide_person
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space
from groundswell.standards.services.load import load_standards

pytestmark = pytest.mark.django_db
WHOLE = {"came": "yes", "stand_knowledge": "d3", "stand_team": "d1", "why": "Because of Ms. Quill"}


def answer_url(instrument):
    return reverse("instruments:answer", kwargs={"token": instrument.token})


def page(name, instrument, **more):
    return reverse(f"instruments:{name}", kwargs={"pk": instrument.pk, **more})


def words(response):
    return response.content.decode()


def test_anybody_with_the_link_answers_once(client, survey):
    sent = {**WHOLE, "client_id": str(uuid.uuid4())}
    for _ in range(2):
        answered = client.post(answer_url(survey), sent)
        assert answered.url == f"/i/{survey.token}/{sent['client_id']}/"
    assert Response.objects.count() == 1
    assert "Thank you." in words(client.get(answered.url))


def test_mistake_keeps_what_was_typed_and_no_response(client, survey):
    shown = client.post(answer_url(survey), {**WHOLE, "stand_team": ""})
    assert shown.status_code == 200
    assert "Because of Ms. Quill" in words(shown)
    assert "Choose one for each line; 1 is open." in words(shown)
    assert Response.objects.count() == 0


def test_wrong_link_and_unopened_instrument_do_not_exist(client, survey):
    assert client.get("/i/nothing/").status_code == 404
    Instrument.objects.update(open_to="nobody")
    assert client.get(answer_url(survey)).status_code == 404
    Instrument.objects.update(open_to="signed_in")
    assert client.get(answer_url(survey)).status_code == 302


def test_closed_instrument_says_so(client, survey):
    close_instrument(by=None, instrument=survey)
    assert "This takes no answers at the moment." in words(client.get(answer_url(survey)))


def test_signed_in_person_changes_and_takes_back(client, survey, teacher):
    client.force_login(teacher.user)
    save_draft(owner=f"u{teacher.user.pk}", form="instrument", thing=survey.token, version=0, fields={"why": "x"})
    client.post(answer_url(survey), {**WHOLE, "client_id": str(uuid.uuid4())})
    assert Draft.objects.count() == 0
    again = client.get(answer_url(survey))
    assert "Send the changes" in words(again)
    assert "Because of Ms. Quill" in words(again)
    client.post(answer_url(survey), {"came": "no", "client_id": str(uuid.uuid4())})
    held = Response.objects.get()
    assert [(row.question, row.choice) for row in held.answers.all()] == [("came", "no")]
    client.post(reverse("instruments:withdraw", kwargs={"token": survey.token, "sent": held.client_id}))
    held.refresh_from_db()
    assert (held.state, held.answers.count()) == ("withdrawn", 0)


def test_nobody_takes_back_the_answers_of_another(client, survey, teacher, stranger):
    response = submit_response(version=survey.versions.get(), given=[], person=teacher, client_id=uuid.uuid4())
    client.force_login(stranger)
    url = reverse("instruments:withdraw", kwargs={"token": survey.token, "sent": response.client_id})
    assert client.post(url).status_code == 404


@pytest.mark.parametrize(
    "value", ["", "x" * 20_000, "<script>alert(1)</script>", "-1", "99999999999999999999", "\x00", "¿ñ"]
)
def test_every_answer_field_takes_anything_without_falling_over(client, survey, value):
    names = [
        "came",
        "stand_knowledge",
        "liked",
        "liked__other",
        "why",
        "students",
        "day",
        "school",
        "standard",
        "client_id",
    ]
    shown = client.post(answer_url(survey), dict.fromkeys(names, value))
    assert shown.status_code == 200
    assert "<script>alert" not in words(shown)


def test_spanish_page_speaks_spanish(client, survey):
    client.cookies["django_language"] = "es"
    shown = words(client.get(answer_url(survey)))
    assert "¿Vino?" in shown
    assert "Después del día" in shown


def test_discourse_tool_proposes_and_keeps_a_lesson_idea(client, owner, teacher):
    load_standards()
    tool = provide_discourse_tool(owner=owner)
    given = {
        "goal": ["explain"],
        "grade": "3-5",
        "subject": "math",
        "minutes": "12",
        "standards": "5nf3",
        "client_id": str(uuid.uuid4()),
    }
    result = client.post(answer_url(tool), given)
    shown = words(client.get(result.url))
    assert shown.index("Number talk") < shown.index("Turn and talk")
    keep = reverse(
        "instruments:keep", kwargs={"token": tool.token, "sent": given["client_id"], "option": "number-talk"}
    )
    assert client.get(keep).url.startswith("/sign-in/")
    client.force_login(teacher.user)
    assert 'value="5.NF.B.3"' in words(client.get(keep))
    idea = {
        "title": "Trails",
        "grade": "3-5",
        "subject": "math",
        "standards": "5.NF.B.3",
        "plan": "First…",
        "client_id": "c",
    }
    assert client.post(keep, idea).url == client.post(keep, idea).url
    held = LessonIdea.objects.get()
    assert (held.title, [item.code for item in held.standards.all()]) == ("Trails", ["5.NF.B.3"])
    assert "Number talk" in words(client.get(f"/my/lessons/{held.pk}/"))
    client.post(f"/my/lessons/{held.pk}/", idea | {"title": "Longer trails"})
    assert "Longer trails" in words(client.get("/my/lessons/"))
    assert client.post(keep, idea | {"title": ""}).status_code == 200
    client.force_login(provide_user(email="other@example.org"))
    assert client.get(f"/my/lessons/{held.pk}/").status_code == 404
    client.force_login(teacher.user)
    client.post(f"/my/lessons/{held.pk}/drop/")
    assert LessonIdea.objects.count() == 0


def test_activity_stands_on_the_wall_with_its_times(client, owner):
    tool = provide_discourse_tool(owner=owner)
    shown = words(client.get(f"/i/{tool.token}/activity/number-talk/"))
    assert 'data-seconds="360"' in shown
    assert client.get(f"/i/{tool.token}/activity/nothing/").status_code == 404


def test_time_that_fits_nothing_says_what_to_do(client, owner):
    tool = provide_discourse_tool(owner=owner)
    given = {"goal": ["share"], "grade": "k-2", "subject": "math", "minutes": "2", "client_id": str(uuid.uuid4())}
    assert "Nothing fits all of it" in words(client.get(client.post(answer_url(tool), given).url))


def test_editor_builds_an_instrument_without_code(client, owner, lead):
    client.force_login(lead)
    made = client.post(f"/instruments/new/{owner.pk}/", {"title": "Pulse", "purpose": "survey", "starter": ""})
    survey = Instrument.objects.get(title="Pulse")
    assert made.url == page("draft", survey)
    change, revision = page("change", survey), 1
    added = client.post(change, {"act": "add", "kind": "single", "revision": revision})
    assert added.url == page("question", survey, code="single-1")
    question = {
        "label_en": "Did it help?", "label_es": "¿Sirvió?", "required": "on", "revision": 2,
        "choices": "Yes | Sí\nIn part | En parte\nElse | Otra cosa *",
    }  # fmt: skip
    assert client.post(added.url, question).url == f"{page('draft', survey)}#single-1"
    client.post(change, {"act": "add", "kind": "text", "revision": 3})
    shown_if = {"label_en": "What helped?", "label_es": "", "lines": 3, "shown_if": ["single-1=yes"], "revision": 4}
    client.post(page("question", survey, code="text-2"), shown_if)
    client.post(change, {"act": "frame", "intro_en": "Hello", "revision": 5})
    definition = survey.versions.get().questions
    assert [(choice.code, choice.label.es, choice.other) for choice in definition.question("single-1").choices] == [
        ("yes", "Sí", False), ("in-part", "En parte", False), ("else", "Otra cosa", True),
    ]  # fmt: skip
    assert definition.question("text-2").show_if.conditions[0].values == ("yes",)
    draft = words(client.get(page("draft", survey)))
    assert "What helped?" in draft
    moved = client.post(change, {"act": "up", "code": "text-2", "revision": 6}, follow=True)
    assert "depends on a question that does not come before it" in words(moved)
    client.post(change, {"act": "publish", "revision": 6})
    assert survey.versions.get().published_at is not None
    assert "¿Sirvió?" in words(client.get(page("preview", survey, number=1) + "?language=es"))


def test_stale_page_changes_nothing(client, survey, lead):
    client.force_login(lead)
    start_draft(by=None, instrument=survey)
    shown = client.post(page("change", survey), {"act": "remove", "code": "why", "revision": 7}, follow=True)
    assert "Somebody changed these questions meanwhile" in words(shown)


def test_question_form_keeps_codes_and_shows_mistakes(client, survey, lead):
    client.force_login(lead)
    draft = start_draft(by=None, instrument=survey)
    url = page("question", survey, code="liked")
    assert "Something else | Otra cosa *" in words(client.get(url))
    wrong = client.post(url, {"label_en": "", "choices": "One", "least": 9, "most": 2, "revision": 1})
    assert "Write at least two and at most 60 lines." in words(wrong)
    client.post(
        url, {"label_en": "Liked?", "choices": "The talks | Las charlas\nThe food\nSomething else *", "revision": 1}
    )
    draft.refresh_from_db()
    assert [choice.code for choice in draft.questions.question("liked").choices] == ["talk", "food", "other"]


def test_outsiders_learn_nothing(client, survey, owner, stranger):
    start_draft(by=None, instrument=survey)
    lead_elsewhere = provide_user(email="elsewhere@example.org")
    give_role(by=None, user=lead_elsewhere, role="lead", space=make_space(kind=Kind.COLLABORATIVE))
    urls = [
        page("instrument", survey), page("draft", survey), page("question", survey, code="why"),
        page("preview", survey, number=1), page("results", survey), page("export", survey, kind="csv"),
        f"/instruments/new/{owner.pk}/",
    ]  # fmt: skip
    for user in (stranger, lead_elsewhere):
        client.force_login(user)
        assert [client.get(url).status_code for url in urls] == [404] * len(urls)
        assert client.post(page("change", survey), {"act": "publish"}).status_code == 404
        assert client.post(page("set_open", survey)).status_code == 404
        assert "After the day" not in words(client.get("/instruments/"))


def test_evaluator_sees_numbers_and_no_words(client, survey, owner, lead):
    for n in range(12):
        submit_response(
            version=survey.versions.get(),
            given=[Given("came", choice="yes"), Given("why", text=f"secret {n}")],
            context={"county": "45" if n else "18"},
        )
    evaluator = provide_user(email="evaluator@example.org")
    give_role(by=None, user=evaluator, role="evaluator", space=owner)
    client.force_login(evaluator)
    shown = words(client.get(page("results", survey)))
    assert "chosen most often: by 12 of 12" in shown
    assert "secret" not in shown
    assert client.get(page("export", survey, kind="csv")).status_code == 404
    client.force_login(lead)
    assert "secret 3" in words(client.get(page("results", survey) + "?by=county"))


def test_export_waits_for_ten_and_has_a_codebook(client, survey, lead):
    client.force_login(lead)
    version = survey.versions.get()
    given = [
        Given("came", choice="yes"),
        Given("liked", choice="other", text="=1+1"),
        Given("stand", row="team", choice="d2"),
    ]
    for _ in range(9):
        submit_response(version=version, given=given)
    assert client.get(page("export", survey, kind="csv")).status_code == 302
    submit_response(version=version, given=given)
    table = b"".join(client.get(page("export", survey, kind="csv"))).decode("utf-8-sig").splitlines()
    assert table[0] == "link,version,came,stand.knowledge,stand.team,liked,liked_text,students,day,standard"
    assert table[1].endswith(",1,yes,,d2,other,'=1+1,,,")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(page("export", survey, kind="xlsx")))))
    assert book.sheetnames == ["answers", "codebook"]
    assert client.get(page("export", survey, kind="exe")).status_code == 404
    assert Activity.objects.filter(verb="instruments.exported").count() == 2


def test_before_and_after_on_the_page(client, survey, owner, lead):
    before = make_from_starter(by=None, code="symposium-before", owner=owner)
    client.force_login(lead)
    for _ in range(10):
        submit_response(version=survey.versions.get(), given=[Given("came", choice="yes")])
    shown = words(client.get(page("results", survey) + f"?before={before.pk}"))
    assert "Before and after, person by person" in shown


def test_list_costs_the_same_for_one_and_three(client, lead, owner, survey, django_assert_max_num_queries):
    client.force_login(lead)
    client.get("/instruments/")
    with django_assert_max_num_queries(12) as one:
        client.get("/instruments/")
    for code in ("symposium-before", "symposium-after"):
        make_from_starter(by=None, code=code, owner=owner)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/instruments/")


def test_settings_close_and_open(client, survey, lead):
    client.force_login(lead)
    client.post(page("instrument", survey), {"title": "New name", "title_es": "", "open_to": "signed_in"})
    survey.refresh_from_db()
    assert (survey.title, survey.open_to, survey.repeats) == ("New name", "signed_in", False)
    assert client.post(page("instrument", survey), {"title": "", "open_to": "x"}).status_code == 200
    client.post(page("set_open", survey))
    survey.refresh_from_db()
    assert survey.closed_at is not None
    client.post(page("set_open", survey))
    client.post(page("draft", survey))
    assert survey.versions.count() == 2
    publish_version(by=None, version=start_draft(by=None, instrument=survey))
    assert "Version 2" in words(client.get(page("instrument", survey)))


def test_own_answers_are_read_again_by_their_person_alone(client, survey, teacher, stranger):
    submit_response(version=survey.versions.get(), given=[Given("why", text="My first thought")], person=teacher)
    client.force_login(teacher.user)
    assert "My first thought" in words(client.get("/my/answers/"))
    client.force_login(stranger)
    assert "Nothing answered yet" in words(client.get("/my/answers/"))


@pytest.mark.parametrize("value", ["", "x" * 12_000, "|", "*", "a\n" * 70, "<b>", "-1", "1e400", "\x00", "¿ñ | *"])
def test_editor_takes_anything_without_falling_over(client, survey, lead, value):
    client.force_login(lead)
    draft = start_draft(by=None, instrument=survey)
    before = draft.definition
    fields = ["label_en", "label_es", "help_en", "rows", "choices", "least", "most", "lines", "measures", "shown_if"]
    for code in ("about", "came", "stand", "liked", "why", "students"):
        shown = client.post(page("question", survey, code=code), dict.fromkeys(fields, value) | {"revision": "x"})
        assert (shown.status_code, "<b></label>" in words(shown)) == (200, False)
    names = ("act", "code", "kind", "revision", "intro_en", "thanks_es")
    assert client.post(page("change", survey), dict.fromkeys(names, value)).status_code == 302
    for act in ("add", "up", "remove", "frame"):
        sent = {"act": act, "code": value, "kind": value, "revision": value, "intro_en": value}
        assert client.post(page("change", survey), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.definition == before


def test_results_page_has_a_bounded_number_of_queries(client, survey, owner, lead, django_assert_max_num_queries):
    before = make_from_starter(by=None, code="symposium-before", owner=owner)
    for n in range(24):
        submit_response(
            version=survey.versions.get(),
            given=[Given("came", choice="yes"), Given("why", text="x")],
            context={"county": f"{n % 2}"},
        )
    client.force_login(lead)
    with django_assert_max_num_queries(20):
        client.get(page("results", survey) + f"?by=county&before={before.pk}")
    with django_assert_max_num_queries(12):
        client.get(answer_url(survey))


@pytest.fixture
def idea(owner, teacher):
    tool = provide_discourse_tool(owner=owner)
    version = tool.versions.get()
    given = [Given("goal", choice="explain"), Given("grade", choice="3-5"), Given("subject", choice="math")]
    sent = submit_response(version=version, given=given, person=teacher, client_id=uuid.uuid4())
    return keep_lesson_idea(
        by=teacher.user, person=teacher, title="Trails", plan="First…", subject="math", grade="3-5",
        activity="number-talk", response=sent,
    )  # fmt: skip


def test_lesson_idea_is_shared_by_a_link_that_stops(client, idea, teacher):
    client.force_login(teacher.user)
    client.post(f"/my/lessons/{idea.pk}/share/")
    client.post(f"/my/lessons/{idea.pk}/share/")
    idea.refresh_from_db()
    link = f"/lessons/{idea.token}/"
    assert link in words(client.get(f"/my/lessons/{idea.pk}/"))
    client.logout()
    shown = words(client.get(link))
    assert ("Trails" in shown, "First…" in shown, "Number talk" in shown, teacher.name in shown) == (True,) * 4
    client.force_login(teacher.user)
    client.post(f"/my/lessons/{idea.pk}/share/", {"act": "stop"})
    assert client.get(link).status_code == 404


def test_colleague_takes_a_shared_lesson_idea_once_and_changes_their_own(client, idea, teacher):
    shared = share_lesson_idea(by=teacher.user, idea=idea)
    other = provide_person(by=None, email="other@example.org", given_name="Odo")
    assert client.post(f"/lessons/{shared.token}/take/").url.startswith("/sign-in/")
    client.force_login(other.user)
    assert client.get(f"/lessons/{shared.token}/take/").url == f"/lessons/{shared.token}/"
    first, again = (client.post(f"/lessons/{shared.token}/take/").url for _n in range(2))
    assert first == again
    mine = LessonIdea.objects.get(person=other)
    assert (mine.title, mine.plan, mine.activity, mine.token, mine.taken_from_id) == (
        "Trails", "First…", "number-talk", None, idea.pk,
    )  # fmt: skip
    client.force_login(teacher.user)
    assert client.post(f"/lessons/{shared.token}/take/").url == f"/my/lessons/{idea.pk}/"
    assert "Number talk" in words(client.get(f"/my/lessons/{idea.pk}/sheet/"))
