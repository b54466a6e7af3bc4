"""A county's superintendent reads reports of what the county takes part in, and no others."""

import pytest

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.services.collaboratives import add_place
from groundswell.convenings.choices import How
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    END,
    collaborative,
    convening,
    counties,
    entrant,
    redding,
)

pytestmark = pytest.mark.django_db


def test_superintendent_reads_the_report_once_the_county_takes_part(client, redding, counties):  # noqa: F811
    somebody = provide_person(by=None, email="sup@example.org", given_name="Sup")
    give_role(by=None, user=somebody.user, role="superintendent", space=counties["lassen"].space)
    client.force_login(somebody.user)
    address = f"/c/{redding.convening.key}/report/"
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))
    with clock.at(redding.convening.starts_at):
        check_in(by=None, registration=row, site=redding, how=How.NAME)
    with clock.at(END + (END - redding.convening.starts_at)):
        before = (client.get(address).status_code, address in client.get("/today/").content.decode())
        add_place(by=None, collaborative=redding.convening.collaborative, place=counties["lassen"])
        after = (client.get(address).status_code, address in client.get("/today/").content.decode())
    assert (before, after) == ((404, False), (200, True))
