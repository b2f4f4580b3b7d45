"""The sample district for tests (small, made once, copied for each test), and in full for looking at pages.

`python -m tests.support.sample FOLDER [CADRES]` makes a data folder with the sample in it and prints how to serve it.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from service.database import make_engine, migrate, session_factory, write_transaction
from service.sample import SampleOptions
from service.sample.accounts import PASSWORD
from service.sample.installation import make_installed_sample
from tests.support.factories import NOW

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def fill(url: str, cadres: int, now: datetime = NOW) -> None:
    """Put the sample with its accounts (admin, officer, head, cadre) into a migrated database."""
    engine = make_engine(url)
    with write_transaction(session_factory(engine)) as session:
        make_installed_sample(session, now, SampleOptions(cadres=cadres), CHEAP)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


def make_folder(folder: Path, cadres: int = 598, now: datetime | None = None) -> str:
    """A data folder with the sample as of `now` (today unless told); the database's URL."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{(folder / 'grid-duty.sqlite').absolute()}"
    migrate(url)
    fill(url, cadres, now or datetime.now(UTC))
    return url


@pytest.fixture(scope="session")
def sample_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of 60 cadres as of `factories.NOW`, copied for each test."""
    path = tmp_path_factory.mktemp("sample") / "sample.sqlite"
    shutil.copyfile(sqlite_template, path)
    fill(f"sqlite:///{path}", 60)
    return path


@pytest.fixture
def sample_url(sqlite_url: str, sample_template: Path) -> str:
    """A fresh copy of the sample of 60 cadres. Sign in as admin, officer, head or cadre with `sample.PASSWORD`.

    It takes the place of the empty database of `settings` and `app`: `def test(sample_url, app)` has pages with it.
    """
    shutil.copyfile(sample_template, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_url


def main() -> None:
    """Make a folder for looking at pages by hand."""
    folder = Path(sys.argv[1])
    make_folder(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 598)
    print(f"GRID_DUTY_DATA_FOLDER={folder.absolute()} .venv/bin/flask --app service.web run --port 8123")
    print(f"admin, officer, head, cadre: {PASSWORD}")


if __name__ == "__main__":
    main()
