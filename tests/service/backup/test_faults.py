"""Full disks, killed processes, damaged files: what was there before stays, and nothing is half done."""

from __future__ import annotations

import errno
import io
import json
import os
import resource
import signal
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from service.database import current_revision, make_engine
from service.operations.backup import BackupError, archive, make, new_backup, prune, restore, restore_backup
from service.operations.backup.archive import read_archive
from service.settings import Settings
from tests.service.backup.test_round_trip import contents, filled, installation
from tests.support.factories import NOW


def no_pieces(folder: Path) -> bool:
    return not list(folder.glob("*.part"))


def test_a_full_disk_leaves_earlier_backups_and_no_piece(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(settings.database)
    first = new_backup(settings, NOW).path
    kept = first.read_bytes()

    class FullDisk(io.FileIO):
        def write(self, data: Any) -> int:
            if self.tell() > 2000:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(data)

    monkeypatch.setattr(archive.os, "fdopen", lambda descriptor, mode: FullDisk(descriptor, "w+b"))
    with pytest.raises(BackupError, match="No space left"):
        new_backup(settings, NOW + timedelta(days=1))
    assert [path.name for path in first.parent.iterdir()] == [first.name]
    assert first.read_bytes() == kept


def test_a_full_disk_on_the_command_line_says_so(settings: Settings) -> None:
    filled(settings.database, os.urandom(200_000))

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = run(settings, "backup", preexec_fn=little_room)
    assert done.returncode == 1
    assert "备份未完成" in done.stderr
    assert list((settings.data_folder / "backups").iterdir()) == []


def run(settings: Settings, *arguments: str, program: str = "", **more: Any) -> subprocess.CompletedProcess[str]:
    """The command from outside, on the installation; `program` may change it before."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GRID_DUTY_")},
        "GRID_DUTY_DATA_FOLDER": str(settings.data_folder),
        "GRID_DUTY_DATABASE_URL": settings.database,
        "PYTHONUTF8": "1",
    }
    code = (
        f"{program}\nimport sys\nfrom service.cli import main\nsys.argv = ['grid-duty', *{list(arguments)!r}]\nmain()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False, **more
    )


KILL = "import os, signal\ndie = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"


def test_a_backup_killed_before_its_end_has_no_backups_name(settings: Settings) -> None:
    filled(settings.database)
    program = f"{KILL}import service.operations.backup.archive as a\na.read_archive = die"
    done = run(settings, "backup", program=program)
    assert done.returncode == -signal.SIGKILL
    names = [path.name for path in (settings.data_folder / "backups").iterdir()]
    assert len(names) == 1
    assert names[0].endswith(".part")
    later = NOW + timedelta(days=4000)
    new_backup(settings, later)
    assert no_pieces(settings.data_folder / "backups")


@pytest.mark.parametrize("replace", [False, True], ids=["into-empty", "replace"])
def test_a_killed_restore_leaves_the_data_as_they_were(database: str, tmp_path: Path, replace: bool) -> None:
    source = installation(tmp_path / "source", f"sqlite:///{tmp_path / 'source.sqlite'}")
    from service.database import migrate

    migrate(source.database)
    filled(source.database)
    path = new_backup(source, NOW).path
    target = installation(tmp_path / "target", database)
    if replace:
        filled(database)
    before = contents(database)
    program = f"{KILL}import service.operations.backup.restore as r\nr._log = die"
    done = run(target, "restore", str(path), *(["--replace"] if replace else []), program=program)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert contents(database) == before
    restore_backup(target, path, NOW, replace=replace)
    assert contents(database)["zone"] == contents(source.database)["zone"]


def test_a_restore_onto_a_full_disk_leaves_the_data_as_they_were(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(settings.database)
    path = new_backup(settings, NOW).path
    before = contents(settings.database)

    def small(url: str) -> Any:
        engine = make_engine(url)
        if "scratch" not in url:
            event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
        return engine

    # SQLite never goes below what the file has: no page can be added, as on a full disk.
    monkeypatch.setattr(restore, "make_engine", small)
    monkeypatch.setattr(restore, "_empty", lambda connection: None)
    monkeypatch.setattr(restore, "load", grow)
    with pytest.raises(OperationalError, match="full"):
        restore_backup(settings, path, NOW, replace=True)
    assert contents(settings.database) == before


def grow(connection: Any, _archive: Any) -> None:
    for number in range(2000):
        connection.execute(
            text("INSERT INTO clock_beat (name, process, seen_at) VALUES (:name, :name, '2026-01-01 00:00:00.000000')"),
            {"name": f"{number:030d}"},
        )


def damaged(path: Path, change: Any) -> Path:
    """A copy of an archive with its members changed."""
    copy = path.with_name("damaged.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return copy


def lost_row(name: str, content: bytes) -> bytes:
    return content.split(b"\n", 1)[1] if name == "tables/zone.jsonl" else content


def other_format(name: str, content: bytes) -> bytes:
    return content.replace(b"grid-duty/backup", b"something/else") if name == "manifest.json" else content


def lost_table(name: str, content: bytes) -> bytes | None:
    return None if name == "tables/zone.jsonl" else content


@pytest.mark.parametrize("change", [lost_row, other_format, lost_table])
def test_a_damaged_archive_is_refused_before_anything_is_touched(
    settings: Settings, tmp_path: Path, change: Any
) -> None:
    filled(settings.database)
    path = damaged(new_backup(settings, NOW).path, change)
    target = installation(tmp_path / "other", f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(BackupError):
        restore_backup(target, path, NOW)
    assert not (tmp_path / "new.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(BackupError, match="不是完好的备份文件"):
        read_archive(path)


def test_a_value_of_the_wrong_kind_restores_nothing(settings: Settings, tmp_path: Path) -> None:
    filled(settings.database)
    path = new_backup(settings, NOW).path

    def no_date(name: str, content: bytes) -> bytes:
        if name == "manifest.json":
            manifest = json.loads(content)
            for entry in manifest["tables"]:
                if entry["name"] == "zone":
                    entry["columns"] = [
                        [column, "date" if column == "name" else kind] for column, kind in entry["columns"]
                    ]
            return json.dumps(manifest).encode()
        return content

    target = installation(tmp_path / "other", f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(BackupError):
        restore_backup(target, damaged(path, no_date), NOW)
    assert contents(target.database)["district"] == []


def test_an_archive_of_a_newer_program_is_refused(settings: Settings, tmp_path: Path) -> None:
    filled(settings.database)
    newer = damaged(
        new_backup(settings, NOW).path,
        lambda name, content: (
            content.replace(b'"revision": "', b'"revision": "z') if name == "manifest.json" else content
        ),
    )
    with pytest.raises(BackupError, match="比本程序新"):
        restore_backup(settings, newer, NOW, replace=True)
    assert current_revision(make_engine(settings.database)) is not None


def test_only_the_newest_backups_are_kept_and_strangers_stay(settings: Settings) -> None:
    filled(settings.database)
    folder = make.backup_folder(settings)
    for day in range(4):
        new_backup(settings, NOW + timedelta(days=day))
    (folder / "my-own.zip").write_text("x")
    gone = prune(folder, 2, NOW)
    assert len(gone) == 2
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted([*(path.name for path in sorted(folder.glob("grid-duty-*"))[-2:]), "my-own.zip"])
    assert "20261123" in names[-2]


def test_the_backup_before_a_restore_does_not_prune_what_is_restored(settings: Settings) -> None:
    filled(settings.database)
    few = settings.model_copy(update={"backup": settings.backup.model_copy(update={"keep": 1})})
    path = new_backup(few, NOW).path
    done = restore_backup(few, path, NOW + timedelta(days=1), replace=True)
    assert path.exists()
    assert done.before is not None
    assert done.before.path.exists()


def test_a_backup_never_overwrites_a_file(settings: Settings, tmp_path: Path) -> None:
    filled(settings.database)
    path = tmp_path / "mine.zip"
    path.write_text("precious")
    with pytest.raises(BackupError, match="不会覆盖"):
        new_backup(settings, NOW, path)
    assert path.read_text() == "precious"


def test_a_file_of_ones_own_prunes_nothing(settings: Settings, tmp_path: Path) -> None:
    filled(settings.database)
    few = settings.model_copy(update={"backup": settings.backup.model_copy(update={"keep": 1})})
    new_backup(few, NOW)
    new_backup(few, NOW + timedelta(days=1), tmp_path / "mine.zip")
    assert len(list(make.backup_folder(few).iterdir())) == 1
    assert read_archive(tmp_path / "mine.zip").rows > 0


def test_one_backup_is_made_a_night_and_a_missed_night_caught_up(settings: Settings) -> None:
    filled(settings.database)
    night = NOW - timedelta(hours=3)
    assert make.nightly_backup(settings, NOW, night) is not None
    assert make.nightly_backup(settings, NOW + timedelta(minutes=5), night) is None
    later = NOW + timedelta(days=3)
    assert make.nightly_backup(settings, later, later - timedelta(hours=9)) is not None
    assert make.nightly_backup(settings, later + timedelta(minutes=5), later - timedelta(hours=9)) is None


def test_a_backup_before_something_does_not_stand_for_the_nights(settings: Settings) -> None:
    filled(settings.database)
    new_backup(settings, NOW, label="before-upgrade")
    assert make.nightly_backup(settings, NOW, NOW - timedelta(hours=3)) is not None
