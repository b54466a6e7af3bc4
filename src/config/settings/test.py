"""Tests: fast hashing aside, the same product."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("GROUNDSWELL_HOME", str(Path(tempfile.gettempdir()) / f"groundswell-test-{os.getuid()}"))

from config.settings.base import *
from config.settings.base import DATABASES, HOME, STORAGES

HOME.mkdir(parents=True, exist_ok=True)
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOCAL_MAIL = True

if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # threads of a test end, and their connections with them
    # A file, not memory: threads then meet the same locks as in the product. Only the wait for the disk is left out.
    # Its tables are made as the models say, in a second instead of ten; on PostgreSQL the migrations make them.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / f"test-{os.getpid()}.sqlite3"), "MIGRATE": False}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
