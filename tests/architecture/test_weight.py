"""Nothing heavy is loaded when the site starts."""

import gzip
import subprocess
import sys

import pytest

from groundswell.ui.bundle import build_stylesheet, stylesheet_parts
from tests.architecture.conftest import SRC

pytestmark = pytest.mark.one_database

HEAVY = ["numpy", "numba", "scipy", "highspy", "ortools", "openpyxl", "fpdf", "boto3", "storages.backends.s3", "PIL"]
PROGRAM = f"import sys; import config.asgi; config.asgi.make_ready(); print(sorted(set({HEAVY!r}) & set(sys.modules)))"


def test_site_starts_without_heavy_libraries():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(SRC), "DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.strip() == "[]"


LIGHT = 100_000  # bytes of a first visit, with the style sheet and every script, compressed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/c/{key}/", "/c/{key}/register/", "/c/{key}/register/team/", "/collaboratives/"]
)
def test_first_visit_weighs_little_on_a_weak_line(world, client, path):
    # Without what one page loads when it is asked for.
    scripts = [one for one in sorted(SRC.glob("groundswell/*/static/**/*.js")) if "vendor" not in one.parts]
    sent = [build_stylesheet(stylesheet_parts()).encode(), *(script.read_bytes() for script in scripts)]
    page = client.get(path.format(key=world.inside.convening.key)).content
    assert sum(len(gzip.compress(one)) for one in [*sent, page]) < LIGHT
