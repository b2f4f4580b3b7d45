"""A full disk and a killed process in the middle of an import: nothing is half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from service.adapters.uploads import UploadStore
from service.database import make_engine, session_factory, write_transaction
from service.messages import OperationError
from service.models import AuditEntry, Cadre, UnitMembership
from service.operations.imports.faults import plain_faults
from service.operations.imports.previews import apply_preview, make_preview
from tests.support.factories import NOW, make_district, make_unit, system
from tests.support.sheets import xlsx

ROWS = [["工号", "姓名", "单位"], *[[f"N{number:05}", f"干部{number}", "DW01"] for number in range(2000)]]

KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from sqlalchemy import event
from service.adapters.uploads import UploadStore
from service.database import make_engine, session_factory, write_transaction
from service.operations.actor import system_actor
from service.operations.imports.previews import apply_preview

url, folder, district, token = sys.argv[1:]
engine = make_engine(url)

def kill(connection, cursor, statement, *rest):
    # The cadres are written, their memberships are about to be.
    if statement.startswith("INSERT INTO unit_membership"):
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(engine, "before_cursor_execute", kill)
now = datetime.fromisoformat("2026-11-20T01:30:00+00:00")
with write_transaction(session_factory(engine)) as session:
    apply_preview(session, system_actor(int(district)), now, UploadStore(Path(folder), 1 << 24), token)
"""


def counts(session: Session) -> tuple[int, int, int]:
    return tuple(  # type: ignore[return-value]
        session.scalar(select(func.count()).select_from(table)) or 0 for table in (Cadre, UnitMembership, AuditEntry)
    )


def prepared(url: str, store: UploadStore) -> tuple[int, str]:
    """A district with a unit, and the preview of two thousand cadres: the district's id and the token."""
    engine = make_engine(url)
    with write_transaction(session_factory(engine)) as session:
        district = make_district(session)
        make_unit(session, district, code="DW01")
        token = make_preview(session, system(district), NOW, store, "cadres", "x.xlsx", xlsx(*ROWS)).token
        district_id = district.id
    engine.dispose()
    return district_id, token


def test_a_process_killed_while_it_applies_leaves_nothing_and_the_preview_can_be_applied(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = UploadStore(tmp_path / "uploads", 1 << 24)
    district_id, token = prepared(sqlite_url, store)
    command = [sys.executable, "-c", KILLED, sqlite_url, str(store.folder), str(district_id), token]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True, env=os.environ)
    assert done.returncode == -signal.SIGKILL, done.stderr
    engine = make_engine(sqlite_url)
    with session_factory(engine)() as session:
        assert counts(session) == (0, 0, 0)
        apply_preview(session, system_of(session, district_id), NOW, store, token)
        session.commit()
        assert counts(session) == (2000, 2000, 2001)
    engine.dispose()


def system_of(session: Session, district_id: int):  # type: ignore[no-untyped-def]
    from service.models import District

    return system(session.get_one(District, district_id))


def test_a_database_without_room_says_so_and_keeps_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """SQLite's own limit of pages stands for a full disk: the same error arises at the same place."""
    store = UploadStore(tmp_path / "uploads", 1 << 24)
    district_id, token = prepared(sqlite_url, store)
    engine = make_engine(sqlite_url)
    with session_factory(engine)() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages + 8}"))
        actor = system_of(session, district_id)

        def apply() -> None:
            with plain_faults():
                apply_preview(session, actor, NOW, store, token)
                session.commit()

        with pytest.raises(OperationError, match="磁盘空间不足"):
            apply()
        session.rollback()
        assert counts(session) == (0, 0, 0)
        session.execute(text("PRAGMA max_page_count = 1000000"))
        apply_preview(session, actor, NOW, store, token)
        session.commit()
        assert counts(session)[0] == 2000
    engine.dispose()


def test_other_faults_of_database_and_disk_are_not_called_a_full_disk() -> None:
    with pytest.raises(OperationalError), plain_faults():
        raise OperationalError("SELECT 1", {}, Exception("no such table"))
    with pytest.raises(OSError, match="denied"), plain_faults():
        raise PermissionError(13, "denied")
    with pytest.raises(OperationError, match="磁盘空间不足"), plain_faults():
        raise OSError(28, "No space left on device")
