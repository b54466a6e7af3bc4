"""A county office answers its own people: planned with an owner, told, changed, called off; and the letter after a convening."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.activity.models import Letter
from groundswell.convenings.choices import FollowUpState, How
from groundswell.convenings.models import FollowUp, FollowUpRequest, Registration
from groundswell.convenings.services.after import answer_survey
from groundswell.convenings.services.asking import ask_those_who_came
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.follow_ups import call_off_follow_up, plan_follow_up, settle_request
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.instruments.given import Given
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
PAGE = "/counties/county-45/follow-ups/"


@pytest.fixture
def asked(redding, counties, school):
    """Two of the county asked for something."""
    rows = []
    for name, language in (("ana", "en"), ("ben", "es")):
        row = register_person(
            by=None, convening=redding.convening, site=redding, entrant=entrant(name, school, language=language)
        )
        rows.append(FollowUpRequest.objects.create(registration=row, county=counties["shasta"], topic="team"))
    Letter.objects.all().delete()
    return rows


@pytest.fixture
def office(counties, client):
    person = provide_person(by=None, email="office@example.org", given_name="Omar", family_name="Example")
    give_role(by=None, user=person.user, role="county-coordinator", space=counties["shasta"].space)
    client.force_login(person.user)
    return person


@pytest.fixture
def colleague(counties):
    person = provide_person(by=None, email="cody@example.org", given_name="Cody", family_name="Example")
    give_role(by=None, user=person.user, role="county-coordinator", space=counties["shasta"].space)
    return person


def said(redding, colleague, *requests, **more):
    return {
        "convening": redding.convening_id, "title": "Lesson study", "day": "2027-03-02", "hour": "15:30",
        "where": "Redding", "owner": colleague.pk, "requests": [one.pk for one in requests], "client_id": "a", **more,
    }  # fmt: skip


def test_follow_up_has_an_owner_of_the_office_and_those_who_asked_are_written_to(
    client, asked, office, colleague, redding
):
    page = client.post(f"{PAGE}plan/", said(redding, colleague, *asked, tell="on"), follow=True)
    row = FollowUp.objects.get()
    assert (row.owner_id, row.told, page.request["PATH_INFO"]) == (colleague.pk, True, f"/follow-ups/{row.pk}/")
    letters = list(Letter.objects.filter(kind="follow-up").order_by("pk"))
    assert [(one.to, one.reply_to) for one in letters] == [
        ("ana@example.org", "cody@example.org"), ("ben@example.org", "cody@example.org"),
    ]  # fmt: skip
    assert "3:30 p.m." in letters[0].text
    assert "Estimad" in letters[1].text or "Hola" in letters[1].text
    assert "BEGIN:VEVENT" in letters[0].calendar
    shown = page.content.decode()
    assert ("Cody Example" in shown, "Ana Example" in shown) == (True, True)


def test_changed_follow_up_tells_who_is_in_it_and_who_is_out(client, asked, office, colleague, redding):
    client.post(f"{PAGE}plan/", said(redding, colleague, *asked, tell="on"))
    row = FollowUp.objects.get()
    address = reverse("convenings:change-follow-up", args=[row.pk])
    assert 'value="2027-03-02"' in client.get(address).content.decode()
    client.post(address, said(redding, colleague, asked[0], tell="on", client_id="b", where="Anderson"))
    row.refresh_from_db()
    for one in asked:
        one.refresh_from_db()
    assert (row.where, row.changes) == ("Anderson", 1)
    assert [one.state for one in asked] == [FollowUpState.PLANNED, FollowUpState.OPEN]
    subjects = list(Letter.objects.order_by("pk").values_list("subject", flat=True))[2:]
    assert (subjects[0], len(subjects)) == ("Changed: Lesson study", 2)


def test_called_off_follow_up_opens_what_was_asked(client, asked, office, colleague, redding):
    client.post(f"{PAGE}plan/", said(redding, colleague, *asked))
    row = FollowUp.objects.get()
    assert (Letter.objects.filter(kind="follow-up").count(), row.told) == (0, False)
    for _n in range(2):
        client.post(reverse("convenings:call-off-follow-up", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == FollowUpState.DECLINED
    assert set(FollowUpRequest.objects.values_list("state", "follow_up")) == {(FollowUpState.OPEN, None)}
    assert Letter.objects.filter(kind="follow-up").count() == 0
    assert client.get(reverse("convenings:change-follow-up", args=[row.pk])).status_code == 404


def test_single_request_gets_an_owner_and_can_be_opened_again(client, asked, office, colleague):
    address = reverse("convenings:settle-request", args=[asked[0].pk])
    client.post(address, {"act": "owner", "owner": colleague.pk})
    asked[0].refresh_from_db()
    assert asked[0].owner_id == colleague.pk
    client.post(address, {"act": "done"})
    assert "Ana Example" in client.get(f"{PAGE}?state=done").content.decode()
    client.post(address, {"act": "again"})
    client.post(address, {"act": "owner", "owner": "forged"})
    asked[0].refresh_from_db()
    assert (asked[0].state, asked[0].owner_id) == (FollowUpState.OPEN, colleague.pk)
    client.force_login(colleague.user)
    today = client.get("/today/").content.decode()
    assert "Ana Example asks for: " in today


def test_county_plans_after_a_convening_of_another_county_that_its_people_asked_at(
    client, redding, susanville, counties, office
):
    row = register_person(by=None, convening=redding.convening, site=susanville, entrant=entrant("fay"))
    redding.county = None
    redding.save()
    assert client.get(f"{PAGE}plan/").context["form"].fields["convening"].queryset.count() == 0
    FollowUpRequest.objects.create(registration=row, county=counties["shasta"], topic="team")
    assert client.get(f"{PAGE}plan/").context["form"].fields["convening"].queryset.count() == 1


def test_everyone_who_came_is_asked_once_and_once_more(client, redding, school, counties):
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    version = survey.versions.order_by("-number")[0]
    change_convening(by=None, convening=redding.convening, fields={"survey": version, "hours": Decimal(5)})
    rows = [
        register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(name, school))
        for name in ("ana", "ben", "cleo")
    ]
    with clock.at(START):
        for row in rows[:2]:
            check_in(by=None, registration=row, site=redding, how=How.NAME)
        assert ask_those_who_came() == 0
    with clock.at(END + timedelta(minutes=5)):
        assert (ask_those_who_came(), ask_those_who_came()) == (2, 0)
    letter = Letter.objects.filter(kind="after", to="ana@example.org").get()
    assert (f"/r/{rows[0].secret}/survey/" in letter.text, "5 hours" in letter.text) == (True, True)
    row = Registration.objects.select_related("convening__survey", "person__user", "county", "site").get(pk=rows[0].pk)
    answer_survey(registration=row, given=[Given("follow_up", choice="no")], language="en")
    with clock.at(END + timedelta(days=8)):
        assert (ask_those_who_came(), ask_those_who_came()) == (1, 0)
    assert Letter.objects.filter(kind="after").latest("pk").to == "ben@example.org"


def test_convening_without_survey_and_hours_asks_nobody(redding, school):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    with clock.at(START):
        check_in(by=None, registration=row, site=redding, how=How.NAME)
    with clock.at(END + timedelta(days=1)):
        assert ask_those_who_came() == 0


def test_county_reads_what_its_own_people_said_from_ten_on(client, office, redding, susanville, school, counties):
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.get()})
    redding.capacity = susanville.capacity = None
    redding.save()
    susanville.save()
    page = f"{PAGE}said/"
    assert "Not enough answers yet" in client.get(page).content.decode()
    for number in range(24):
        site, place = (redding, school) if number < 12 else (susanville, None)
        row = register_person(by=None, convening=redding.convening, site=site, entrant=entrant(f"p{number}", place))
        row = Registration.objects.select_related("convening__survey", "person__user", "county", "site").get(pk=row.pk)
        answer_survey(registration=row, given=[Given("follow_up", choice="no")], language="en")
    shown = client.get(f"{page}?after=talk").context["questions"]
    assert len(shown) > 1


def test_request_that_was_settled_by_itself_stays_so_when_its_follow_up_is_called_off(asked, redding, counties):
    shasta = counties["shasta"]
    row = plan_follow_up(
        by=None, convening=redding.convening, county=shasta, fields={"title": "Lesson study"}, requests=asked
    )
    settle_request(by=None, request=asked[0], owner=None, state=FollowUpState.DECLINED)
    call_off_follow_up(by=None, follow_up=row)
    states = FollowUpRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [FollowUpState.DECLINED, FollowUpState.OPEN]
