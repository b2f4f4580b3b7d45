"""Restoring: into an empty database, or over existing data after a backup of it; all of it or nothing.

An archive of an older revision is first brought up to date in a scratch database, so that what is
loaded always fits the program's own tables.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, delete, insert, table, text

from service.database import current_revision, known_revision, make_engine, migrate, newest_revision
from service.messages import Message
from service.models import AuditEntry
from service.operations.backup.archive import Archive, BackupError, read_archive
from service.operations.backup.make import BackupReport, make_backup, new_backup
from service.operations.backup.tables import BATCH, TableShape, count_of, insert_rows, shapes_of
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored, from which revision, and the backup of what was there before."""

    rows: int
    revision: str
    before: BackupReport | None


def restore_backup(settings: Settings, path: Path, now: datetime, *, replace: bool = False) -> RestoreReport:
    """Restore an archive into the installation's database, in one transaction.

    Raises:
        BackupError: the archive is damaged or newer than the program, the database holds data and
            `replace` was not asked for, or loading failed. The data are then as they were before.
    """
    archive = read_archive(path)
    if not known_revision(archive.revision):
        raise BackupError(Message("备份的数据版本 %(revision)s 比本程序新，请先升级程序", revision=archive.revision))
    before = _make_room(settings, now, replace)
    with tempfile.TemporaryDirectory(prefix="grid-duty-") as folder:
        newest = up_to_date(archive, Path(folder), now)
        engine = make_engine(settings.database)
        try:
            with writing(engine.connect()) as connection:
                if replace:
                    _empty(connection)
                load(connection, newest)
                _log(connection, now, path, archive.rows)
        finally:
            engine.dispose()
    return RestoreReport(archive.rows, archive.revision, before)


def _make_room(settings: Settings, now: datetime, replace: bool) -> BackupReport | None:
    """The newest tables, without data unless `replace`; what is there is backed up first."""
    engine = make_engine(settings.database)
    try:
        revision = current_revision(engine)
        if revision is not None and not known_revision(revision):
            raise BackupError(Message("数据库的版本 %(revision)s 比本程序新，请先升级程序", revision=revision))
        with engine.connect() as connection:
            filled = revision is not None and any(count_of(connection, s.name) for s in shapes_of(connection))
    finally:
        engine.dispose()
    if filled and not replace:
        raise BackupError(Message("数据库中已有数据，未恢复。如确要替换，请加 --replace（会先备份现有数据）"))
    report = new_backup(settings, now, label="before-restore") if filled else None
    migrate(settings.database)
    return report


def up_to_date(archive: Archive, folder: Path, now: datetime) -> Archive:
    """The archive at the newest revision: itself, or a new one made by migrating a scratch database."""
    if archive.revision == newest_revision():
        return archive
    url = f"sqlite:///{folder / 'scratch.sqlite'}"
    migrate(url, archive.revision)
    engine = make_engine(url)
    try:
        with writing(engine.connect()) as connection:
            load(connection, archive)
    finally:
        engine.dispose()
    migrate(url)
    return make_backup(url, folder / "newest.zip", now)


@contextmanager
def writing(connection: Connection) -> Iterator[Connection]:
    """One transaction that owns the database: committed at the end, rolled back by any error."""
    with connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def load(connection: Connection, archive: Archive) -> None:
    """Insert all rows and count them again.

    Raises:
        BackupError: the archive's tables or columns are not the database's, or a count differs.
    """
    shapes = shapes_of(connection)
    by_name = {entry.name: entry for entry in archive.tables}
    if by_name.keys() != {shape.name for shape in shapes}:
        raise BackupError(Message("备份中的表与数据库不一致，未恢复"))
    for shape in shapes:
        entry = by_name[shape.name]
        if {name for name, _ in entry.columns} != {name for name, _ in shape.columns}:
            raise BackupError(Message("备份中表 %(table)s 的列与数据库不一致，未恢复", table=shape.name))
        rows = archive.rows_of(entry)
        while portion := list(islice(rows, BATCH)):
            insert_rows(connection, shape, portion)
        if count_of(connection, shape.name) != entry.rows:
            raise BackupError(Message("表 %(table)s 恢复后的行数与备份不符，未恢复", table=shape.name))
        _next_number(connection, shape)


def _next_number(connection: Connection, shape: TableShape) -> None:
    """On PostgreSQL, let the table's numbering go on after the highest restored id."""
    if connection.dialect.name == "postgresql" and ("id", "int") in shape.columns:
        name = f'"{shape.name}"'
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence(:name, 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM {name}"  # noqa: S608 (a table's own name)
            ),
            {"name": name},
        )


def _empty(connection: Connection) -> None:
    """Remove all rows, the audit log's too (a backup of them was made): its guards are off for this transaction."""
    shapes = shapes_of(connection)
    guards = _take_guards_off(connection, shapes)
    for shape in reversed(shapes):
        connection.execute(delete(table(shape.name)))
    for statement in guards:
        connection.exec_driver_sql(statement)


def _take_guards_off(connection: Connection, shapes: list[TableShape]) -> list[str]:
    """Switch triggers off; returns the statements that put them back. Undone by a rollback."""
    if connection.dialect.name == "postgresql":
        for shape in shapes:
            connection.exec_driver_sql(f'LOCK TABLE "{shape.name}" IN ACCESS EXCLUSIVE MODE')
            connection.exec_driver_sql(f'ALTER TABLE "{shape.name}" DISABLE TRIGGER USER')
        return [f'ALTER TABLE "{shape.name}" ENABLE TRIGGER USER' for shape in shapes]
    triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [statement for _, statement in triggers]


def _log(connection: Connection, now: datetime, path: Path, rows: int) -> None:
    connection.execute(
        insert(AuditEntry).values(
            at=now, actor="restore", action="backup.restore", note=path.name, after={"rows": rows}, result="done"
        )
    )
