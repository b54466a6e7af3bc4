"""No app reaches an app above it through a name that a foreign key of that app leaves below.

`person.registrations` in the app of people needs no import, so the import linter does not see it.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps
from django.db.models import Model

from tests.architecture.conftest import PRODUCT, app_of, modules
from tests.architecture.layers import height

pytestmark = pytest.mark.one_database
# What queries take names of rows in: as keywords, or in quotes.
ASKING = {
    "aggregate", "alias", "annotate", "Avg", "Count", "defer", "distinct", "Exists", "exclude", "F", "filter", "get", "Max",
    "Min", "only", "order_by", "OuterRef", "Prefetch", "prefetch_related", "prefetch_related_objects", "Q",
    "select_related", "Sum", "values", "values_list",
}  # fmt: skip
NO_ROWS = {"engines"}  # nothing there knows a database; it has sessions and sites of its own
PATH = re.compile(r"-?\w+")
TAG = re.compile(r"{[{%].*?[}%]}", re.DOTALL)


def ours() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if (PRODUCT / model._meta.app_label).is_dir():
            yield model


@cache
def names(app: str) -> frozenset[str]:
    """The names on rows that only an app above this one gives: none of them is also a field, or a name given from below."""
    above, below = set(), set()
    for model in ours():
        if height(model._meta.app_label) <= height(app):
            below |= {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
        for relation in model._meta.related_objects:
            given = {relation.get_accessor_name(), relation.name}
            giver = relation.related_model._meta.app_label
            if not (PRODUCT / giver).is_dir():  # a library's, so below all of ours
                below |= given
            elif height(giver) > height(app) >= height(model._meta.app_label):
                above |= given
            elif height(giver) <= height(app):
                below |= given
    return frozenset(name for name in above - below if name)


def is_request(node: ast.expr) -> bool:
    """A request has a session that is a cookie's; `request` or `self.request`."""
    return "request" in {getattr(node, "id", ""), getattr(node, "attr", "")}


def reaches(app: str, tree: ast.AST) -> list[tuple[int, str]]:
    """Line and name of whatever reaches up, in code."""
    above = names(app)
    found = []
    for node in ast.walk(tree):
        said: list[str] = []
        if isinstance(node, ast.Attribute) and not is_request(node.value):
            said = [node.attr]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ASKING:
            quoted = [
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            named = [keyword.arg for keyword in node.keywords if keyword.arg]
            paths = [path.lstrip("-") for path in (*quoted, *named) if PATH.fullmatch(path)]
            said = [name for path in paths for name in path.split("__")]
        found += [(node.lineno, name) for name in said if name in above]
    return found


def reaches_in_template(app: str, text: str) -> list[str]:
    """Whatever reaches up in a template; what stands on a form is a field of the form."""
    dotted = [pair for tag in TAG.findall(text) for pair in re.findall(r"(\w+)\.(\w+)", tag)]
    return [name for of, name in dotted if name in names(app) and "form" not in of and of != "request"]


def test_code_reaches_no_rows_of_a_higher_app():
    wrong = [
        f"{path.relative_to(PRODUCT)}:{line} {name}"
        for path, tree in modules().items()
        if (app := app_of(path)) and app not in NO_ROWS
        for line, name in reaches(app, tree)
    ]
    assert wrong == []


def test_templates_reach_no_rows_of_a_higher_app():
    wrong = [
        f"{path.relative_to(PRODUCT)} {name}"
        for path in PRODUCT.rglob("*.html")
        for name in reaches_in_template(app_of(path), path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("app", "code", "found"),
    [
        ("people", "person.registrations.count()", ["registrations"]),
        ("people", "Person.objects.filter(registrations__site=1)", ["registrations", "site"]),
        ("people", "people.prefetch_related('commitments__collaborative')", ["commitments", "collaborative"]),
        ("people", "people.annotate(much=Count('commitments'))", ["commitments"]),
        ("spaces", "space.place.name", ["place"]),
        ("convenings", "person.registrations.count()", []),
        ("accounts", "request.session['proved']", []),
    ],
)
def test_what_reaches_up_is_found(app, code, found):
    assert [name for _line, name in reaches(app, ast.parse(code))] == found


def test_what_reaches_up_in_a_template_is_found():
    text = "{% for one in person.registrations.all %}{{ form.registrations }}{% endfor %}"
    assert reaches_in_template("people", text) == ["registrations"]
    assert reaches_in_template("convenings", text) == []
