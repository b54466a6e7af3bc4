"""Tests: fast hashing aside, the same product."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("GROUNDSWELL_HOME", str(Path(tempfile.gettempdir()) / f"groundswell-test-{os.getuid()}"))

from config.settings.base import *
from config.settings.base import HOME, STORAGES

HOME.mkdir(parents=True, exist_ok=True)
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOCAL_MAIL = True
