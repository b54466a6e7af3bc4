"""A million lines of the record with their feed lines, letters and notices: as `record` writes them, but by sets in SQL."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, models

from benchmarks.pages.gatherings import FIRST, NOW, Gathering
from groundswell.accounts.models import User
from groundswell.activity.models import Activity, FeedLine, Letter, Notice
from groundswell.core.inserts import insert_rows
from groundswell.core.models import LiveEvent
from groundswell.spaces.models import Reach

LINES, AT_ONCE = 1_000_000, 100_000
ON_SITES = (
    "convenings.registered",
    "convenings.checked_in",
    "convenings.gift_given",
    "convenings.moved",
    "convenings.waited",
)
ON_CONVENINGS = ("convenings.changed", "convenings.question_asked", "convenings.note_posted", "convenings.room_changed")
ON_COLLABORATIVES = ("collaboratives.task_done", "collaboratives.task_added", "collaboratives.need_changed")
ON_PEOPLE = ("people.profile_changed", "people.position_changed", "spread.committed", "people.consent_given")


def write_record(made: list[Gathering], people: list[tuple[int, int]]) -> None:
    """`people` are ids of users with those of their persons' spaces."""
    rows = lines(made, people)
    last = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    moment = FIRST
    step = (NOW - FIRST) / LINES
    with dropped(Activity), dropped(FeedLine):
        with connection.constraint_checks_disabled():
            for _part in range(LINES // AT_ONCE):
                part = []
                for _n in range(AT_ONCE):
                    moment += step
                    part.append((moment, *next(rows)))
                pour(part)
        feed(last)


def lines(made: list[Gathering], people: list[tuple[int, int]]) -> Iterator[tuple[str, int, int, int | None, str]]:
    """Verb, actor, space, other, facts; without end."""
    rng = random.Random(10)
    pick = rng.random
    # As choices from short lists by one random number each: a million calls of the module's own would take a minute.
    weighted = [one for one in made for _n in range(3 if one.number == 0 else 1)]
    spaces = [([site.space_id for site in one.sites], one.convening) for one in weighted]
    fields, photos = json.dumps({"fields": ["title"]}), json.dumps({"kind": "photos"})
    while True:
        sites, convening = spaces[int(pick() * len(spaces))]
        user, person = people[int(pick() * len(people))]
        kind, which = pick(), pick()
        if kind < 0.6:
            yield ON_SITES[int(which * len(ON_SITES))], user, sites[int(pick() * 8)], convening.space_id, "{}"
        elif kind < 0.8:
            yield ON_CONVENINGS[int(which * len(ON_CONVENINGS))], user, convening.space_id, None, fields
        elif kind < 0.85:
            space = convening.collaborative.space_id
            yield ON_COLLABORATIVES[int(which * len(ON_COLLABORATIVES))], user, space, None, "{}"
        else:
            yield ON_PEOPLE[int(which * len(ON_PEOPLE))], user, person, None, photos


def pour(part: list[tuple[Any, ...]]) -> None:
    table = connection.ops.quote_name(Activity._meta.db_table)
    prepare = connection.ops.adapt_datetimefield_value
    values = [(prepare(at), *rest) for at, *rest in part]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (at, verb, actor_id, space_id, other_id, facts, seen_as) VALUES (%s, %s, %s, %s, %s, %s, '')",
            values,
        )


def feed(after: int) -> None:
    """Each line stands in the feed of its space, of the other one, and of all that these lie within: once."""
    names = {word: connection.ops.quote_name(model._meta.db_table) for word, model in TABLES.items()}
    half = (
        "SELECT reach.outer_id, line.id, line.at FROM {line} AS line "
        "JOIN {reach} AS reach ON reach.inner_id = line.%s WHERE line.id > %d"
    )
    both = f"{half % ('space_id', after)} UNION {half % ('other_id', after)}"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {{feed}} (space_id, activity_id, at) {both}".format(**names))


TABLES: dict[str, type[models.Model]] = {"line": Activity, "reach": Reach, "feed": FeedLine}


class dropped:  # noqa: N801 - used as a word
    """Without its indexes while rows pour in: they are made at once afterwards."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def __enter__(self) -> None:
        with connection.schema_editor() as editor:
            for index in self.model._meta.indexes:
                editor.remove_index(self.model, index)

    def __exit__(self, *_what: object) -> None:
        with connection.schema_editor() as editor:
            for index in self.model._meta.indexes:
                editor.add_index(self.model, index)


def write_letters(count: int, users: list[tuple[int, str]]) -> None:
    """Two years of letters, nearly all of them sent."""
    rng = random.Random(11)
    text = "Dear colleague,\n\nyou have a place. " + "Bring a pen and a question. " * 30
    rows = (
        {
            "to": users[n % len(users)][1], "user_id": users[n % len(users)][0], "kind": "registration-registered",
            "subject": f"You have a place at Gathering {n % 200}", "text": text, "number": uuid.uuid4(), "tries": 1,
            "state": "failed" if n % 5000 == 0 else "waiting" if n > count - 40 else "sent", "sent_at": NOW,
            "made_at": NOW - timedelta(minutes=rng.randrange(1_000_000)),
        }
        for n in range(count)
    )  # fmt: skip
    insert_rows(Letter, rows)


def write_notices(users: list[int]) -> None:
    """Forty for each of these, half of them read."""
    newest = list(Activity.objects.order_by("-at", "-id").values_list("pk", "at")[:40])
    rows = (
        {"user_id": user, "activity_id": pk, "made_at": at, "read_at": at if n > 20 else None}
        for user in users
        for n, (pk, at) in enumerate(newest)
    )
    insert_rows(Notice, rows)


def write_live_events(one: Gathering) -> None:
    topic = f"convening:{one.convening.pk}"
    insert_rows(LiveEvent, ({"topic": topic, "body": {"action": "none"}, "made_at": NOW} for _n in range(5_000)))


def users_of(people: list[int]) -> list[tuple[int, str]]:
    found = User.objects.filter(person__in=people).exclude(email=None)
    return [(pk, email or "") for pk, email in found.order_by("pk").values_list("pk", "email")]
