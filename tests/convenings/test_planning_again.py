"""Last year's convening on another day: what comes along, and what is asked anew."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from groundswell.access.services.grants import give_role
from groundswell.activity.models import Letter
from groundswell.convenings.choices import ConveningState
from groundswell.convenings.models import Convening, Material, Registration
from groundswell.convenings.services.after import add_gift
from groundswell.convenings.services.hosting import name_host
from groundswell.convenings.services.materials import add_material, change_material
from groundswell.convenings.services.planning import SessionPlan, add_session, change_convening, set_aims
from groundswell.convenings.services.registering import register_person
from groundswell.core.clock import PACIFIC
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db
AGAIN = "/c/talk/plan/again/"


@pytest.fixture
def old(redding, susanville, lead, settings, tmp_path) -> Convening:
    """Everything that a plan can have, and somebody who came."""
    settings.MEDIA_ROOT = tmp_path
    convening = redding.convening
    set_aims(by=None, convening=convening, aims=[("Hear students think", "Oír pensar")])
    hours = {"starts_at": START, "ends_at": START + timedelta(hours=1)}
    fields = {"title": "Opening", "title_es": "Inicio", "mode": "local", "site": susanville, **hours}
    session = add_session(by=None, convening=convening, plan=SessionPlan(fields, people=[(lead, "speaker")]))
    add_material(
        by=None,
        convening=convening,
        session=session,
        fields={"title": "Sheet", "file": ContentFile(b"talk", "sheet.txt")},
    )
    add_material(by=None, convening=convening, session=None, fields={"title": "Map", "link": "https://example.org/map"})
    add_gift(by=None, convening=convening, name="A book")
    survey = make_from_starter(by=None, code="symposium-after", owner=convening.space).versions.get()
    change_convening(by=None, convening=convening, fields={"survey": survey, "hours": 5, "lead": "A day of talk."})
    name_host(by=None, site=redding, person=lead)
    register_person(by=None, convening=convening, site=redding, entrant=entrant("ana"))
    Letter.objects.all().delete()
    return Convening.objects.select_related("space", "survey").get(pk=convening.pk)


def again(client, **fields):
    answer = client.post(AGAIN, {"client_id": "1", "title": "Talk", "first_day": "2028-02-08", **fields}, follow=True)
    return answer, Convening.objects.select_related("survey__instrument__owner", "space").exclude(key="talk").first()


def test_plan_comes_along_on_another_day_at_the_same_hours(client, old):
    assert AGAIN in client.get("/c/talk/plan/").content.decode()
    page, new = again(client, title="Talk once more")
    assert "Nobody but planners sees it" in page.content.decode()
    assert (new.key, new.state, new.lead, float(new.hours)) == (
        "talk-once-more",
        ConveningState.DRAFT,
        "A day of talk.",
        5,
    )
    session = new.sessions.select_related("site").get()
    when = [
        moment.astimezone(PACIFIC).strftime("%Y-%m-%d %H:%M")
        for moment in (new.starts_at, new.ends_at, session.starts_at)
    ]
    assert when == ["2028-02-08 08:30", "2028-02-08 15:15", "2028-02-08 08:30"]
    assert list(new.sites.order_by("number").values_list("name", "capacity", "taken")) == [
        ("Redding", 2, 0),
        ("Susanville", 3, 0),
    ]
    assert (session.title_es, session.site.name, session.site.convening_id) == ("Inicio", "Susanville", new.pk)
    assert list(new.aims.values_list("text", "text_es")) == [("Hear students think", "Oír pensar")]
    assert list(new.gifts.values_list("name", flat=True)) == ["A book"]
    assert sorted(new.materials.values_list("title", "link")) == [("Map", "https://example.org/map"), ("Sheet", "")]


def test_people_are_asked_anew_and_nobody_is_written_to(client, old):
    page, new = again(client)
    assert "Who hosts Redding?" in page.content.decode()
    assert (new.sites.filter(host__isnull=False).count(), new.sessions.get().people.count()) == (0, 0)
    assert (new.registrations.count(), Registration.objects.count(), Letter.objects.count()) == (0, 1, 0)


def test_questions_are_the_new_convenings_own(client, old):
    _page, new = again(client)
    assert new.survey.definition == old.survey.definition
    assert (new.survey.instrument.owner, new.survey.is_draft) == (new.space, False)
    assert new.survey.instrument_id != old.survey.instrument_id


def test_file_is_copied_so_that_each_stays_when_the_other_goes(client, old):
    _page, new = again(client)
    copy, first = new.materials.get(title="Sheet"), old.materials.get(title="Sheet")
    assert copy.file.name != first.file.name
    change_material(by=None, material=first, fields={"file": ContentFile(b"other", "other.txt")})
    with Material.objects.get(pk=copy.pk).file.open("rb") as held:
        assert held.read() == b"talk"


@pytest.mark.parametrize(
    ("fields", "words"), [({"first_day": "2020-02-08"}, "This day is over."), ({"first_day": ""}, "first_day")]
)
def test_day_that_is_over_or_missing_is_asked_for_again(client, old, noon, fields, words):
    answer, new = again(client, **fields)
    assert (answer.status_code, words in answer.content.decode(), new) == (422, True, None)


def test_only_who_plans_for_the_collaborative_plans_it_again(client, old):
    other = provide_person(by=None, email="org@example.org", given_name="Ori", family_name="Example")
    give_role(by=None, user=other.user, role="organizer", space=old.space)
    client.force_login(other.user)
    assert (client.get(AGAIN).status_code, AGAIN in client.get("/c/talk/plan/").content.decode()) == (404, False)
    assert client.post(AGAIN, {"title": "Talk", "first_day": "2028-02-08"}).status_code == 404
