"""Making backups: a consistent state of the database while others work, and the pruning of old ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from service.database import current_revision, make_engine
from service.messages import Message
from service.operations.backup.archive import PART, Archive, BackupError, write_archive
from service.settings import Settings

NAME = re.compile(r"grid-duty-\d{8}T\d{6}(\d{6})?(-[a-z-]+)?\.zip")
PLAIN = re.compile(r"grid-duty-\d{8}T\d{12}\.zip")
STALE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made: the file, its size, the rows in it, and which old ones were pruned."""

    path: Path
    bytes: int
    rows: int
    revision: str
    pruned: tuple[Path, ...] = ()


def backup_folder(settings: Settings) -> Path:
    """Where backups go."""
    folder = settings.backup.folder
    return folder if folder.is_absolute() else settings.data_folder / folder


@contextmanager
def frozen_state(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database until its end; nobody waits for it."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        connection.rollback()


def make_backup(url: str, path: Path, now: datetime) -> Archive:
    """Back a database up to a file.

    Raises:
        BackupError: the database has no tables, or the file cannot be written.
    """
    engine = make_engine(url)
    try:
        revision = current_revision(engine)
        if revision is None:
            raise BackupError(Message("数据库还没有初始化，没有可备份的内容"))
        with frozen_state(engine) as connection:
            return write_archive(connection, path, revision, now)
    finally:
        engine.dispose()


def new_backup(settings: Settings, now: datetime, path: Path | None = None, label: str = "") -> BackupReport:
    """Back up to the backups' folder (and prune old ones), or to a file of one's own (nothing is pruned).

    `label`: small letters and dashes, set in the file's name, for a backup before something; it prunes
    nothing either, for the file that is about to be restored may be the oldest.

    Raises:
        BackupError: it could not be made; earlier backups are untouched.
    """
    folder = backup_folder(settings)
    target = path or folder / f"grid-duty-{now:%Y%m%dT%H%M%S%f}{label and '-' + label}.zip"
    if target.exists():
        raise BackupError(Message("%(path)s 已存在，不会覆盖；请换一个文件名", path=str(target)))
    archive = make_backup(settings.database, target, now)
    pruned = () if path is not None or label else prune(folder, settings.backup.keep, now)
    return BackupReport(target, target.stat().st_size, archive.rows, archive.revision, pruned)


def prune(folder: Path, keep: int, now: datetime) -> tuple[Path, ...]:
    """Remove all but the newest backups, and pieces that a killed backup left a day ago. Other files stay."""
    backups = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    old = backups[:-keep]
    pieces = [
        path for path in folder.glob(f"grid-duty-*{PART}") if now.timestamp() - path.stat().st_mtime > STALE_SECONDS
    ]
    for path in [*old, *pieces]:
        path.unlink(missing_ok=True)
    return tuple(old)


def nightly_backup(settings: Settings, now: datetime, night: datetime) -> BackupReport | None:
    """What the clock calls again and again: one backup for the night that began at `night`, none once it is made.

    A night that was missed is caught up when the clock runs again.

    Raises:
        BackupError: it could not be made; earlier backups are untouched, and the next call tries again.
    """
    folder = backup_folder(settings)
    made = [path.name for path in folder.glob("grid-duty-*.zip") if PLAIN.fullmatch(path.name)]
    if any(name >= f"grid-duty-{night.astimezone(UTC):%Y%m%dT%H%M%S}" for name in made):
        return None
    return new_backup(settings, now.astimezone(UTC))
