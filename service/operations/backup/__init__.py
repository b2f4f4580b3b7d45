"""Backup and restore: one portable archive for both databases, checked after writing, restored in one transaction."""

from service.operations.backup.archive import BackupError
from service.operations.backup.make import (
    BackupReport,
    backup_folder,
    make_backup,
    new_backup,
    nightly_backup,
    prune,
)
from service.operations.backup.restore import RestoreReport, restore_backup
from service.operations.backup.upgrade import UpgradeReport, upgrade_database

__all__ = [
    "BackupError",
    "BackupReport",
    "RestoreReport",
    "UpgradeReport",
    "backup_folder",
    "make_backup",
    "new_backup",
    "nightly_backup",
    "prune",
    "restore_backup",
    "upgrade_database",
]
