"""Bringing a database to the program's newest revision, with a backup before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.database import current_revision, known_revision, make_engine, migrate, newest_revision
from service.messages import Message
from service.operations.backup.archive import BackupError
from service.operations.backup.make import BackupReport, new_backup
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """From which revision to which; the backup made before (none for a new or a current database)."""

    old: str | None
    new: str
    backup: BackupReport | None


def upgrade_database(settings: Settings, now: datetime) -> UpgradeReport:
    """Migrate to the newest revision.

    Raises:
        BackupError: the database is newer than the program, or the backup could not be made; nothing was changed.
    """
    engine = make_engine(settings.database)
    try:
        old = current_revision(engine)
    finally:
        engine.dispose()
    new = newest_revision() or ""
    if old is not None and not known_revision(old):
        raise BackupError(Message("数据库的版本 %(revision)s 比本程序新，请先升级程序", revision=old))
    if old == new:
        return UpgradeReport(old, new, None)
    backup = new_backup(settings, now, label="before-upgrade") if old is not None else None
    migrate(settings.database)
    return UpgradeReport(old, new, backup)
