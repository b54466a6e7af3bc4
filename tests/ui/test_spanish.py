"""The frame of every page speaks Spanish."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.test import Client

from groundswell.ui import views

PRODUCT = Path(views.__file__).parents[1]
CATALOG = Path(views.__file__).parent / "locale" / "es" / "LC_MESSAGES"


def test_every_message_is_translated_and_the_compiled_catalog_is_the_written_one() -> None:
    written = (CATALOG / "django.po").read_text(encoding="utf-8")
    assert "fuzzy" not in written
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', written, re.MULTILINE)
    assert len(pairs) > 80
    with (CATALOG / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message, translation in pairs:
        assert translation, message
        assert compiled.gettext(message.replace(r"\"", '"')) == translation.replace(r"\"", '"')
        assert sorted(re.findall(r"%\(\w+\)s|\{\w+\}", message)) == sorted(
            re.findall(r"%\(\w+\)s|\{\w+\}", translation)
        )


@pytest.mark.django_db
def test_page_in_spanish_says_so_to_the_reader(client: Client) -> None:
    html = client.get("/design/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="es">' in html
    assert "Ir al contenido" in html
    assert '<button name="language" value="en" lang="en">English</button>' in html


def test_no_template_writes_a_day_in_the_order_of_one_language() -> None:
    templates = PRODUCT.rglob("templates/**/*.html")
    ordered = [path.name for path in templates if re.search(r'date:"[^"]*F[^"_]* [jY]|date:"l, F', path.read_text())]
    assert ordered == []


def test_no_message_hides_in_an_f_string_where_it_is_not_collected() -> None:
    names = {"_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy"}
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in sorted(PRODUCT.rglob("*.py"))
        for formatted in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
    ]
    assert hidden == []
