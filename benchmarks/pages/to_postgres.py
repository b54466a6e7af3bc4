"""The made state into an empty PostgreSQL database, row for row: `python -m benchmarks.pages.to_postgres STATE.sqlite3`."""

import sqlite3
import sys
from collections.abc import Iterator

import django

django.setup()

from django.apps import apps  # noqa: E402 - after django.setup()
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models  # noqa: E402

ROWS = 5_000


def tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def main() -> None:
    call_command("migrate", verbosity=0)
    made = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    models_of = list(tables())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # foreign keys are true already
        cursor.execute("SET TIME ZONE 'UTC'")  # SQLite keeps moments as text in UTC
        # All at once, before any row: what refers to a table is emptied with it.
        cursor.execute(
            f"TRUNCATE {', '.join(connection.ops.quote_name(model._meta.db_table) for model in models_of)} CASCADE"
        )
        for model in models_of:
            names = [f'"{field.column}"' for field in model._meta.local_concrete_fields]
            table, columns = f'"{model._meta.db_table}"', ", ".join(names)
            found = made.execute(f"SELECT {columns} FROM {table}")
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                while rows := found.fetchmany(ROWS):
                    for row in rows:
                        # As text, which PostgreSQL reads by the column's type: 0 and 1 for truth, plain text for JSON.
                        copy.write_row([None if value is None else str(value) for value in row])
        for statement in connection.ops.sequence_reset_sql(no_style(), models_of):
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
        for model in models_of:
            count = f"SELECT COUNT(*) FROM {connection.ops.quote_name(model._meta.db_table)}"
            cursor.execute(count)
            if cursor.fetchone() != made.execute(count).fetchone():
                sys.exit(f"{model._meta.db_table} has not the same rows in both databases.")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


main()
