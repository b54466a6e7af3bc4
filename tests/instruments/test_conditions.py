"""One table of cases for both implementations: the server's and the page's."""

import json
from pathlib import Path

import pytest

from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.conditions import Condition, ShowIf, shown
from groundswell.instruments.definition import Question
from groundswell.instruments.wording import Words

MODULE = Path(__file__).parents[2] / "src/groundswell/instruments/static/instruments/js/conditions.js"


def rule(*conditions, match="all"):
    return {"match": match, "conditions": [{"row": "", "values": [], **one} for one in conditions]}


def look(question, test, *values, row=""):
    return {"question": question, "test": test, "values": list(values), "row": row}


CASES = [
    # (rule of b, answers, whether b is shown)
    (rule(look("a", "any_of", "x", "y")), {"a": ["x"]}, True),
    (rule(look("a", "any_of", "x", "y")), {"a": ["z", "y"]}, True),
    (rule(look("a", "any_of", "x")), {"a": ["z"]}, False),
    (rule(look("a", "any_of", "x")), {}, False),
    (rule(look("a", "none_of", "x")), {"a": ["z"]}, True),
    (rule(look("a", "none_of", "x")), {}, True),
    (rule(look("a", "none_of", "x")), {"a": ["z", "x"]}, False),
    (rule(look("a", "answered")), {"a": ["  "]}, False),
    (rule(look("a", "answered")), {"a": [" w "]}, True),
    (rule(look("a", "not_answered")), {"a": [""]}, True),
    (rule(look("a", "not_answered")), {"a": ["w"]}, False),
    (rule(look("a", "at_least", "3")), {"a": ["3"]}, True),
    (rule(look("a", "at_least", "3")), {"a": ["2,9"]}, False),
    (rule(look("a", "at_least", "3")), {"a": ["3.0e1"]}, True),
    (rule(look("a", "at_most", "2.5")), {"a": ["2,5"]}, True),
    (rule(look("a", "at_most", "2.5")), {"a": ["-1"]}, True),
    (rule(look("a", "at_most", "2.5")), {"a": [""]}, False),
    (rule(look("a", "at_most", "2.5")), {"a": ["many"]}, False),
    (rule(look("a", "at_least", "0")), {"a": ["Infinity"]}, False),
    (rule(look("a", "at_least", "0")), {"a": ["0x10"]}, False),
    (rule(look("a", "at_least", "0")), {"a": ["1_000"]}, False),
    (rule(look("a", "at_least", "0")), {"a": ["nan"]}, False),
    (rule(look("a", "any_of", "d2", row="r")), {"a.r": ["d2"]}, True),
    (rule(look("a", "any_of", "d2", row="r")), {"a": ["d2"]}, False),
    (rule(look("a", "answered"), look("z", "answered")), {"a": ["x"]}, False),
    (rule(look("a", "answered"), look("z", "answered"), match="any"), {"a": ["x"]}, True),
]


def questions(show_if):
    """a; b by the rule; c only while b is answered with "yes"; d while c's line is."""
    after_b = rule(look("b", "any_of", "yes"))
    after_c = rule(look("c", "any_of", "d1", row="r"))
    return [("z", None), ("a", None), ("b", show_if), ("c", after_b), ("d", after_c)]


def wanted(answers, b_shown):
    held = {**answers, "b": ["yes"], "c.r": ["d1"]}
    return held, ["z", "a", *(["b", "c", "d"] if b_shown else [])]


def as_rule(raw):
    if raw is None:
        return None
    return ShowIf(
        raw["match"],
        tuple(Condition(c["question"], c["test"], tuple(c["values"]), c["row"]) for c in raw["conditions"]),
    )


@pytest.mark.parametrize(("show_if", "answers", "b_shown"), CASES)
def test_server_shows_what_applies_and_forgets_what_is_hidden(show_if, answers, b_shown):
    held, codes = wanted(answers, b_shown)
    asked = [Question(code, QuestionKind.TEXT, Words(code), show_if=as_rule(raw)) for code, raw in questions(show_if)]
    assert shown(asked, held) == codes


@pytest.mark.journey
def test_page_shows_the_same_as_the_server():
    sync_api = pytest.importorskip("playwright.sync_api")
    cases = [
        {
            "questions": [{"code": code, "showIf": raw} for code, raw in questions(show_if)],
            "answers": wanted(answers, b)[0],
        }
        for show_if, answers, b in CASES
    ]
    script = MODULE.read_text(encoding="utf-8").replace("export function", "function")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        found = page.evaluate(
            f"(cases) => {{ {script}; return cases.map((one) => shown(one.questions, one.answers)); }}",
            json.loads(json.dumps(cases)),
        )
        browser.close()
    assert found == [wanted(answers, b)[1] for _rule, answers, b in CASES]
