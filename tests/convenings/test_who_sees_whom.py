"""Names are for those who were there too: to register, to open a link or to be written down by a captain shows nobody's."""

import pytest

from groundswell.convenings.choices import GroupKind, How
from groundswell.convenings.models import Group, GroupSeat, Registration, Seating
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.entrants import TeamEntry
from groundswell.convenings.services.registering import register_person, register_team
from groundswell.core import clock
from groundswell.people.policies import can_see
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(redding, susanville, school) -> tuple[Registration, Registration]:
    """Ana at Redding, Ben at Susanville."""
    return tuple(
        register_person(by=None, convening=redding.convening, site=site, entrant=entrant(name, school))
        for name, site in (("ana", redding), ("ben", susanville))
    )


def sees(one: Registration, other: Registration) -> bool:
    return can_see(one.person.user, other.person)


def come(row: Registration, how: How) -> None:
    with clock.at(START):
        check_in(by=None, registration=row, site=row.site, how=how)


def test_to_register_shows_nobody(pair):
    ana, ben = pair
    assert (sees(ana, ben), sees(ben, ana)) == (False, False)
    come(ben, How.NAME)
    assert (sees(ana, ben), sees(ben, ana)) == (False, False)


def test_those_who_were_checked_in_see_each_other_from_site_to_site(pair):
    ana, ben = pair
    come(ana, How.QR)
    come(ben, How.CODE)
    assert (sees(ana, ben), sees(ben, ana)) == (True, True)


def test_whoever_opened_the_link_is_seen_and_sees_only_those_of_their_group(pair, convening):
    ana, ben = pair
    come(ana, How.NAME)
    come(ben, How.LINK)
    assert (sees(ana, ben), sees(ben, ana)) == (True, False)
    seating = Seating.objects.create(convening=convening, kind=GroupKind.ACROSS)
    group = Group.objects.create(seating=seating, convening=convening, kind=GroupKind.ACROSS, name="A")
    for row in pair:
        GroupSeat.objects.create(group=group, registration=row)
    assert sees(ben, ana)


def test_a_team_sees_only_those_who_said_themselves_that_they_belong_to_it(redding, school):
    people = [entrant("ana", school), entrant("ben", school)]
    ana, ben = register_team(
        by=None, convening=redding.convening, site=redding, entrants=people, team=TeamEntry("Manzanita", school)
    )
    Registration.objects.filter(pk=ana.pk).update(confirmed_at=START)
    Registration.objects.filter(pk=ben.pk).update(confirmed_at=None)
    assert (sees(ana, ben), sees(ben, ana)) == (False, False)
    Registration.objects.filter(pk=ben.pk).update(confirmed_at=START)
    assert (sees(ana, ben), sees(ben, ana)) == (True, True)
