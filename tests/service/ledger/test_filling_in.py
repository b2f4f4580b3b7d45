"""A database of the first tables gets its ledger from what was published before."""

from __future__ import annotations

from datetime import date

from alembic import command
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from service.database import alembic_config, migrate
from service.models import DutyChange, LedgerEntry, LedgerMonth
from service.operations.planning_settings import save_planning
from tests.support.factories import make_cadre, system
from tests.support.ledger import at, publish_duties
from tests.support.planning import give_leave, make_calendar, make_world

Rows = list[tuple[object, ...]]


def kept(session: Session) -> tuple[Rows, Rows, Rows]:
    """What the ledger's tables hold, without ids."""
    entry, month, change = LedgerEntry, LedgerMonth, DutyChange
    entries = session.execute(
        select(entry.month, entry.cadre_id, entry.unit_id, entry.owed).order_by(entry.month, entry.cadre_id)
    )
    months = session.execute(select(month.month, month.open_days, month.short_notice_days).order_by(month.month))
    changes = session.execute(
        select(change.publication_id, change.cadre_id, change.kind, change.old_date, change.old_place, change.new_date,
               change.new_place, change.notice_days, change.short, change.own)
        .order_by(change.publication_id, change.cadre_id, change.id)
    )  # fmt: skip
    return ([tuple(row) for row in entries], [tuple(row) for row in months], [tuple(row) for row in changes])


def again(database: str, engine: Engine) -> None:
    """Back to the first tables and forward again."""
    engine.dispose()
    command.downgrade(alembic_config(database), "0001")
    migrate(database)


def test_what_was_published_before_is_filled_in_as_if_it_had_been_kept(
    database: str, engine: Engine, sessions: sessionmaker[Session]
) -> None:
    with sessions() as session:
        world = make_world(session)
        make_world(session)
        one, two, five = world.cadres[0], world.cadres[1], world.cadres[4]
        make_cadre(session, world.units[0], active_from=date(2026, 12, 1))
        two.duties_per_month = 2
        make_calendar(
            session, world.district, {date(2026, 11, 14): {"open": True}, date(2026, 11, 16): {"open": False}}
        )
        zones = world.zones
        publish_duties(session, world.district, [
            (one, date(2026, 11, 10), zones[0]), (two, date(2026, 11, 12), zones[1]), (five, date(2026, 11, 25), zones[3]),
        ], at(10, 20))  # fmt: skip
        give_leave(session, one, date(2026, 11, 10), date(2026, 11, 10))
        publish_duties(session, world.district, [
            (one, date(2026, 11, 18), zones[0]), (two, date(2026, 11, 12), zones[2]), (two, date(2026, 11, 26), zones[2]),
        ], at(11, 8))  # fmt: skip
        session.commit()
        before = kept(session)
    assert [row[2] for row in before[2]] == ["moved", "moved", "added", "removed"]
    again(database, engine)
    with sessions() as session:
        assert kept(session) == before


def test_a_month_of_the_fixed_day_has_that_day_and_one_duty_each(
    database: str, engine: Engine, sessions: sessionmaker[Session]
) -> None:
    with sessions() as session:
        world = make_world(session)
        save_planning(
            session, system(world.district), at(10, 1), {"mode": "fixed_day", "fixed_day": {"day_of_month": 10}}
        )
        world.cadres[0].duties_per_month = 2
        publish_duties(session, world.district, [(world.cadres[0], date(2026, 11, 10), world.zones[0])], at(10, 20))
        session.commit()
        before = kept(session)
    again(database, engine)
    with sessions() as session:
        assert kept(session) == before
        assert before[1][0][1] == ["2026-11-10"]


def test_nothing_published_leaves_an_empty_ledger(
    database: str, engine: Engine, sessions: sessionmaker[Session]
) -> None:
    with sessions() as session:
        make_world(session)
        session.commit()
    again(database, engine)
    with sessions() as session:
        assert kept(session) == ([], [], [])
