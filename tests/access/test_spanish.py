"""Notices, letters and roles speak Spanish."""

import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from groundswell import access, activity
from groundswell.accounts.services.codes import send_code
from groundswell.activity.models import Letter


@pytest.mark.one_database
@pytest.mark.parametrize("app", [access, activity])
def test_every_message_is_translated_and_the_compiled_catalog_is_the_written_one(app):
    catalog = Path(app.__file__).parent / "locale" / "es" / "LC_MESSAGES"
    written = (catalog / "django.po").read_text(encoding="utf-8")
    assert "fuzzy" not in written
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', written, re.MULTILINE)
    assert len(pairs) > 60
    with (catalog / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message, translation in pairs:
        assert compiled.gettext(message.replace(r"\"", '"')) == translation.replace(r"\"", '"')


@pytest.mark.django_db
def test_pages_and_letters_are_in_spanish(client):
    page = client.get("/roles/", headers={"accept-language": "es"}).content.decode()
    assert "Cuida de la asociación" in page
    assert "Looks after the partnership" not in page
    with override("es"):
        send_code(email="dana@example.org", purpose="sign-in")
    letter = Letter.objects.get()
    assert "your code" not in letter.subject + letter.text + letter.html
