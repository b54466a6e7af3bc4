"""Feeds: one index walk a page, narrowed without missing a line, the same cost for one line and for many."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.accounts import naming as user_naming
from groundswell.accounts.services.users import provide_user
from groundswell.activity import selectors
from groundswell.activity.models import Activity, FeedLine
from groundswell.activity.selectors import Wish, feed_of_actor, feed_of_space
from groundswell.activity.services.record import record
from groundswell.core import clock
from groundswell.spaces import naming
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db


def all_lines(space: int, wish: Wish | None = None, size: int = 7) -> list[int]:
    """Every page of a feed, one after the other."""
    numbers: list[int] = []
    before = ""
    while True:
        page = feed_of_space(space, wish=wish, before=before, size=size)
        numbers += [line.number for line in page.lines]
        if not page.older:
            return numbers
        before = page.older


def live_through(noon: datetime) -> tuple[int, int]:
    """40 lines about a site within a convening, some at one moment, told out of order."""
    convening = make_space(kind=Kind.CONVENING)
    site = make_space(kind=Kind.SITE, within=[convening])
    dana = provide_user(email="dana@example.org")
    for number in range(40):
        with clock.at(noon + timedelta(hours=(number * 7) % 20)):
            record(
                verb="access.role_given" if number % 4 else "access.role_taken",
                by=dana if number % 3 else None,
                space=site.pk,
            )
    return convening.pk, dana.pk


def test_feed_shows_every_line_once_newest_first(noon):
    space, _dana = live_through(noon)
    wanted = list(Activity.objects.order_by("-at", "-id").values_list("id", flat=True))
    assert all_lines(space) == wanted


@pytest.mark.parametrize("rare", [0, 2000])
@pytest.mark.parametrize("narrowed", ["verb", "actor", "both", "days"])
def test_narrowed_feed_misses_nothing_by_either_way(noon, monkeypatch, rare, narrowed):
    monkeypatch.setattr(selectors, "RARE", rare)
    monkeypatch.setattr(selectors, "WINDOW", 10)
    space, dana = live_through(noon)
    record(verb="access.role_taken", by=None, space=make_space(kind=Kind.COLLABORATIVE).pk)
    rows = Activity.objects.filter(pk__in=FeedLine.objects.filter(space_id=space).values("activity_id"))
    wishes = {
        "verb": (Wish(verbs=("access.role_taken",)), rows.filter(verb="access.role_taken")),
        "actor": (Wish(actor=dana), rows.filter(actor_id=dana)),
        "both": (
            Wish(verbs=("access.role_taken",), actor=dana),
            rows.filter(actor_id=dana, verb="access.role_taken"),
        ),
        "days": (
            Wish(since=date(2027, 2, 2), until=date(2027, 2, 2)),
            rows.filter(at__gte=datetime(2027, 2, 2, 8, tzinfo=UTC)),
        ),
    }
    wish, expected = wishes[narrowed]
    assert all_lines(space, wish) == list(expected.order_by("-at", "-id").values_list("id", flat=True))


def test_feed_of_a_person_holds_their_lines(noon):
    _space, dana = live_through(noon)
    user = provide_user(email="dana@example.org")
    first = feed_of_actor(user, size=20)
    rest = feed_of_actor(user, before=first.older, size=20)
    numbers = [line.number for line in first.lines + rest.lines]
    assert numbers == list(Activity.objects.filter(actor_id=dana).order_by("-at", "-id").values_list("id", flat=True))
    assert rest.older == ""


@pytest.mark.parametrize("before", ["x", "1-", "-1", "9" * 40 + "-1", "1-1-1", "١-٢"])
def test_cursor_that_nobody_wrote_counts_as_none(noon, before):
    space, _dana = live_through(noon)
    assert len(feed_of_space(space, before=before).lines) == 40 if before != "١-٢" else True


def plans_of(act) -> str:
    """What SQLite says about how it reads, for each query of `act`."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    plans = []
    with connection.cursor() as cursor:
        for query in caught.captured_queries:
            if query["sql"].startswith("SELECT") and "activity_feedline" in query["sql"]:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plans.append("\n".join(str(row[3]) for row in cursor.fetchall()))
    return "\n".join(plans)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_feed_is_one_walk_along_its_index(noon):
    space, _dana = live_through(noon)
    older = feed_of_space(space, size=5).older
    for wish in (None, Wish(since=date(2027, 2, 1), until=date(2027, 2, 2))):
        plan = plans_of(lambda wish=wish: feed_of_space(space, wish=wish, before=older, size=5))
        assert "USING COVERING INDEX feed_space" in plan
        assert "TEMP B-TREE" not in plan
        assert "SCAN" not in plan
    rare = plans_of(lambda: feed_of_space(space, wish=Wish(verbs=("access.role_taken",)), size=5))
    assert "INDEX activity_verb" in rare
    assert "COVERING INDEX feed_activity (activity_id=? AND space_id=?)" in rare


def test_feed_costs_the_same_queries_for_one_and_three(noon):
    counts = []
    for lines in (1, 3):
        space = make_space(kind=Kind.COLLABORATIVE)
        for number in range(lines):
            record(verb="access.role_given", by=provide_user(email=f"p{number}@example.org"), space=space.pk)
        with CaptureQueriesContext(connection) as caught:
            assert len(feed_of_space(space.pk).lines) == lines
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_sentence_names_people_and_links_public_pages(noon, monkeypatch):
    space = make_space(kind=Kind.COLLABORATIVE)
    dana = provide_user(email="dana@example.org")
    monkeypatch.setattr(user_naming, "_known", [lambda ids: dict.fromkeys(ids, "Dana <O'Neil>")])
    monkeypatch.setattr(
        naming, "_kinds", {Kind.COLLABORATIVE: lambda ids: {pk: naming.Name("Math & Science", "/c/1/") for pk in ids}}
    )
    record(verb="access.role_given", by=dana, space=space.pk, facts={"role": "lead", "user": dana.pk})
    [line] = feed_of_space(space.pk).lines
    assert line.text == "Dana <O'Neil> gave Dana <O'Neil> the role “Collaborative lead” on Math & Science"
    assert '<a href="/c/1/">Math &amp; Science</a>' in line.html
    assert "Dana &lt;O&#x27;Neil&gt;" in line.html


def test_space_without_a_name_is_called_by_its_kind(noon):
    space = make_space(kind=Kind.RESOURCE)
    assert naming.names_of([space.pk, space.pk + 99, None]) == {space.pk: naming.Name(f"resource {space.pk}")}


def test_sentence_never_shows_an_address(noon):
    space = make_space(kind=Kind.COLLABORATIVE)
    record(verb="access.role_given", by=provide_user(email="dana@example.org"), space=space.pk)
    [line] = feed_of_space(space.pk).lines
    assert line.text == "Somebody gave Somebody the role “” on collaborative 1".replace("1", str(space.pk))
