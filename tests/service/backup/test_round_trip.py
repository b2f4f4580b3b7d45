"""What was backed up comes back, on the same database and on the other one, every value as it was."""

from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from service.database import make_engine, session_factory
from service.models import (
    AuditEntry,
    Cadre,
    District,
    DutyChange,
    LedgerEntry,
    LedgerMonth,
    Publication,
    RoleName,
    RunKind,
    SolveRun,
    User,
    Zone,
)
from service.operations.audit_log import record
from service.operations.backup import BackupError, new_backup, restore_backup
from service.operations.backup.archive import read_archive
from service.operations.backup.make import frozen_state
from service.operations.backup.tables import rows_of, shapes_of
from service.settings import Settings
from tests.support.factories import (
    NOW,
    make_admin,
    make_cadre,
    make_community,
    make_district,
    make_unit,
    make_user,
    make_zone,
    system,
)

HOUR = timedelta(hours=1)


def filled(url: str, instance: bytes = bytes(range(256))) -> None:
    """A database with each kind of value: JSON null and none, bytes, dates, instants, floats, Chinese."""
    engine = make_engine(url)
    with session_factory(engine)() as session:
        district = make_district(session, outline=[[27.85, 113.1], None], planning={"mode": "staggered", "甲": 1.5})
        community = make_community(session, district, latitude=27.123456789012345)
        make_zone(session, community, name="引号\"与\n换行、'单引号'网格", priority=0)
        cadre = make_cadre(session, make_unit(session, district, [community]), active_to=date(2026, 12, 31))
        make_user(session, district, RoleName.CADRE, cadre_id=cadre.id, last_login_at=NOW)
        make_admin(session, district, mf_recovery_codes=["a", "b"])
        session.add(
            SolveRun(
                district_id=district.id,
                kind=RunKind.DRAFT,
                month=date(2026, 12, 1),
                asked_by="x",
                asked_at=NOW,
                instance=instance,
                dossier={"seed": 1},
            )
        )
        with_ledger(session, cadre)
        record(session, system(district), NOW, "test.done", district, after={"a": None})
        session.commit()
    engine.dispose()


def with_ledger(session: Session, cadre: Cadre) -> None:
    """What a publication leaves for the ledger."""
    month, unit = date(2026, 11, 1), cadre.units[0].unit_id
    version = Publication(
        district_id=cadre.district_id, month=month, number=1, input_hash="0", published_at=NOW, published_by="x"
    )
    session.add(version)
    session.flush()
    key = {"district_id": cadre.district_id, "month": month}
    session.add_all(
        [
            LedgerMonth(**key, open_days=["2026-11-02", "2026-11-03"], short_notice_days=3),
            LedgerEntry(**key, cadre_id=cadre.id, unit_id=unit, owed=1),
            DutyChange(
                publication_id=version.id, cadre_id=cadre.id, kind="added", new_date=month, new_place="社区 网格",
                notice_days=-1, short=True, own=False,
            ),
        ]
    )  # fmt: skip


def contents(url: str) -> dict[str, list[list[Any]]]:
    """All rows; JSON texts are read, as PostgreSQL writes them in its own order."""
    engine = make_engine(url)
    with frozen_state(engine) as connection:
        found = {}
        for shape in shapes_of(connection):
            json_columns = [number for number, (_, kind) in enumerate(shape.columns) if kind == "json"]
            by_name = []
            for row in rows_of(connection, shape):
                for number in json_columns:
                    row[number] = row[number] if row[number] is None else json.loads(row[number])
                named = sorted(zip((name for name, _ in shape.columns), row, strict=True))
                by_name.append([value for _, value in named])
            found[shape.name] = by_name
    engine.dispose()
    return found


def installation(folder: Path, url: str) -> Settings:
    return Settings(data_folder=folder, database_url=url)


