"""A NUL byte in an address is refused before anything looks for it."""

import pytest

from groundswell.core.services.submissions import submit_once

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/places/search/?q=a%00b", "/r/%00/", "/?%00=1"])
def test_nul_in_an_address_is_a_page_that_says_so(client, address):
    got = client.get(address)
    assert (got.status_code, "</html>" in got.content.decode()) == (400, True)


def test_percent_sign_alone_is_no_nul(client):
    assert client.get("/places/search/?q=100%25+0").status_code == 200


def test_forged_client_id_with_a_nul_is_a_key_like_another():
    assert submit_once(key="merge:a\x00b", act=lambda: "/done/") == "/done/"
    assert submit_once(key="merge:a\x00b", act=lambda: "/again/") == "/done/"
