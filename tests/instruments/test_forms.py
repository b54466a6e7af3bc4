import datetime as dt
from decimal import Decimal

import pytest

from groundswell.instruments.forms.answering import form_for
from groundswell.instruments.forms.editing import from_lines
from groundswell.instruments.given import Given
from groundswell.places.models import Place
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space
from groundswell.standards.models import Item
from groundswell.standards.services.load import load_standards

pytestmark = pytest.mark.django_db
WHOLE = {
    "came": "yes", "stand_knowledge": "d3", "stand_team": "d1", "liked": ["talk", "other"], "liked__other": "The walk",
    "why": "Because", "students": "28", "day": "2027-03-01", "school": "Alder Creek School", "standard": "",
}  # fmt: skip


def test_whole_answer_becomes_rows(version):
    form = form_for(version, "en", data=WHOLE)
    assert form.is_valid(), form.errors
    assert form.given() == [
        Given("came", choice="yes"),
        Given("stand", row="knowledge", choice="d3", number=Decimal(3)),
        Given("stand", row="team", choice="d1", number=Decimal(1)),
        Given("liked", choice="talk"),
        Given("liked", choice="other", text="The walk"),
        Given("why", text="Because"),
        Given("students", number=Decimal(28)),
        Given("day", date=dt.date(2027, 3, 1)),
        Given("school", text="Alder Creek School"),
    ]


def test_question_that_is_not_shown_is_neither_required_nor_kept(version):
    form = form_for(version, "en", data={"came": "no", "stand_knowledge": "d3"})
    assert form.is_valid(), form.errors
    assert form.given() == [Given("came", choice="no")]


def test_question_that_is_shown_is_required(version):
    form = form_for(version, "en", data={"came": "yes", "stand_knowledge": "d3"})
    assert form.errors == {"stand": ["Choose one for each line; 1 is open."]}


def test_nothing_typed_asks_for_the_required_only(version):
    assert form_for(version, "en", data={}).errors == {"came": ["Please answer this."]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("came", "perhaps"), ("came", "<script>"), ("liked", ["talk", "food", "other"]), ("liked", "x"), ("why", "a" * 201),
        ("students", "many"), ("students", "-1"), ("students", "NaN"), ("students", "1e400"), ("day", "soon"),
        ("day", "0000-00-00"), ("standard", "nothing"), ("stand_team", "d9"), ("school", "x" * 300), ("why", "\x00"),
    ],
)  # fmt: skip
def test_wrong_answer_is_an_error_at_its_question_and_stays_typed(version, name, value):
    form = form_for(version, "en", data=WHOLE | {name: value})
    assert list(form.errors) == [name.partition("_")[0]]
    assert form.as_div()


def test_other_has_to_be_written(version):
    form = form_for(version, "en", data=WHOLE | {"liked__other": ""})
    assert form.errors == {"liked__other": ["Please write what you mean by “Something else”."]}


def test_other_text_without_its_choice_is_dropped(version):
    form = form_for(version, "en", data=WHOLE | {"liked": ["talk"]})
    assert form.is_valid()
    assert Given("liked", choice="talk") in form.given()
    assert [row.text for row in form.given() if row.question == "liked"] == [""]


def test_standards_are_understood_as_people_write_them(version):
    load_standards()
    form = form_for(version, "en", data=WHOLE | {"standard": "5nf3 and 5-ps1-1"})
    assert form.is_valid(), form.errors
    codes = dict(Item.objects.values_list("pk", "code"))
    assert [codes[row.item_id] for row in form.given() if row.item_id] == ["5.NF.B.3", "5-PS1-1"]


def test_form_speaks_spanish_and_falls_back(version):
    form = form_for(version, "es", initial={"came": ["no"], "liked": ["other"], "liked__other": ["El paseo"]})
    assert (form["came"].label, form["why"].label) == ("¿Vino?", "Why?")
    assert (form["came"].initial, form["liked__other"].initial) == ("no", "El paseo")


def test_prefix_keeps_two_forms_apart(version):
    form = form_for(version, "en", data={"q-came": "no"}, prefix="q")
    assert form.is_valid(), form.errors


def test_people_are_picked_from_those_offered(owner):
    from groundswell.instruments.services.instruments import create_instrument
    from groundswell.people.services.people import provide_person

    asked = {"questions": [{"code": "who", "kind": "person", "label": {"en": "Who?"}, "most": 1}]}
    version = create_instrument(by=None, owner=owner, title="Who", purpose="survey", definition=asked).versions.get()
    ines = provide_person(by=None, email="ines@example.org", given_name="Ines", family_name="Quill")
    people = [(ines.pk, ines.name)]
    form = form_for(version, "en", data={"who": [str(ines.pk)]}, people=people)
    assert form.is_valid()
    assert form.given() == [Given("who", picked_id=ines.pk)]
    assert list(form_for(version, "en", data={"who": ["99999"]}, people=people).errors) == ["who"]
    written = form_for(version, "en", data={"who": "Ines of Quincy"})
    assert written.is_valid()
    assert written.given() == [Given("who", text="Ines of Quincy")]


def test_suggested_line_is_the_place_itself(version):
    known = Place.objects.create(
        space=make_space(kind=Kind.PLACE), key="alder", kind="district", name="Alder Creek Elementary", county="45",
        search=" alder creek elementary shasta county",
    )  # fmt: skip
    for typed in ("Alder Creek Elementary · Shasta County", "alder creek elem"):
        form = form_for(version, "en", data={**WHOLE, "school": typed})
        assert form.is_valid(), form.errors
        assert [row.place_id for row in form.given() if row.question == "school"] == [known.pk]


def test_choice_that_keeps_its_spanish_words_keeps_its_short_name_though_others_come():
    before = [{"code": "yes", "label": {"en": "Yes", "es": "Sí"}}, {"code": "no", "label": {"en": "No", "es": "No"}}]
    found = from_lines("Yes, indeed | Sí\nNo | No\nLater | Luego", before, stars=True)
    assert [line["code"] for line in found] == ["yes", "no", "later"]