@pytest.fixture
def pairs(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> tuple[Settings, Settings]:
    """A filled installation and an empty one, of the kinds named by the parameter."""
    made = []
    for number, kind in enumerate(request.param):
        if kind == "sqlite":
            url = f"sqlite:///{tmp_path / f'{number}.sqlite'}"
            Path(tmp_path / f"{number}.sqlite").write_bytes(sqlite_template.read_bytes())
        else:
            url = request.getfixturevalue("postgres_url" if number == 0 else "second_postgres_url")
        made.append(installation(tmp_path / f"var{number}", url))
    filled(made[0].database)
    return made[0], made[1]


@pytest.fixture
def second_postgres_url(postgres_pattern: str, request: pytest.FixtureRequest) -> Any:
    from tests.support.databases import administer

    name = f"s{abs(hash(request.node.nodeid)) % 10**12}"
    administer(postgres_pattern, f"CREATE DATABASE {name} TEMPLATE empty_template")
    yield postgres_pattern.format(name=name)
    administer(postgres_pattern, f"DROP DATABASE {name} WITH (FORCE)")


WAYS = [
    pytest.param(("sqlite", "sqlite"), id="sqlite-to-sqlite"),
    pytest.param(("sqlite", "postgresql"), id="sqlite-to-postgresql", marks=pytest.mark.postgresql),
    pytest.param(("postgresql", "sqlite"), id="postgresql-to-sqlite", marks=pytest.mark.postgresql),
    pytest.param(("postgresql", "postgresql"), id="postgresql-to-postgresql", marks=pytest.mark.postgresql),
]


@pytest.mark.parametrize("pairs", WAYS, indirect=True)
def test_everything_comes_back(pairs: tuple[Settings, Settings]) -> None:
    source, target = pairs
    report = new_backup(source, NOW)
    restore_backup(target, report.path, NOW)
    before, after = contents(source.database), contents(target.database)
    log = after["audit_entry"]
    assert "backup.restore" in log[-1]
    after["audit_entry"] = log[:-1]
    assert after == before


@pytest.mark.parametrize("pairs", WAYS, indirect=True)
def test_numbering_and_guards_go_on_after_a_restore(pairs: tuple[Settings, Settings]) -> None:
    source, target = pairs
    restore_backup(target, new_backup(source, NOW).path, NOW)
    engine = make_engine(target.database)
    with session_factory(engine)() as session:
        highest = max(session.scalars(select(User.id)))
        district = session.scalars(select(District)).one()
        assert make_admin(session, district).id > highest
        session.commit()
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text("DELETE FROM audit_entry"))
    engine.dispose()


@pytest.mark.parametrize("pairs", WAYS[::3], indirect=True)
def test_data_are_replaced_only_when_asked_and_after_a_backup_of_them(pairs: tuple[Settings, Settings]) -> None:
    source, target = pairs
    filled(target.database)
    engine = make_engine(target.database)
    with session_factory(engine)() as session:
        make_zone(session, make_community(session, session.scalars(select(District)).one()), name="只在这里的网格")
        session.commit()
    before = contents(target.database)
    report = new_backup(source, NOW)
    with pytest.raises(BackupError, match="已有数据"):
        restore_backup(target, report.path, NOW)
    assert contents(target.database) == before
    done = restore_backup(target, report.path, NOW + HOUR, replace=True)
    with session_factory(engine)() as session:
        assert "只在这里的网格" not in session.scalars(select(Zone.name)).all()
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text("UPDATE audit_entry SET actor = 'x'"))
    engine.dispose()
    assert done.before is not None
    restore_backup(target, done.before.path, NOW + 2 * HOUR, replace=True)
    again = contents(target.database)
    again["audit_entry"] = again["audit_entry"][:-1]
    assert again == before


def test_a_backup_sees_one_state_while_others_write(settings: Settings) -> None:
    filled(settings.database)
    engine = make_engine(settings.database)
    with frozen_state(engine) as connection:
        shapes = {shape.name: shape for shape in shapes_of(connection)}
        zones = len(list(rows_of(connection, shapes["zone"])))
        with Session(engine) as other:
            make_zone(other, make_community(other, other.scalars(select(District)).one()))
            other.commit()
        assert len(list(rows_of(connection, shapes["zone"]))) == zones
    engine.dispose()


def test_an_empty_database_says_that_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="没有可备份的内容"):
        new_backup(installation(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite'}"), NOW)


def test_a_restore_makes_the_tables_of_a_new_database(settings: Settings, tmp_path: Path) -> None:
    filled(settings.database)
    target = installation(tmp_path / "other", f"sqlite:///{tmp_path / 'new.sqlite'}")
    restore_backup(target, new_backup(settings, NOW).path, NOW)
    assert len(contents(target.database)["district"]) == 1


def test_a_backup_is_for_its_owner_only_and_holds_no_secret_key(settings: Settings) -> None:
    from service.settings import secret_key

    filled(settings.database)
    key = secret_key(settings)
    path = new_backup(settings, NOW).path
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as file:
        assert not any(key.encode() in file.read(name) for name in file.namelist())


def test_the_audit_log_tells_of_the_restore(settings: Settings, tmp_path: Path) -> None:
    filled(settings.database)
    path = new_backup(settings, NOW).path
    target = installation(tmp_path / "other", f"sqlite:///{tmp_path / 'new.sqlite'}")
    restore_backup(target, path, NOW)
    engine = make_engine(target.database)
    with session_factory(engine)() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.note) == ("backup.restore", path.name)
        assert entry.after == {"rows": read_archive(path).rows}
    engine.dispose()
