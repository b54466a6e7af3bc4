"""A laptop: `make run`. Mail is read on a local page, the secret is made once and kept beside the database."""

import secrets

from config.settings.base import *
from config.settings.base import HOME, STORAGES

DEBUG = False
HOME.mkdir(parents=True, exist_ok=True)
_secret = HOME / "secret-key"
if not _secret.exists():
    _secret.write_text(secrets.token_urlsafe(50))
    _secret.chmod(0o600)
SECRET_KEY = _secret.read_text().strip()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOCAL_MAIL = True
