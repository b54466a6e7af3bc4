"""What others wrote and we carry is unchanged, and NOTICE says whose it is."""

import hashlib

import pytest

from tests.architecture.conftest import SRC

pytestmark = pytest.mark.one_database

# Of each file, as its package holds it (npm: qr 0.7.0).
VENDORED = {
    "convenings/static/convenings/vendor/qr-0.7.0/LICENSE-MIT": "07a9f887e9215644439b808628b09f8eece932d79130ff563f958f3a1783e684",
    "convenings/static/convenings/vendor/qr-0.7.0/decode.js": "00e209820dcb11d624e9a03d6383e580766792b57d1651318f0a29e4e1ff0fe8",
    "convenings/static/convenings/vendor/qr-0.7.0/index.js": "a0de370051f94bd74f218f74401fdf197585e3f9ef0143164f87ea941a3fdd6f",
}


def test_every_vendored_file_is_as_it_was_published():
    files = [one for one in SRC.glob("groundswell/*/static/*/vendor/**/*") if one.is_file()]
    found = {str(one.relative_to(SRC / "groundswell")): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}
    assert found == VENDORED


def test_notice_names_each():
    notice = (SRC.parent / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in VENDORED if name.rpartition("/")[0] not in notice] == []
