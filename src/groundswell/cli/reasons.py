"""Why a command could not go on, where that is in nobody's code: the database or a file.

Django is loaded only where the command has started it: those that only compute never do.
"""

from typing import Any


def reason_of(error: Exception) -> str:
    """Why a command could not go on, where that is in nobody's code: the database or a file. Else nothing."""
    if isinstance(error, OSError):
        return file_reason(error) if error.filename else ""
    from django.apps import apps

    if not apps.ready:
        return ""
    from django.db import DatabaseError

    return database_reason() if isinstance(error, DatabaseError) else ""


def file_reason(error: OSError) -> str:
    """Which file, and what is wrong with it."""
    return f"{error.filename}: {error.strerror}."


def database_reason() -> str:
    """What is wrong with the database: it does not answer, or is not at this version. Nothing where it is well."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    database: Any = connection
    try:
        # Past the pool, which would wait long and not say why.
        soon: dict[str, Any] = {"connect_timeout": 5} if connection.vendor == "postgresql" else {}
        database.Database.connect(**database.get_connection_params() | soon).close()
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, database.Database.Error) as error:
        said = " ".join(str(error).split()).rstrip(".?")
        if connection.vendor == "sqlite":
            name = connection.settings_dict["NAME"]
            return f"the database {name} does not answer: {said}. Check GROUNDSWELL_HOME and DATABASE_URL."
        return f"the database does not answer: {said}. Check DATABASE_URL."
    if not missing:
        return ""
    return (
        f"{len(missing)} changes to the database's tables wait. At a first start `groundswell setup` makes them, "
        "after new files `groundswell upgrade`."
    )
