"""A NUL byte in an address is refused before anything looks for it."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/places/search/?q=a%00b", "/r/%00/", "/?%00=1"])
def test_nul_in_an_address_is_a_page_that_says_so(client, address):
    got = client.get(address)
    assert (got.status_code, "</html>" in got.content.decode()) == (400, True)


def test_percent_sign_alone_is_no_nul(client):
    assert client.get("/places/search/?q=100%25+0").status_code == 200
