"""Answering, results and who may see what, in the browser."""

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
from groundswell.instruments.models import Instrument, Response
from groundswell.instruments.services.instruments import close_instrument, start_draft
from groundswell.instruments.services.responses import submit_response
from groundswell.instruments.services.starters import make_from_starter
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

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


def test_own_answers_are_read_again_by_their_person_alone(client, survey, teacher, stranger):
    submit_response(version=survey.versions.get(), given=[Given("why", text="My first thought")], person=teacher)
    client.force_login(teacher.user)
    assert "My first thought" in words(client.get("/my/answers/"))
    client.force_login(stranger)
    assert "Nothing answered yet" in words(client.get("/my/answers/"))


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
