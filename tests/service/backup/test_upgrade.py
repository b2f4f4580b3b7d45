"""Upgrading, and backups of an older revision, with a migration that only these tests have."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from service import database as program
from service.database import current_revision, make_engine, migrate, newest_revision
from service.operations.backup import BackupError, new_backup, restore_backup, upgrade_database
from service.operations.backup.archive import read_archive
from service.settings import Settings
from tests.service.backup.test_faults import KILL, run
from tests.service.backup.test_round_trip import contents, filled, installation
from tests.support.factories import NOW

MIGRATION = '''
"""A column more in a table that others refer to."""
import os
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later", "{old}", None, None


def upgrade():
    with op.batch_alter_table("zone") as batch:
        batch.add_column(sa.Column("colour", sa.String(8), nullable=False, server_default="red"))
    op.execute("UPDATE zone SET name = name")
    if os.environ.get("KILL_THE_MIGRATION"):
        os.kill(os.getpid(), 9)


def downgrade():
    op.drop_column("zone", "colour")
'''


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The program's migrations and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(program.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "later.py").write_text(MIGRATION.format(old=newest_revision()))
    return folder


def use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(program, "MIGRATIONS", folder)


def revision_of(url: str) -> str | None:
    engine = make_engine(url)
    try:
        return current_revision(engine)
    finally:
        engine.dispose()


def test_a_new_database_is_made_without_a_backup(tmp_path: Path) -> None:
    made = installation(tmp_path / "var", f"sqlite:///{tmp_path / 'new.sqlite'}")
    report = upgrade_database(made, NOW)
    assert (report.old, report.new, report.backup) == (None, newest_revision(), None)
    assert revision_of(made.database) == newest_revision()


def test_a_current_database_is_left_alone(settings: Settings) -> None:
    report = upgrade_database(settings, NOW)
    assert report.old == report.new
    assert report.backup is None


def test_an_older_database_is_backed_up_and_upgraded(
    database: str, tmp_path: Path, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(database)
    before = contents(database)
    old = newest_revision()
    use(monkeypatch, later)
    report = upgrade_database(installation(tmp_path / "var", database), NOW)
    assert (report.old, report.new) == (old, "later")
    assert report.backup is not None
    assert read_archive(report.backup.path).revision == old
    after = contents(database)
    assert len(after["zone"]) == len(before["zone"])
    assert {name: rows for name, rows in after.items() if name != "zone"} == {
        name: rows for name, rows in before.items() if name != "zone"
    }


def test_a_backup_of_an_older_revision_is_brought_up_to_date(
    database: str, tmp_path: Path, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = installation(tmp_path / "old", f"sqlite:///{tmp_path / 'old.sqlite'}")
    migrate(old.database)
    filled(old.database)
    path = new_backup(old, NOW).path
    use(monkeypatch, later)
    restore_backup(installation(tmp_path / "new", database), path, NOW)
    engine = make_engine(database)
    assert "colour" in {column["name"] for column in inspect(engine).get_columns("zone")}
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT colour FROM zone")) == "red"
    engine.dispose()
    assert contents(database)["cadre"] == contents(old.database)["cadre"]


def test_a_database_of_a_newer_program_is_refused(
    settings: Settings, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        use(patch, later)
        migrate(settings.database)
    with pytest.raises(BackupError, match="比本程序新"):
        upgrade_database(settings, NOW)
    assert revision_of(settings.database) == "later"


def test_a_killed_migration_is_as_if_it_had_not_begun(database: str, tmp_path: Path, later: Path) -> None:
    filled(database)
    old, before = newest_revision(), contents(database)
    made = installation(tmp_path / "var", database)
    patched = (
        f"import os\nos.environ['KILL_THE_MIGRATION'] = '1'\n{KILL}from pathlib import Path\nimport service.database as d\n"
        f"d.MIGRATIONS = Path({str(later)!r})"
    )
    done = run(made, "upgrade", program=patched)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert revision_of(database) == old
    assert contents(database) == before
    done = run(made, "upgrade", program=patched.replace("'1'", "''"))
    assert done.returncode == 0, done.stderr
    assert revision_of(database) == "later"
