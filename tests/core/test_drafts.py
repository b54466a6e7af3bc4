"""Drafts belong to one owner; what cannot be kept is refused in words, never with a failure of the site."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from groundswell.accounts.services.users import provide_user
from groundswell.core.models import Draft
from groundswell.core.services.drafts import ChangedElsewhere, save_draft

pytestmark = pytest.mark.django_db
ADDRESS = "/drafts/register/north-talk/"


def put(client, body):
    return client.put(ADDRESS, body if isinstance(body, (str, bytes)) else json.dumps(body), "application/json")


def test_draft_of_a_visitor_is_kept_read_again_and_dropped(client):
    assert client.get(ADDRESS).json() == {"version": 0}
    first = put(client, {"version": 0, "fields": {"given_name": "Ana"}})
    again = put(client, {"version": 1, "fields": {"given_name": "Anna"}})
    assert [answer.status_code for answer in (first, again)] == [200, 200]
    found = client.get(ADDRESS).json()
    assert (found["version"], found["fields"]) == (2, {"given_name": "Anna"})
    assert client.delete(ADDRESS).status_code == 204
    assert client.get(ADDRESS).json() == {"version": 0}
    assert client.delete(ADDRESS).status_code == 204


def test_draft_without_fields_is_kept_and_one_of_no_form_of_ours_is_not_found(client):
    assert put(client, {"version": 0, "fields": {}}).status_code == 200
    assert put(client, {"version": 1, "fields": {}}).status_code == 200
    for address in (f"/drafts/{'a' * 81}/", f"/drafts/register/{'a' * 81}/"):
        assert client.put(address, '{"version": 0, "fields": {"a": "b"}}', "application/json").status_code == 404
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_draft_that_two_windows_begin_at_one_instant_is_kept_by_one_and_handed_to_the_other():
    ready = threading.Barrier(2)

    def begin(title: str) -> str:
        ready.wait(60)
        try:
            return save_draft(owner="v1", form="f", thing="", version=0, fields={"title": title}).fields["title"]
        except ChangedElsewhere as other:
            return other.draft.fields["title"]
        finally:
            connection.close()

    for _round in range(5):
        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(begin, ("one", "other")))
        assert told[0] == told[1] == Draft.objects.get().fields["title"]
        Draft.objects.all().delete()


def test_draft_of_one_is_not_read_or_dropped_by_another(client):
    put(client, {"version": 0, "fields": {"given_name": "Ana"}})
    client.cookies.clear()
    assert client.get(ADDRESS).json() == {"version": 0}
    client.delete(ADDRESS)
    client.force_login(provide_user(email="eve@example.org"))
    assert client.get(ADDRESS).json() == {"version": 0}
    assert Draft.objects.get().fields == {"given_name": "Ana"}


def test_draft_changed_in_another_window_is_handed_back_instead_of_written_over(client):
    put(client, {"version": 0, "fields": {"title": "first"}})
    put(client, {"version": 1, "fields": {"title": "second"}})
    late = put(client, {"version": 1, "fields": {"title": "late"}})
    assert (late.status_code, late.json()["version"], late.json()["fields"]) == (409, 2, {"title": "second"})
    assert Draft.objects.get().fields == {"title": "second"}


def test_forged_cookie_of_a_visitor_owns_nothing(client):
    put(client, {"version": 0, "fields": {"given_name": "Ana"}})
    client.cookies["visitor"] = client.cookies["visitor"].value.replace(":", "x:", 1)
    assert client.get(ADDRESS).json() == {"version": 0}


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", '{"version": 1}', '{"fields": {}}', '{"version": "x", "fields": {}}',
        '{"version": 0, "fields": 7}', '{"version": null, "fields": {}}', '{"version": Infinity, "fields": {}}',
        '{"version": 0, "fields": {"a": NaN}}', '{"version": 0, "fields": {"a": -Infinity}}',
        '{"version": 0, "fields": {"a": "\\u0000"}}', '{"version": 0, "fields": {"a": "\\ud800"}}',
        '{"version": 0, "fields": {"\\u0000": "a"}}', "[" * 100_000, b"\xff\xfe\x00",
        '{"version": 0, "fields": {"a": "' + "x" * 200_000 + '"}}',
    ],
    ids=range(18),
)  # fmt: skip
def test_draft_that_cannot_be_kept_is_refused(client, body):
    answer = put(client, body)
    assert (answer.status_code, answer.json()) == (400, {"error": "This draft could not be read."})
    assert Draft.objects.count() == 0


def test_live_events_are_polled_only_of_known_topics(client):
    unknown = [client.get("/live/poll/", {"topics": topics}).status_code for topics in ("", "nothing:1", "room")]
    assert unknown == [404, 404, 404]


def test_site_says_that_it_is_healthy(client):
    assert client.get("/healthy/").content == b"ok\n"


def test_draft_of_somebody_who_writes_about_escapes_is_kept(client):
    words = {"title": "A path \\u0000 and \U0001f600"}
    assert put(client, {"version": 0, "fields": words}).status_code == 200
    assert client.get(ADDRESS).json()["fields"] == words
