"""Every setting that is read is explained, and nothing else is."""

import ast

import pytest

from config.explained import SETTINGS
from tests.architecture.conftest import modules

pytestmark = pytest.mark.one_database
# Not ours: what Django and the system give a meaning to.
OF_OTHERS = {"DJANGO_SETTINGS_MODULE", "XDG_CACHE_HOME"}
READERS = {"text", "flag", "number", "words", "folder", "one_of", "address"}


def test_every_setting_is_explained_once_in_alphabetical_order():
    names = [setting.name for setting in SETTINGS]
    assert names == sorted(set(names))


def test_settings_read_are_the_settings_explained():
    read = {"GROUNDSWELL_CONFIG"}
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            named = isinstance(node.func, ast.Attribute) and node.func.attr in READERS
            if named and getattr(node.func.value, "id", "") == "env":
                read.add(node.args[0].value)
            if path.name == "env.py" and getattr(node.func, "id", "") == "number":
                read.add(node.args[0].value)
            if ast.unparse(node.func) in {"os.environ.get", "os.getenv"}:
                read.add(node.args[0].value)
    read -= OF_OTHERS
    read |= {"GOOGLE_CLIENT_SECRET", "MICROSOFT_CLIENT_SECRET"}  # their names are put together
    assert read == {setting.name for setting in SETTINGS}
