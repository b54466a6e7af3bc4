"""Thousands of new spaces at once, each within spaces that exist: reach is derived in the database, not row by row."""

from collections.abc import Sequence

from django.db import connection, transaction

from groundswell.core.clock import now
from groundswell.core.inserts import insert_rows
from groundswell.spaces.choices import EdgeKind, Kind
from groundswell.spaces.models import Edge, Reach, Space
from groundswell.spaces.services.spaces import take_turns

CHUNK = 5000  # ids in one statement


def make_spaces_within(*, kind: Kind, outers: Sequence[Sequence[int]]) -> list[Space]:
    """One new space for each entry, part of the spaces with these ids. Nothing lies within a new space yet, so its reach
    is itself and the reach of those it is part of.
    """
    moment = now()
    with transaction.atomic():
        take_turns()
        spaces = Space.objects.bulk_create([Space(kind=kind, made_at=moment) for _ in outers], batch_size=CHUNK)
        insert_rows(
            Edge,
            (
                {"inner_id": space.pk, "outer_id": outer, "kind": EdgeKind.PART_OF}
                for space, around in zip(spaces, outers, strict=True)
                for outer in dict.fromkeys(around)
            ),
        )
        made = [space.pk for space in spaces]
        for start in range(0, len(made), CHUNK):
            _derive_reach(made[start : start + CHUNK])
    return spaces


def _derive_reach(made: Sequence[int]) -> None:
    quote = connection.ops.quote_name
    tables = {"reach": Reach, "edge": Edge, "space": Space}
    names = {word: quote(model._meta.db_table) for word, model in tables.items()}
    marks = ", ".join(["%s"] * len(made))
    itself = f"SELECT id, id FROM {names['space']} WHERE id IN ({marks})"  # noqa: S608 - table names and marks only
    above = (
        f"SELECT edge.inner_id, reach.outer_id FROM {names['edge']} AS edge "  # noqa: S608
        f"JOIN {names['reach']} AS reach ON reach.inner_id = edge.outer_id "
        f"WHERE edge.kind = %s AND edge.inner_id IN ({marks})"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {names['reach']} (inner_id, outer_id) {itself} UNION {above}",
            [*made, EdgeKind.PART_OF, *made],
        )
