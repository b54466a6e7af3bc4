"""Seeing and doing is decided in one place: by a role that holds now, on the space or one that it is part of."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from groundswell.access.allow import allows, holders, within_reach
from groundswell.access.models import Grant
from groundswell.access.permissions import Permission
from groundswell.access.services.grants import WrongSpaceForRole, give_role, take_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.core import clock
from groundswell.spaces.choices import EdgeKind, Kind
from groundswell.spaces.services.spaces import Link, link_spaces, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def host() -> User:
    return provide_user(email="host@example.org")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_allows_a_role_on_the_space_and_within_it(host):
    convening = make_space(kind=Kind.CONVENING)
    site = make_space(kind=Kind.SITE, within=[convening])
    give_role(by=None, user=host, role="organizer", space=convening)
    assert allows(host, Permission.CONVENING_EDIT, convening)
    assert allows(host, Permission.CONVENING_EDIT, site)


def test_allows_nothing_beside_or_above(host):
    convening = make_space(kind=Kind.CONVENING)
    mine = make_space(kind=Kind.SITE, within=[convening])
    other = make_space(kind=Kind.SITE, within=[convening])
    give_role(by=None, user=host, role="site-host", space=mine)
    assert allows(host, Permission.CONVENING_HOST, mine)
    assert not allows(host, Permission.CONVENING_HOST, other)
    assert not allows(host, Permission.CONVENING_HOST, convening)


def test_allows_nothing_through_taking_part(host):
    collaborative = make_space(kind=Kind.COLLABORATIVE)
    county = make_space(kind=Kind.PLACE)
    link_spaces([Link(county.pk, collaborative.pk, EdgeKind.TAKES_PART)])
    give_role(by=None, user=host, role="lead", space=collaborative)
    assert not allows(host, Permission.COLLABORATIVE_EDIT, county)


def test_allows_nothing_before_and_after_the_term(host, noon):
    site = make_space(kind=Kind.SITE)
    give_role(by=None, user=host, role="site-host", space=site, until=noon + timedelta(days=1))
    assert allows(fresh(host), Permission.CONVENING_HOST, site)
    with clock.at(noon - timedelta(days=1)):
        assert not allows(fresh(host), Permission.CONVENING_HOST, site)
    with clock.at(noon + timedelta(days=2)):
        assert not allows(fresh(host), Permission.CONVENING_HOST, site)


def test_allows_a_stranger_nothing():
    assert not allows(AnonymousUser(), Permission.CONVENING_HOST, make_space(kind=Kind.SITE))


def test_give_role_where_it_does_not_belong_is_refused(host):
    with pytest.raises(WrongSpaceForRole):
        give_role(by=None, user=host, role="site-host", space=make_space(kind=Kind.PLACE))
    assert not Grant.objects.exists()


def test_take_role_ends_it_and_keeps_the_record(host):
    site = make_space(kind=Kind.SITE)
    grant = give_role(by=None, user=host, role="site-host", space=site)
    take_role(by=None, grant=grant)
    assert not allows(fresh(host), Permission.CONVENING_HOST, site)
    assert Grant.objects.get().ends_at is not None


def test_within_reach_lists_what_allows_allows(host):
    convening = make_space(kind=Kind.CONVENING)
    inside = make_space(kind=Kind.SITE, within=[convening])
    outside = make_space(kind=Kind.SITE)
    grant = give_role(by=None, user=host, role="organizer", space=convening)
    rows = Grant.objects.filter(within_reach(host, Permission.CONVENING_EDIT))
    assert list(rows) == [grant]
    assert holders(Permission.CONVENING_EDIT, inside.pk) == [host.pk]
    assert holders(Permission.CONVENING_EDIT, outside.pk) == []
