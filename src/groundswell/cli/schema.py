"""The tables as a database has them: those of this version, or of an older one before `upgrade` or in an archive."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from groundswell.core.live.publish import begin_numbers

# Made again by themselves, or only of this machine.
LEFT_OUT = {"sessions.Session", "contenttypes.ContentType", "auth.Permission"}


def migrations_here() -> list[str]:
    """The migrations that this database has had, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def unknown_migrations(names: Iterable[str]) -> set[str]:
    """Those that this version does not have: they are of a newer one."""
    return set(names) - {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def kept_models() -> list[type[models.Model]]:
    """Every table of ours and of the libraries that holds people's data, with the columns that this database has."""
    loader = MigrationLoader(connection)
    had = [node for node in loader.graph.nodes if node in loader.applied_migrations]
    found = loader.project_state(had).apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.label not in LEFT_OUT]


@contextmanager
def made_as_of(migrations: Iterable[str]) -> Iterator[None]:
    """Make all tables anew as those migrations left them, to be filled; afterwards they become this version's.

    All of it, or nothing. SQLite changes tables only while it does not look at foreign keys, so all of them are looked at
    in the end.
    """
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            _drop_tables()
            executor = MigrationExecutor(connection)
            executor.migrate(_last_of(executor.loader.graph, set(migrations)))
            connection.check_constraints()  # on PostgreSQL the way back to checking them late: rows come in any order
            yield
            connection.check_constraints()  # PostgreSQL changes no table that has rows still to be checked
            call_command("migrate", verbosity=0)
            connection.check_constraints()
    finally:
        connection.enable_constraint_checking()


def _last_of(graph: MigrationGraph, names: set[str]) -> list[tuple[str, str]]:
    """Those of the named migrations on which no other of them builds: making them makes all."""
    had = {node for node in graph.nodes if ".".join(node) in names}
    return sorted(node for node in had if not any(child.key in had for child in graph.node_map[node].children))


def make_tables() -> None:
    """This version's tables, with what pages need of them from the first one on."""
    call_command("migrate", verbosity=0)
    begin_numbers()


def fit_to_version() -> None:
    """This version's tables, and its static files where the site serves them from."""
    make_tables()
    call_command("collectstatic", verbosity=0, interactive=False)


def _drop_tables() -> None:
    """Also those of a newer version: what was applied says whose they are."""
    apps = {app for app, _name in MigrationRecorder(connection).applied_migrations()}
    ours = ("django_", *(f"{app}_" for app in apps))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(ours):
                quoted = connection.ops.quote_name(table)
                cursor.execute(connection.SchemaEditorClass.sql_delete_table % {"table": quoted})
