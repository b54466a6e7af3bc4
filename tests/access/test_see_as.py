"""Looking as another role: read-only, recorded, an hour at most, and what is about persons stays closed."""

from datetime import timedelta

import pytest
from django.test import Client

from groundswell.access.models import Grant
from groundswell.access.services.grants import give_role, take_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Activity
from groundswell.core import clock
from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Space
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def collaborative(noon) -> Space:
    space = make_space(kind=Kind.COLLABORATIVE)
    give_role(by=None, user=provide_user(email="lead@example.org"), role="lead", space=space)
    return space


@pytest.fixture
def operator(client, noon) -> User:
    user = provide_user(email="ops@example.org")
    give_role(by=None, user=user, role="operator", space=provide_platform())
    client.force_login(user)
    return user


def look(client: Client, role: str, space: Space) -> None:
    assert client.post("/see-as/", {"wearing": f"{role}:{space.pk}"}).url == "/"


def test_operator_sees_what_the_role_sees_and_no_longer_what_the_operator_does(client, operator, collaborative):
    path = f"/roles/on/{collaborative.pk}/"
    assert client.get(path).status_code == 404
    assert client.get("/operator/").status_code == 200
    look(client, "lead", collaborative)
    page = client.get(path)
    assert page.status_code == 200
    assert "You are looking as <b>Collaborative lead</b>" in page.content.decode()
    assert client.get("/operator/").status_code == 404
    client.post("/see-as/stop/")
    assert client.get(path).status_code == 404
    assert client.get("/operator/").status_code == 200
    lines = list(
        Activity.objects.filter(verb__startswith="access.see_as").order_by("id").values_list("verb", "seen_as")
    )
    assert lines == [("access.see_as_started", "lead"), ("access.see_as_stopped", "lead")]


def test_nothing_can_be_changed_meanwhile(client, operator, collaborative):
    look(client, "lead", collaborative)
    before = Grant.objects.count()
    answer = client.post(f"/roles/on/{collaborative.pk}/", {"email": "x@example.org", "role": "member"})
    assert answer.status_code == 403
    assert "Nothing can be changed now" in answer.content.decode()
    assert client.put("/drafts/x/", "{}").status_code == 403
    assert Grant.objects.count() == before


def test_what_is_about_persons_stays_closed(client, operator, collaborative):
    from groundswell.access.allow import allows, put_on
    from groundswell.access.permissions import PRIVATE, Permission

    put_on(operator, role="lead", space=collaborative.pk)
    assert allows(operator, Permission.COLLABORATIVE_WORK, collaborative)
    assert not any(allows(operator, permission, collaborative) for permission in PRIVATE)


def test_it_ends_after_an_hour_and_where_the_right_is_taken(client, operator, collaborative, noon):
    look(client, "lead", collaborative)
    with clock.at(noon + timedelta(minutes=61)):
        assert client.get("/operator/").status_code == 200
    look(client, "lead", collaborative)
    take_role(by=None, grant=Grant.objects.get(role="operator"))
    assert client.get(f"/roles/on/{collaborative.pk}/").status_code == 404
    assert Activity.objects.filter(verb="access.see_as_stopped").count() == 2


def test_signing_out_ends_it_on_record(client, operator, collaborative):
    look(client, "lead", collaborative)
    client.post("/sign-out/")
    assert Activity.objects.get(verb="access.see_as_stopped").actor_id == operator.pk


def test_it_is_for_those_with_the_right_only(client, collaborative):
    lead = Client()
    lead.force_login(provide_user(email="lead@example.org"))
    assert lead.get("/see-as/").status_code == 404
    assert lead.post("/see-as/", {"wearing": f"lead:{collaborative.pk}"}).status_code == 404
    assert client.get("/see-as/").url == "/sign-in/?next=/see-as/"


def test_only_roles_that_are_offered_can_be_looked_as(client, operator, collaborative):
    for wearing in ("", "lead", f"lead:{collaborative.pk + 99}", f"site-host:{collaborative.pk}", "nobody:x"):
        assert client.post("/see-as/", {"wearing": wearing}).status_code == 200
    assert not Activity.objects.filter(verb="access.see_as_started").exists()


def test_signing_out_while_looking_ends_it(client, operator, collaborative):
    look(client, "lead", collaborative)
    client.post("/sign-out/")
    client.force_login(User.objects.get(pk=operator.pk))
    assert client.get("/operator/").status_code == 200
