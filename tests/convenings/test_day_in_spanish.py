"""Pages of hosts and organizers in Spanish: what was written in both languages is shown in the reader's."""

from datetime import timedelta

import pytest
from django.test import Client

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.convenings.choices import How, Mode
from groundswell.convenings.models import Convening, Site
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.planning import SessionPlan, add_session
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import ask_question, move_room, post_note
from groundswell.core import clock
from groundswell.core.live.parts import in_language
from groundswell.core.models import LiveEvent
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db
ENGLISH = ("Zebra talk", "North link", "Opening words")
SPANISH = ("Charla de cebras", "Enlace del norte", "Palabras de bienvenida")
PAGES = (
    "desk/", "desk/posts/", "plan/", "run/", "plan/write/", "groups/", "sites/1/", "sites/1/walk-in/", "sites/1/tickets/",
    "sites/1/sheet/", "sites/1/screen/", "sites/1/posts/", "sites/1/needs/", "sites/1/books/", "sites/1/tables/",
    "sites/1/slips/", "sites/1/write/", "sites/1/letters/", "plan/sites/1/host/", "room/",
)  # fmt: skip


@pytest.fixture
def lead(convening, redding) -> Client:
    Convening.objects.filter(pk=convening.pk).update(title=ENGLISH[0], title_es=SPANISH[0])
    Site.objects.filter(pk=redding.pk).update(name=ENGLISH[1], name_es=SPANISH[1])
    hours = {"starts_at": START, "ends_at": START + timedelta(hours=1)}
    plan = SessionPlan({"title": ENGLISH[2], "title_es": SPANISH[2], **hours, "mode": Mode.JOINT})
    session = add_session(by=None, convening=convening, plan=plan)
    site = Site.objects.select_related("convening", "county").get(pk=redding.pk)
    with clock.at(START):
        move_room(by=None, convening=site.convening, session=session, mode=Mode.JOINT)
        ana = register_person(by=None, convening=site.convening, site=site, entrant=entrant("ana"))
        check_in(by=None, registration=ana, site=site, how=How.NAME)
        ask_question(by=None, convening=site.convening, site=site, owner="a", text="¿Por qué?")
        post_note(by=None, convening=site.convening, site=site, owner="a", text="Así.")
    person = provide_person(by=None, email="lea@example.org", given_name="Lea")
    give_role(by=None, user=person.user, role="organizer", space=convening.space)
    User.objects.filter(pk=person.user_id).update(language="es")
    client = Client()
    client.force_login(person.user)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_page_says_what_was_written_in_spanish(lead, convening, page):
    with clock.at(START):
        words = lead.get(f"/c/{convening.key}/{page}").content.decode()
    assert [text for text in ENGLISH if text in words] == []
    assert any(text in words for text in SPANISH)


def test_note_says_its_site_in_the_language_of_each_page(lead, convening):
    row = LiveEvent.objects.get(topic=f"room:{convening.pk}", body__target="wall")
    said = [in_language(row.pk, row.body, language)["html"] for language in ("en", "es")]
    assert [ENGLISH[1] in said[0], SPANISH[1] in said[1]] == [True, True]
