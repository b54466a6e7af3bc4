"""Roles by hand: who may give which, the letter, an end, taking; nobody gives one to themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.access.allow import allows
from groundswell.access.models import Grant
from groundswell.access.permissions import WORDS, Permission
from groundswell.access.roles import ROLES
from groundswell.access.services.grants import give_role, take_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Activity, Letter, Notice
from groundswell.core import clock
from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Space
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def collaborative(noon) -> Space:
    return make_space(kind=Kind.COLLABORATIVE, within=[provide_platform()])


@pytest.fixture
def lead(client, collaborative) -> User:
    user = provide_user(email="lead@example.org")
    give_role(by=None, user=user, role="lead", space=collaborative)
    client.force_login(user)
    return user


def holder(email: str, role: str, space: Space) -> Client:
    user = provide_user(email=email)
    give_role(by=None, user=user, role=role, space=space)
    client = Client()
    client.force_login(user)
    return client


def fresh(email: str) -> User:
    return User.objects.get(email=email)


def test_every_permission_and_role_is_explained(client):
    assert set(WORDS) == set(Permission)
    page = client.get("/roles/").content.decode()
    for role in ROLES:
        assert str(role.name) in page


def test_lead_gives_a_role_until_a_day(client, lead, collaborative):
    path = f"/roles/on/{collaborative.pk}/"
    answer = client.post(path, {"email": "rep@example.org", "role": "representative", "until": "2027-02-28"})
    assert answer.url == path
    grant = Grant.objects.get(role="representative")
    assert grant.ends_at == datetime(2027, 3, 1, 8, tzinfo=UTC)
    assert grant.given_by_id == lead.pk
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.reply_to) == ("rep@example.org", "notice", "lead@example.org")
    assert "February 28" in letter.text.replace("Feb.", "February")
    assert Notice.objects.get().user_id == grant.user_id
    page = client.get(path).content.decode()
    assert "rep@example.org" in page
    with clock.at(datetime(2027, 3, 1, 7, 59, tzinfo=UTC)):
        assert allows(fresh("rep@example.org"), Permission.COLLABORATIVE_WORK, collaborative)
    with clock.at(datetime(2027, 3, 1, 8, tzinfo=UTC)):
        assert not allows(fresh("rep@example.org"), Permission.COLLABORATIVE_WORK, collaborative)


def test_day_that_is_over_and_role_of_another_kind_are_refused(client, lead, collaborative):
    path = f"/roles/on/{collaborative.pk}/"
    for sent in (
        {"email": "x@example.org", "role": "member", "until": "2027-01-31"},
        {"email": "x@example.org", "role": "site-host"},
        {"email": "no address", "role": "member"},
    ):
        assert client.post(path, sent).status_code == 200
    assert Grant.objects.count() == 1


def test_page_of_roles_is_closed_to_others(collaborative, lead):
    path = f"/roles/on/{collaborative.pk}/"
    other = make_space(kind=Kind.COLLABORATIVE)
    assert Client().get(path).status_code == 404
    assert holder("member@example.org", "member", collaborative).get(path).status_code == 404
    assert holder("elsewhere@example.org", "lead", other).get(path).status_code == 404
    assert holder("state@example.org", "state-lead", provide_platform()).get(path).status_code == 200
    grant = Grant.objects.get(role="lead", space=collaborative)
    assert holder("far@example.org", "lead", other).post(f"/roles/take/{grant.pk}/").status_code == 404
    assert Grant.objects.get(pk=grant.pk).ends_at is None


def test_nobody_gives_a_role_to_themselves(client, lead, collaborative):
    page = client.post(f"/roles/on/{collaborative.pk}/", {"email": "LEAD@example.org", "role": "member"})
    assert "Nobody gives a role to themselves" in page.content.decode()
    assert Grant.objects.count() == 1


def test_state_lead_cannot_make_an_operator_and_an_operator_can(collaborative):
    platform = provide_platform()
    path = f"/roles/on/{platform.pk}/"
    sent = {"email": "new@example.org", "role": "operator"}
    state = holder("state@example.org", "state-lead", platform)
    assert state.post(path, sent).status_code == 200
    assert state.post(path, {**sent, "role": "auditor"}).status_code == 302
    assert holder("ops@example.org", "operator", platform).post(path, sent).status_code == 302
    operator = Grant.objects.get(role="operator", user__email="new@example.org")
    state.post(f"/roles/take/{operator.pk}/")
    assert Grant.objects.get(pk=operator.pk).ends_at is None


def test_taking_asks_first_and_keeps_the_record(client, lead, collaborative):
    rep = provide_user(email="rep@example.org")
    grant = give_role(by=lead, user=rep, role="representative", space=collaborative)
    path = f"/roles/take/{grant.pk}/"
    assert client.get(path).status_code == 200
    assert Grant.objects.get(pk=grant.pk).ends_at is None
    assert client.post(path).url == f"/roles/on/{collaborative.pk}/"
    assert not allows(fresh("rep@example.org"), Permission.COLLABORATIVE_WORK, collaborative)
    assert list(Activity.objects.order_by("id").values_list("verb", flat=True))[-1] == "access.role_taken"


def test_role_with_an_end_can_be_taken_and_given_a_new_end(noon, collaborative):
    rep = provide_user(email="rep@example.org")
    grant = give_role(by=None, user=rep, role="member", space=collaborative, until=noon + timedelta(days=9))
    again = give_role(by=None, user=rep, role="member", space=collaborative, until=noon + timedelta(days=20))
    assert (again.pk, again.ends_at) == (grant.pk, noon + timedelta(days=20))
    take_role(by=None, grant=grant)
    assert Grant.objects.get().ends_at == noon


def test_my_roles_shows_mine(client, lead, collaborative):
    page = client.get("/roles/mine/").content.decode()
    assert "Collaborative lead" in page
    assert "read answers" in page
    assert Client().get("/roles/mine/").url == "/sign-in/?next=/roles/mine/"


def test_page_of_roles_costs_the_same_for_one_and_three(client, lead, collaborative):
    client.get("/roles/")
    counts = []
    for number in range(3):
        give_role(by=None, user=provide_user(email=f"p{number}@example.org"), role="member", space=collaborative)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/roles/on/{collaborative.pk}/")
        counts.append(len(caught))
    assert counts[0] == counts[2]
    assert counts[0] <= 20
