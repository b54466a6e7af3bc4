"""The backup's format: a tar.gz with `about.json`, one JSON-lines file a table, and the uploaded files.

Rows are written as plain values, column by column, so that an archive of SQLite restores into PostgreSQL and back. The tables
are those that the database has, which before an upgrade are an older version's than this code's.
"""

import gzip
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction

from groundswell import __version__
from groundswell.accounts.models import User
from groundswell.cli.schema import kept_models, made_as_of, migrations_here, unknown_migrations
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.places.models import Place

FORMAT = 1
CHUNK = 2000  # rows
# What reading raises from a file that is no archive, was cut short, or has rows that do not fit.
DAMAGED = (OSError, EOFError, zlib.error, tarfile.TarError, KeyError, ValueError, ValidationError, DatabaseError)


class DatabaseNotEmpty(Refused):
    """There is data already; restoring would mix two worlds."""


class ArchiveUnreadable(Refused):
    """Not an archive of ours, or of a newer version."""


def write_archive(path: Path) -> int:
    """Write everything, as of one moment. Return the number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)  # it will hold everything about everybody
    with tarfile.open(part, "w:gz", compresslevel=5) as archive:
        with _as_of_one_moment():
            about = {"format": FORMAT, "version": __version__, "made_at": now(), "migrations": migrations_here()}
            counts = {model._meta.label: _write_table(archive, model) for model in kept_models()}
        for name in _file_names(""):
            _write_file(archive, name)
        about["rows"] = counts
        raw = json.dumps(about, cls=DjangoJSONEncoder, indent=1).encode()
        _add(archive, "about.json", io.BytesIO(raw), len(raw))
    part.replace(path)
    return sum(counts.values())


@contextmanager
def _as_of_one_moment() -> Iterator[None]:
    """What is read within was all true at one instant, and nobody who writes waits for it."""
    database: Any = connection
    database.ensure_connection()  # connecting sets the mode
    mode = getattr(database, "transaction_mode", None)
    if connection.vendor == "sqlite":
        database.transaction_mode = "DEFERRED"  # one that begins by reading takes no turn
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            database.transaction_mode = mode


def _write_table(archive: tarfile.TarFile, model: type[models.Model]) -> int:
    names = [field.attname for field in model._meta.concrete_fields]
    count = 0
    with tempfile.SpooledTemporaryFile(2**24) as out:
        out.write(json.dumps(names).encode() + b"\n")
        for row in model._base_manager.order_by("pk").values_list(*names).iterator(CHUNK):
            out.write(json.dumps(row, cls=DjangoJSONEncoder).encode() + b"\n")
            count += 1
        size = out.tell()
        out.seek(0)
        _add(archive, f"tables/{model._meta.label}.jsonl", out, size)
    return count


def _write_file(archive: tarfile.TarFile, name: str) -> None:
    """One uploaded file; nothing when somebody removed it since the files were listed."""
    with (
        suppress(FileNotFoundError),
        default_storage.open(name) as source,
        tempfile.SpooledTemporaryFile(2**24) as copy,
    ):
        size = sum(copy.write(chunk) for chunk in source.chunks())
        copy.seek(0)
        _add(archive, f"files/{name}", copy, size)


def _add(archive: tarfile.TarFile, name: str, source: Any, size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mtime = int(now().timestamp())
    archive.addfile(entry, source)


def _file_names(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}".lstrip("/")
    for name in folders:
        yield from _file_names(f"{folder}/{name}".lstrip("/"))


def read_archive(path: Path, *, replace: bool) -> int:
    """Read everything into a database. All or nothing. Return the number of rows."""
    try:
        about = _judge(path)  # before anything is touched
        if not replace and _holds_data():
            raise DatabaseNotEmpty("The database holds data already. Restore into an empty one, or say --replace.")
        with tarfile.open(path, "r:gz") as archive:
            with transaction.atomic() if about["migrations"] == migrations_here() else made_as_of(about["migrations"]):
                total = _read_tables(archive, about["rows"])
                _read_files(archive)  # before the rows are seen: they name these files
            return total
    except DAMAGED as error:
        raise ArchiveUnreadable(f"{path} cannot be read as an archive of `groundswell backup`: {error}") from error


def _holds_data() -> bool:
    """Somebody uses it; some tables are born with rows."""
    tables = connection.introspection.table_names()
    return any(model._meta.db_table in tables and model._base_manager.exists() for model in (User, Place))


def _judge(path: Path) -> dict[str, Any]:
    """What the archive says of itself, once it is whole and of no newer version than this one."""
    _read_to_the_end(path)
    with tarfile.open(path, "r:gz") as archive:
        about: dict[str, Any] = json.load(archive.extractfile("about.json") or io.BytesIO(b"{}"))
    if about.get("format") != FORMAT:
        raise ArchiveUnreadable(f"{path} was written by another version of `groundswell backup`.")
    if unknown_migrations(about["migrations"]):
        raise ArchiveUnreadable(
            f"{path} comes from Groundswell {about['version']}, which is newer than this one. Install that version first."
        )
    return about


def _read_to_the_end(path: Path) -> None:
    """Raise if a byte is not as it was written: only gzip's sum at the end tells, and tar passes over some damage."""
    with gzip.open(path) as whole:
        while whole.read(2**20):
            pass


def _read_tables(archive: tarfile.TarFile, counts: dict[str, int]) -> int:
    total = 0
    kept = kept_models()
    Session.objects.all()._raw_delete(connection.alias)  # noqa: SLF001 - whoever was signed in may be somebody else now
    for model in reversed(kept):
        model._base_manager.all()._raw_delete(connection.alias)  # noqa: SLF001
    for model in kept:
        source = archive.extractfile(f"tables/{model._meta.label}.jsonl") if model._meta.label in counts else None
        if source is not None:
            total += _read_table(model, source)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(statement)
    return total


def _read_files(archive: tarfile.TarFile) -> None:
    for entry in archive:
        if entry.name.startswith("files/") and entry.isfile():
            content = archive.extractfile(entry)
            name = entry.name.removeprefix("files/")
            if content is not None:
                if default_storage.exists(name):
                    default_storage.delete(name)  # it would go under another name
                default_storage.save(name, File(content))


def _read_table(model: type[models.Model], source: Any) -> int:
    names: list[str] = json.loads(source.readline())
    fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    known = [(position, fields[name]) for position, name in enumerate(names) if name in fields]
    count = 0
    batch: list[models.Model] = []
    for line in source:
        values = json.loads(line)
        batch.append(model(**{field.attname: _value(field, values[position]) for position, field in known}))
        if len(batch) >= CHUNK:
            count += _insert(model, batch)
    return count + _insert(model, batch)


def _value(field: Any, raw: Any) -> Any:
    if raw is None or isinstance(field, models.JSONField):
        return raw
    return field.target_field.to_python(raw) if field.is_relation else field.to_python(raw)


def _insert(model: type[models.Model], batch: list[models.Model]) -> int:
    count = len(batch)
    model._base_manager.bulk_create(batch)
    batch.clear()
    return count
