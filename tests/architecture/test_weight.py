"""Nothing heavy is loaded when the site starts."""

import subprocess
import sys

import pytest

from tests.architecture.conftest import SRC

pytestmark = pytest.mark.one_database

HEAVY = ["numpy", "numba", "scipy", "highspy", "openpyxl", "fpdf", "boto3", "storages.backends.s3", "PIL"]
PROGRAM = f"import sys; import config.asgi; print(sorted(set({HEAVY!r}) & set(sys.modules)))"


def test_site_starts_without_heavy_libraries():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(SRC), "DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.strip() == "[]"
