"""The commands of accounts, set-up, backup, restore and upgrade, called from outside as an operator does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.database import make_engine, session_factory
from service.models import AuditEntry, District, User
from service.operations.accounts import password_matches
from service.settings import Settings
from tests.support.factories import NOW, make_admin, make_district


def grid_duty(
    folder: Path, *arguments: str, text: str = "", url: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the console command with an installation's folder; `more` are further variables."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GRID_DUTY_")},
        "GRID_DUTY_DATA_FOLDER": str(folder),
        "PYTHONUTF8": "1",
        **({"GRID_DUTY_DATABASE_URL": url} if url else {}),
        **more,
    }
    command = [str(Path(sys.executable).parent / "grid-duty"), *arguments]
    return subprocess.run(
        command, env=environment, input=text, capture_output=True, text=True, timeout=120, check=False
    )


def printed_password(text: str) -> str:
    return re.findall(r"[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}", text)[0]


SET_UP = ("setup", "--name", "石峰区", "--code", "shifeng", "--admin", "admin")


def test_an_installation_is_set_up_backed_up_and_restored_elsewhere(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    done = grid_duty(first, *SET_UP, "--password-stdin", text="Abcdef-12345\n")
    assert done.returncode == 0, done.stderr
    assert "Abcdef" not in done.stdout
    backup = tmp_path / "mine.zip"
    assert grid_duty(first, "backup", "--to", str(backup)).returncode == 0
    restored = grid_duty(second, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    refused = grid_duty(second, "restore", str(backup))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    engine = make_engine(f"sqlite:///{second / 'grid-duty.sqlite'}")
    with session_factory(engine)() as session:
        user = session.scalars(select(User)).one()
        assert password_matches("Abcdef-12345", user.password)
        assert not user.must_change_password
        assert session.scalars(select(District.name)).one() == "石峰区"
    engine.dispose()


def test_wrong_options_are_named_and_nothing_is_set_up(tmp_path: Path) -> None:
    options = ("--name", "石峰区", "--code", "a b", "--time-zone", "Mars/Olympus", "--admin", "admin")
    done = grid_duty(tmp_path, "setup", *options, "--random-password")
    assert done.returncode == 1
    assert "代码 = 'a b'" in done.stderr
    assert "时区 = 'Mars/Olympus'" in done.stderr
    assert "Traceback" not in done.stderr
    engine = make_engine(f"sqlite:///{tmp_path / 'grid-duty.sqlite'}")
    with session_factory(engine)() as session:
        assert session.scalars(select(District)).all() == []
    engine.dispose()


def test_a_weak_password_is_refused(tmp_path: Path) -> None:
    done = grid_duty(tmp_path, *SET_UP, "--password-stdin", text="short\n")
    assert done.returncode == 1
    assert "密码至少需要 10 个字符" in done.stderr


@pytest.fixture
def filled(settings: Settings) -> tuple[Settings, str]:
    """An installation with one district and one locked admin; the admin's user name."""
    engine = make_engine(settings.database)
    with session_factory(engine)() as session:
        admin = make_admin(session, make_district(session), failed_logins=5, locked_until=NOW.replace(year=2099))
        name = admin.username
        session.commit()
    engine.dispose()
    return settings, name


def only_user(session: Session, name: str) -> User:
    return session.scalars(select(User).where(User.username == name)).one()


def test_an_account_is_unlocked_and_reset_and_an_admin_made(filled: tuple[Settings, str]) -> None:
    settings, name = filled
    engine = make_engine(settings.database)
    folder, url = settings.data_folder, settings.database
    assert grid_duty(folder, "account", "unlock", name, url=url).returncode == 0
    with session_factory(engine)() as session:
        assert only_user(session, name).locked_until is None
    password = printed_password(grid_duty(folder, "account", "reset", name, url=url).stdout)
    made = printed_password(grid_duty(folder, "account", "create-admin", "second", url=url).stdout)
    with session_factory(engine)() as session:
        assert password_matches(password, only_user(session, name).password)
        second = only_user(session, "second")
        assert password_matches(made, second.password)
        assert [role.name for role in second.roles] == ["admin"]
        assert second.must_change_password
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [entry.action for entry in entries] == [
            "account.unlock",
            "account.reset_password",
            "account.create",
        ]
        assert {entry.actor for entry in entries} == {"command line"}
    engine.dispose()


def test_an_unknown_account_is_named(filled: tuple[Settings, str]) -> None:
    settings, _ = filled
    done = grid_duty(settings.data_folder, "account", "reset", "nobody", url=settings.database)
    assert done.returncode == 1
    assert "没有用户名为 nobody 的账号" in done.stderr


def test_a_district_is_named_where_there_are_several(filled: tuple[Settings, str]) -> None:
    settings, _ = filled
    engine = make_engine(settings.database)
    with session_factory(engine)() as session:
        code = make_district(session).code
        session.commit()
    engine.dispose()
    folder, url = settings.data_folder, settings.database
    refused = grid_duty(folder, "account", "create-admin", "second", url=url)
    assert refused.returncode == 1
    assert code in refused.stderr
    assert grid_duty(folder, "account", "create-admin", "second", "--district", code, url=url).returncode == 0


def test_words_are_in_the_installations_language(filled: tuple[Settings, str]) -> None:
    settings, _ = filled
    done = grid_duty(settings.data_folder, "upgrade", url=settings.database, GRID_DUTY_LANGUAGE="en")
    assert "newest revision" in done.stdout


def test_a_database_that_does_not_answer_is_said_plainly(tmp_path: Path) -> None:
    done = grid_duty(tmp_path, "upgrade", url="postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert "数据库出错" in done.stderr
    assert "Traceback" not in done.stderr
