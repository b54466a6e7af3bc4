"""Rules about the source that would otherwise be wishes."""

import ast
import re
from pathlib import Path

import pytest

from groundswell.access.permissions import Permission
from tests.architecture.conftest import PRODUCT, ROOT, SRC, app_of, modules
from tests.architecture.layers import height, layers

pytestmark = pytest.mark.one_database

MODULE_LINES = 400
FUNCTION_LINES = 75
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "manager", "base_utils"}
# Loaded at first use: each takes long or much memory, and most processes never need it.
HEAVY = {
    "numpy", "numba", "scipy", "highspy", "openpyxl", "fpdf", "segno", "storages", "redis", "boto3",
    "uvicorn", "django",
}  # fmt: skip


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_modules_can_be_read_in_one_sitting():
    long = {relative(p): n for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > MODULE_LINES}
    assert long == {}


def test_functions_fit_on_a_screen():
    long = [
        f"{relative(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path, tree in modules().items()
        if "engines" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_modules_have_names():
    assert [relative(path) for path in modules() if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_imports_inside_functions_are_of_heavy_libraries_only():
    hidden = []
    for path, tree in modules().items():
        if path.name == "apps.py":  # Django loads these before models can be imported
            continue
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                names = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                hidden += [
                    f"{relative(path)}:{node.lineno} {name}"
                    for name in names
                    if name.partition(".")[0] not in HEAVY and not may_load_late(path, name)
                ]
    assert sorted(set(hidden)) == []


def may_load_late(path: Path, name: str) -> bool:
    """The engines' own numeric modules are as heavy as numpy; the command starts Django before it loads the rest."""
    return name.startswith("groundswell.engines.") and ("engines" in path.parts or "cli" in path.parts)


def test_every_app_is_in_a_layer():
    apps = {path.parent.name for path in PRODUCT.glob("*/__init__.py")}
    assert apps - {name for names in layers() for name in names} == set()


def test_templates_name_no_address_or_template_of_a_higher_app():
    wrong = []
    for path in PRODUCT.rglob("*.html"):
        app = app_of(path)
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"""{%\s*url\s+["']([a-z_]+):""", text)
        named += re.findall(r"""{%\s*(?:include|extends)\s+["']([a-z_]+)/""", text)
        wrong += [
            f"{relative(path)} names {other}"
            for other in named
            if (PRODUCT / other).is_dir() and height(other) > height(app)
        ]
    assert wrong == []


def test_code_names_no_address_of_a_higher_app():
    wrong = []
    for path, tree in modules().items():
        app = app_of(path)
        if not app:
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in NAMERS):
                continue
            for argument in node.args[:2]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and ":" in argument.value:
                    other = argument.value.partition(":")[0]
                    if (PRODUCT / other).is_dir() and height(other) > height(app):
                        wrong.append(f"{relative(path)}:{node.lineno} names {argument.value}")
    assert wrong == []


NAMERS = {"reverse", "reverse_lazy", "redirect", "resolve_url", "add_link"}


def test_foreign_keys_are_not_strings_that_point_up():
    wrong = []
    for path, tree in modules().items():
        app = app_of(path)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {
                "ForeignKey",
                "OneToOneField",
                "ManyToManyField",
            }:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                    other = first.value.partition(".")[0]
                    if (PRODUCT / other).is_dir() and height(other) > height(app):
                        wrong.append(f"{relative(path)}:{node.lineno} points at {first.value}")
    assert wrong == []


def test_only_the_clock_asks_for_the_time():
    asked = re.compile(r"\b(timezone\.now\(|datetime\.now\(|datetime\.utcnow\(|date\.today\()")
    wrong = [
        f"{relative(path)}:{number}"
        for path in modules()
        if path.is_relative_to(PRODUCT) and path != PRODUCT / "core" / "clock.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if asked.search(line)
    ]
    assert wrong == []


def test_templates_have_no_inline_script_or_style():
    inline = re.compile(r"""<script(?![^>]*\bsrc=)|<style|\sstyle=["']|\son[a-z]+=["']""", re.IGNORECASE)
    wrong = [
        f"{relative(path)}:{number}"
        for path in SRC.rglob("*.html")
        if "mail" not in path.parts and path.name != "letter.html"  # mail programs know no stylesheets
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line)
    ]
    assert wrong == []


def test_addresses_named_in_one_block_are_used_in_that_block():
    """A name given in one block is empty in the next: a form would then post to its own page."""
    wrong = []
    for path in PRODUCT.rglob("*.html"):
        found = re.split(r"{%-? *block (\w+)[^%]*%}", path.read_text(encoding="utf-8"))
        tags = [QUOTED.sub("", " ".join(TAG.findall(text))) for text in found[2::2]]
        given = [set(re.findall(r"{% *url [^%]* as (\w+) *%}", text)) for text in found[2::2]]
        for number, used in enumerate(tags):
            elsewhere = set().union(*given[:number], *given[number + 1 :]) - given[number]
            wrong += [f"{relative(path)}: {name}" for name in elsewhere & set(re.findall(r"\w+", used))]
    assert wrong == []


def test_jobs_stand_where_the_reference_looks_for_them():
    elsewhere = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        if path.parts[-2:] != ("services", "deferred.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any("task" in ast.unparse(decorator).split("(")[0].split(".") for decorator in node.decorator_list)
    ]
    assert elsewhere == []


def test_every_permission_is_asked_for():
    """A role that promises what no page or policy asks for misleads whoever gives it."""
    asked = {
        node.attr
        for path, tree in modules().items()
        if path.parent.name != "access" or path.name not in {"permissions.py", "roles.py"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"Permission", "P"}
    }
    assert {permission.name for permission in Permission} - asked == set()


TAG = re.compile(r"{[{%].*?[}%]}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"")


def test_map_of_the_largest_app_names_each_of_its_rooms_once():
    app = PRODUCT / "convenings"
    named: dict[str, list[str]] = {}
    for folder, rooms in re.findall(
        r"(\w+): ([\w, ]+?)(?: \||\n)",
        ast.get_docstring(ast.parse((app / "__init__.py").read_text()), clean=False) or "",
    ):
        if (app / folder).is_dir():
            named.setdefault(folder, []).extend(rooms.split(", "))
    folders = ("models", "forms", "formats", "selectors", "services", "views")
    there = {
        folder: sorted(path.stem for path in (app / folder).glob("*.py") if path.stem != "__init__")
        for folder in folders
    }
    assert {folder: sorted(rooms) for folder, rooms in named.items()} == there
