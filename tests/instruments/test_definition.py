import copy

import pytest
from django.utils import translation

from groundswell.instruments.definition import BadDefinition, read_definition
from tests.instruments.conftest import DEFINITION


def changed(change):
    data = copy.deepcopy(DEFINITION)
    change(data)
    return data


def test_definition_is_read_whole():
    definition = read_definition(DEFINITION)
    assert [question.code for question in definition.asked] == [
        "came", "stand", "liked", "why", "students", "day", "school", "standard",
    ]  # fmt: skip
    assert [choice.score for choice in definition.question("stand").choices] == [1, 2, 3]
    assert definition.untranslated("es") == ["Why?"]
    assert definition.question("came").label.say("es-mx") == "¿Vino?"


def questions(data):
    return data["questions"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(questions="none"), "An instrument has a list of at most 200 questions."),
        (lambda d: d.update(intro=7), "A text of the instrument is not in a form that can be read."),
        (lambda d: d.update(intro={"en": 7}), "A text of the instrument is not in a form that can be read."),
        (lambda d: questions(d).append("why"), "A question is not in a form that can be read."),
        (
            lambda d: questions(d)[4].update(lines=float("inf")),
            "“Why?”: “inf” should be a number.",
        ),
        (lambda d: questions(d)[1].update(choices="yes, no"), "“Did you come?” may have at most 60 choices."),
        (lambda d: questions(d)[1].update(choices=["yes", "no"]), "“Did you come?” has a choice that cannot be read."),
        (
            lambda d: questions(d)[1]["choices"][0].update(label=""),
            "“Did you come?” has a choice without a text.",
        ),
        (
            lambda d: questions(d)[1]["choices"][0].update(code="no"),
            "“Did you come?” has two lines with the same short name.",
        ),
        (lambda d: questions(d)[2].update(rows=["one"]), "“Where do you stand?” has a statement that cannot be read."),
        (
            lambda d: questions(d)[2]["rows"][0].update(label=None),
            "“Where do you stand?” has a statement without a text.",
        ),
        (
            lambda d: questions(d)[2].update(show_if={"match": "some", "conditions": []}),
            "“Where do you stand?”: say whether all or any of its conditions must hold, and name at least one.",
        ),
        (
            lambda d: questions(d)[2].update(show_if={"conditions": [{"question": "came", "test": "guess"}]}),
            "“Where do you stand?”: “guess” is no test that is known.",
        ),
        (
            lambda d: questions(d)[2].update(show_if={"conditions": [{"question": "came", "test": "any_of"}]}),
            "“Where do you stand?”: name the choices on which it depends.",
        ),
        (
            lambda d: questions(d)[2].update(
                show_if={"conditions": [{"question": "came", "test": "at_least", "values": ["many"]}]}
            ),
            "“Where do you stand?”: name the number on which it depends.",
        ),
        (
            lambda d: questions(d)[2].update(show_if={"conditions": [{"question": "came"}]}),
            "“Where do you stand?”: when it is shown cannot be read.",
        ),
        (
            lambda d: questions(d)[1].update(code="Came!"),
            "A question: the short name “Came!” may have only small letters, digits, - and _.",
        ),
        (lambda d: questions(d)[1].update(kind="guess"), "The question “came” has a kind that is not known."),
        (
            lambda d: questions(d)[1].update(label={"es": "¿Vino?"}),
            "The question “came” has no text. Write what it asks.",
        ),
        (lambda d: questions(d)[1].update(choices=[]), "“Did you come?” needs at least two choices."),
        (lambda d: questions(d)[2].update(rows=[]), "“Where do you stand?” needs at least one statement."),
        (
            lambda d: questions(d)[5].update(least=9, most=3),
            "“How many students?”: the least (9) is more than the most (3).",
        ),
        (lambda d: questions(d)[5].update(least="a few"), "“How many students?”: “a few” should be a number."),
        (
            lambda d: questions(d)[4].update(code="came"),
            "Two questions are called “came”. Give one of them another name.",
        ),
        (
            lambda d: questions(d)[1].update(
                show_if={"match": "all", "conditions": [{"question": "why", "test": "answered"}]}
            ),
            "“Did you come?” depends on a question that does not come before it.",
        ),
        (
            lambda d: questions(d)[2].update(
                show_if={"match": "all", "conditions": [{"question": "came", "test": "any_of"}]}
            ),
            "“Where do you stand?”: name the choices on which it depends.",
        ),
        (
            lambda d: questions(d)[2].update(show_if={"match": "all"}),
            "“Where do you stand?”: when it is shown cannot be read.",
        ),
        (
            lambda d: d.update(result={"options": [], "rules": [{"question": "x"}]}),
            "The result section speaks of “x”, which is no question.",
        ),
        (lambda d: d.update(result={"rules": []}), "The result section is not in a form that can be read."),
        (lambda d: d.update(thanks=3), "A text of the instrument is not in a form that can be read."),
    ],
)
def test_mistake_is_said_in_a_sentence(change, said):
    with pytest.raises(BadDefinition) as refused:
        read_definition(changed(change))
    assert str(refused.value) == said


def test_mistake_is_said_in_the_language_of_the_page():
    with translation.override("es"), pytest.raises(BadDefinition) as refused:
        read_definition(changed(lambda d: questions(d)[1].update(choices=[])))
    assert str(refused.value) == "“Did you come?” necesita al menos dos opciones."


def test_definition_that_is_no_object_is_refused():
    with pytest.raises(BadDefinition):
        read_definition([])
