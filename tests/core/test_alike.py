"""What all strangers see alike is made once, yet each gets a guard and a number of their own, and nobody another's page."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from groundswell.core import alike
from groundswell.core.alike import alike_for_strangers

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NUMBER = re.compile(r'name="client_id" value="([^"]+)"')


@pytest.fixture(autouse=True)
def nothing_kept():
    alike.PAGES._held.clear()
    yield
    alike.PAGES._held.clear()


def counted(made: list[str]):
    def view(request):
        made.append(request.path)
        return HttpResponse(f"page {len(made)}", headers={"X-Own": "1"})

    return alike_for_strangers(view)


@pytest.mark.django_db(transaction=True)
def test_strangers_share_a_page_and_its_head():
    made: list[str] = []
    view, ask = counted(made), RequestFactory()
    pages = [view(ask.get("/c/one/")), view(ask.get("/c/one/"))]
    assert [(page.content, page["X-Own"]) for page in pages] == [(b"page 1", "1")] * 2
    assert view(ask.get("/c/two/")).content == b"page 2"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "visitor", "room-1"])
def test_whoever_is_known_gets_a_page_of_their_own(cookie):
    made: list[str] = []
    view, ask = counted(made), RequestFactory()
    for _n in range(2):
        known = ask.get("/c/one/")
        known.COOKIES[cookie] = "x"
        view(known)
    assert len(made) == 2
    assert view(ask.get("/c/one/")).content == b"page 3"


@pytest.mark.django_db(transaction=True)
def test_posts_and_questions_are_never_answered_from_what_is_kept():
    made: list[str] = []
    view, ask = counted(made), RequestFactory()
    for request in (ask.get("/c/one/"), ask.get("/c/one/?page=2"), ask.post("/c/one/"), ask.get("/c/one/?page=2")):
        view(request)
    assert len(made) == 4


@pytest.mark.django_db(transaction=True)
def test_page_that_sets_a_cookie_is_no_page_for_all():
    def view(_request):
        response = HttpResponse("hello")
        response.set_cookie("mine", "1")
        return response

    with pytest.raises(TypeError, match="sets no cookie"):
        alike_for_strangers(view)(RequestFactory().get("/"))


@pytest.mark.django_db(transaction=True)
def test_each_stranger_has_a_guard_and_a_number_that_work():
    """The second page is the first one's, in English and in Spanish; its form can be sent all the same."""
    for language in ("en", "es"):
        first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
        pages = [client.get("/", headers={"accept-language": language}) for client in (first, second)]
        said = [page.content.decode() for page in pages]
        tokens, numbers = ([found.findall(page) for page in said] for found in (TOKEN, NUMBER))
        assert all(tokens)
        assert not set(tokens[0]) & set(tokens[1])
        assert not set(numbers[0]) & set(numbers[1])
        assert re.sub(r'value="[^"]*"', "", said[0]) == re.sub(r'value="[^"]*"', "", said[1])
        assert f'lang="{language}"' in said[1]
        answer = second.post(
            reverse("set_language"), {"language": "es", "next": "/", "csrfmiddlewaretoken": tokens[1][0]}
        )
        assert answer.status_code == 302
