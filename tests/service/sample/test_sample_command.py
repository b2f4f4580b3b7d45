"""`grid-duty sample` from a list of communities of its own, its refusals, and signing in to what it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.cli import main
from service.database import make_engine, session_factory
from service.models import CalendarDay, Community, District, User
from service.operations.schema import SchemaError
from service.sample.accounts import PASSWORD
from service.sample.installation import open_database
from service.settings import Settings

Run = Callable[..., Result]
COMMUNITIES = "code12,street,name,type,ur_class,lng_gcj02,lat_gcj02\n" + "\n".join(
    f"9999010010{number:02d},东街道,{number}号社区居委会,社区,111,113.{number:02d},27.8" for number in range(10, 20)
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GRID_DUTY_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("GRID_DUTY_LANGUAGE", "en")

    def ran(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["sample", *arguments])

    return ran


@pytest.fixture
def listed(tmp_path: Path) -> str:
    path = tmp_path / "communities.csv"
    path.write_text(COMMUNITIES, encoding="utf-8")
    return str(path)


@pytest.fixture
def made(run: Run, listed: str, tmp_path: Path) -> Iterator[Session]:
    result = run("--communities", listed, "--cadres", "30", "--units", "4", "--seed", "3", "--name", "试验区")
    assert result.exit_code == 0, result.output
    assert PASSWORD in result.output
    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'grid-duty.sqlite'}")
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


def test_another_districts_communities_make_a_sample_of_it(made: Session) -> None:
    district = made.scalars(select(District)).one()
    assert (district.code, district.name, district.synthetic) == ("999901", "试验区（样例）", True)
    names = made.scalars(select(Community.name)).all()
    assert set(names) <= {f"{number}号社区" for number in range(10, 20)}
    assert len(names) >= 2


def test_the_sample_has_a_calendar_from_2020_and_next_year_says_when_it_is_provisional(made: Session) -> None:
    days = dict(made.execute(select(CalendarDay.date, CalendarDay.provisional)).all())
    years = {day.year for day in days}
    assert {2020, 2026, 2027} <= years
    assert not any(provisional for day, provisional in days.items() if day.year <= 2026)
    assert all(provisional for day, provisional in days.items() if day.year == 2027)


def test_the_same_district_twice_is_refused_in_words(made: Session, run: Run, listed: str) -> None:
    again = run("--communities", listed, "--cadres", "30")
    assert again.exit_code == 1
    assert "already a district with the code “999901”" in again.output
    other = run("--communities", listed, "--cadres", "30", "--code", "other")
    assert other.exit_code == 0, other.output
    assert sorted(made.scalars(select(User.username).where(User.username.like("%-other")))) == [
        "admin-other", "cadre-other", "head-other", "officer-other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--cadres", "9"), "cadres = 9: expected a whole number from 10 to 99999"),
        (("--communities", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_is_wrong_is_named(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert words in result.output


def test_a_database_of_an_older_version_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_folder=tmp_path / "data", database_url=None)
    with open_database(settings):
        pass
    # The program has learnt a further revision since.
    monkeypatch.setattr("service.operations.schema.newest_revision", lambda: "later")
    with pytest.raises(SchemaError, match="grid-duty upgrade"), open_database(settings):
        pass


def test_a_database_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path / "data", database_url=None)
    with open_database(settings) as sessions, sessions() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        session.commit()
    with pytest.raises(SchemaError, match="9999"), open_database(settings):
        pass


@pytest.mark.parametrize("name", ["admin", "officer", "head", "cadre"])
def test_each_account_of_the_sample_signs_in_without_a_new_password(
    sample_url: str, app: Flask, sign_in: Callable[..., FlaskClient], name: str
) -> None:
    answer = sign_in(name, PASSWORD).get("/", follow_redirects=True)
    assert answer.status_code == 200
    assert "样例数据" in answer.get_data(as_text=True)
