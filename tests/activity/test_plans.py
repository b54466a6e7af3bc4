"""What reads the record and the outbox walks an index, at a hundred thousand rows or a million (`ROWS=1000000`).

The rows are made by the database itself. Each page is asked for once, and the plan of each of its queries is read: none
may walk a whole table that grows with use.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Activity
from groundswell.activity.selectors import Wish, feed_of_space
from groundswell.activity.services.digests import write_digests
from groundswell.activity.services.letters import claim_letters
from groundswell.core.clock import now
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import make_space

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROWS = int(os.environ.get("ROWS", "100000"))
GROWS = ("activity_activity", "activity_feedline", "activity_letter", "activity_notice")
# A whole walk: `Seq Scan on activity_letter`; `SCAN activity_letter` that names no index.
WHOLE = {
    "postgresql": re.compile(rf"Seq Scan on ({'|'.join(GROWS)})\b"),
    "sqlite": re.compile(rf"SCAN ({'|'.join(GROWS)})\b(?! USING)"),
}
NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(1, {rows}) AS numbers(n)",
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows}) SELECT n FROM numbers",
}
MOMENT = {
    "postgresql": "'{now}'::timestamptz - n * interval '7 seconds'",
    "sqlite": "datetime('{now}', '-' || (n * 7) || ' seconds')",
}
UUID = {
    "postgresql": "gen_random_uuid()",
    "sqlite": "lower(hex(randomblob(4)) || hex(randomblob(2)) || hex(randomblob(2)) || hex(randomblob(2)) || hex(randomblob(6)))",
}
EMPTY = {"postgresql": "'{}'::jsonb", "sqlite": "'{}'"}


@dataclass
class Full:
    """Somebody who did every second thing, somebody who did two, a space in which every fourth happened, the whole."""

    busy: User
    quiet: User
    operator: User
    space: int
    platform: int


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def full(db: None) -> Full:
    platform = provide_platform()
    inner = make_space(kind=Kind.COLLABORATIVE, within=[platform])
    busy, quiet, operator, many = (
        provide_user(email=f"{name}@example.org") for name in ("busy", "quiet", "op", "many")
    )
    give_role(by=None, user=operator, role="operator", space=platform)
    give_role(by=None, user=operator, role="auditor", space=platform)
    vendor, moment = connection.vendor, MOMENT[connection.vendor].replace("{now}", now().strftime("%Y-%m-%d %H:%M:%S"))
    numbers = NUMBERS[vendor].format(rows=ROWS)
    run(
        "INSERT INTO activity_activity (at, verb, actor_id, space_id, facts, seen_as)"
        f" SELECT {moment}, CASE WHEN n % 1000 = 0 THEN 'access.see_as_started' ELSE 'people.profile_changed' END,"
        f" CASE WHEN n <= 2 THEN {quiet.pk} WHEN n % 2 = 0 THEN {busy.pk} ELSE {many.pk} END,"
        f" CASE WHEN n % 4 = 0 THEN {inner.pk} ELSE {platform.pk} END, {EMPTY[vendor]}, '' FROM ({numbers}) AS made"
    )
    for space in (f"CASE WHEN space_id = {inner.pk} THEN {inner.pk} END", str(platform.pk)):
        run(
            "INSERT INTO activity_feedline (space_id, activity_id, at)"
            f" SELECT told, id, at FROM (SELECT {space} AS told, id, at FROM activity_activity) AS lines WHERE told IS NOT NULL"
        )
    run(
        'INSERT INTO activity_letter ("to", user_id, kind, subject, text, html, reply_to, calendar, headers, number, state, tries,'
        " due_at, failure, made_at)"
        f" SELECT 'p' || n % 5000 || '@example.org', {many.pk}, 'notice', 'S', 'T', '', '', '', {EMPTY[vendor]}, {UUID[vendor]},"
        f" CASE WHEN n % 20000 = 0 THEN 'failed' WHEN n % 20000 = 1 THEN 'waiting' ELSE 'sent' END, 1, {moment}, '', {moment}"
        f" FROM ({numbers}) AS made"
    )
    run(
        "INSERT INTO activity_notice (user_id, activity_id, made_at, read_at, mailed_at)"
        f" SELECT CASE WHEN n % 50 = 0 THEN {busy.pk} ELSE {many.pk} END, id, at, CASE WHEN n % 5000 = 0 THEN NULL ELSE at END,"
        " CASE WHEN n % 5000 = 0 THEN NULL ELSE at END FROM"
        " (SELECT id, at, row_number() OVER (ORDER BY id) AS n FROM activity_activity) AS made"
    )
    run("ANALYZE")
    return Full(busy, quiet, User.objects.get(pk=operator.pk), inner.pk, platform.pk)


def plans_of(act: Callable[[], Any]) -> Iterator[tuple[str, str]]:
    """Each query that is asked, with its plan."""
    with CaptureQueriesContext(connection) as asked:
        act()
    for query in asked.captured_queries:
        sql = query["sql"]
        if not sql.lstrip("( ").upper().startswith(("SELECT", "WITH")) or not any(table in sql for table in GROWS):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
            yield sql, "\n".join(str(row[-1]) for row in cursor.fetchall())


def asks(full: Full) -> dict[str, Callable[[], Any]]:
    def page(user: User, path: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(user)

        def ask() -> None:
            assert client.get(path).status_code == 200

        return ask

    older = feed_of_space(full.platform).older
    last = (now() - timedelta(days=3)).date().isoformat()
    return {
        "own history": page(full.busy, "/history/"),
        "own history of who did little": page(full.quiet, "/history/"),
        "notices": page(full.busy, "/notices/"),
        "a collaborative": lambda: feed_of_space(full.space),
        "the record": page(full.operator, "/audit/"),
        "the record, older": page(full.operator, f"/audit/?before={older}"),
        "the record by somebody": page(full.operator, "/audit/?person=busy%40example.org"),
        "the record by who did little": page(full.operator, "/audit/?person=quiet%40example.org"),
        "the record of some days": page(full.operator, f"/audit/?until={last}&since={last}"),
        "who looked as another": page(full.operator, "/audit/?verb=access.see_as_started"),
        "what is done often": page(full.operator, "/audit/?verb=people.profile_changed"),
        "what is done often, in one place": lambda: feed_of_space(
            full.space, wish=Wish(verbs=("people.profile_changed",))
        ),
        "the operator's page": page(full.operator, "/operator/"),
        "the operator's letters": page(full.operator, "/operator/letters/"),
        "letters that failed": page(full.operator, "/operator/letters/?state=failed"),
        "letters that went out": page(full.operator, "/operator/letters/?state=sent"),
        "letters to somebody": page(full.operator, "/operator/letters/?to=p7%40example.org"),
        "the worker's look": claim_letters,
        "the digest": write_digests,
    }


def test_no_page_walks_a_whole_table(full):
    assert Activity.objects.count() >= ROWS
    found = []
    for name, act in asks(full).items():
        plans = list(plans_of(act))
        assert plans, name
        found += [f"{name}: {sql[:300]}\n{plan}" for sql, plan in plans if WHOLE[connection.vendor].search(plan)]
    assert not found, "\n\n".join(found)
