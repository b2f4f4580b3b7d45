"""The fairness ledger: what was owed in a published month, and what later versions changed

Months that were published before are filled in from their versions and from the roster as it is now.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import service.models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
SHORT_NOTICE_DAYS = 3
OWN_FACTS = ("cadre", "absence", "exemption", "recusal", "attendance")
PORTION = 500


def upgrade() -> None:
    op.create_table(
        "ledger_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("open_days", Json, nullable=False),
        sa.Column("short_notice_days", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("short_notice_days >= 0", name=op.f("ck_ledger_month_short_notice_days_range")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_ledger_month_district_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_month")),
        sa.UniqueConstraint("district_id", "month", name=op.f("uq_ledger_month_district_id_month")),
    )
    with op.batch_alter_table("ledger_month", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_month_district_id"), ["district_id"], unique=False)

    op.create_table(
        "ledger_entry",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("owed >= 0", name=op.f("ck_ledger_entry_owed_range")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_ledger_entry_cadre_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_ledger_entry_district_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ledger_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("district_id", "month", "cadre_id", name=op.f("uq_ledger_entry_district_id_month_cadre_id")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entry_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "duty_change",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("old_date", sa.Date(), nullable=True),
        sa.Column("old_place", sa.String(length=256), nullable=True),
        sa.Column("new_date", sa.Date(), nullable=True),
        sa.Column("new_place", sa.String(length=256), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("short", sa.Boolean(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('added', 'removed', 'moved')", name=op.f("ck_duty_change_kind_known")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_duty_change_cadre_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_duty_change_publication_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_change")),
    )
    with op.batch_alter_table("duty_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_change_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_change_publication_id"), ["publication_id"], unique=False)

    fill_in(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("duty_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_change_publication_id"))
        batch_op.drop_index(batch_op.f("ix_duty_change_cadre_id"))

    op.drop_table("duty_change")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_unit_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_district_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_cadre_id"))

    op.drop_table("ledger_entry")
    with op.batch_alter_table("ledger_month", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_month_district_id"))

    op.drop_table("ledger_month")


# What follows reads the tables as the first migration made them, whatever the program's models become.
def known(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(key, kind) for key, kind in columns.items()))


ID, DAY, TEXT, YES = sa.Integer(), sa.Date(), sa.String(), sa.Boolean()
Moment = service.models.base.UtcDateTime()
District = known("district", id=ID, time_zone=TEXT, planning=Json)
Publication = known("publication", id=ID, district_id=ID, month=DAY, number=ID, published_at=Moment, facts=Json)
Assignment = known("assignment", publication_id=ID, cadre_id=ID, zone_id=ID, date=DAY, zone_name=TEXT, community_name=TEXT)
MonthState = known("month_state", district_id=ID, month=DAY, publication_id=ID)
Cadre = known("cadre", id=ID, district_id=ID, employee_number=TEXT, active_from=DAY, active_to=DAY, duties_per_month=ID)
Membership = known("unit_membership", cadre_id=ID, unit_id=ID, valid_from=DAY, valid_to=DAY)
Revision = known("calendar_revision", id=ID, district_id=ID, number=ID)
CalendarDay = known("calendar_day", revision_id=ID, date=DAY, open=YES)
LedgerMonth = known("ledger_month", district_id=ID, month=DAY, open_days=Json, short_notice_days=ID)
LedgerEntry = known("ledger_entry", district_id=ID, month=DAY, cadre_id=ID, unit_id=ID, owed=ID)
DutyChange = known(
    "duty_change", publication_id=ID, cadre_id=ID, kind=TEXT, old_date=DAY, old_place=TEXT, new_date=DAY, new_place=TEXT,
    notice_days=ID, short=YES, own=YES,
)  # fmt: skip


def insert(connection: sa.Connection, table: sa.TableClause, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), PORTION):
        connection.execute(sa.insert(table), rows[start : start + PORTION])


def fill_in(connection: sa.Connection) -> None:
    """Months published before the ledger was there."""
    for district in connection.execute(sa.select(District)).all():
        fixed = (district.planning or {}).get("mode") == "fixed_day"
        published = connection.execute(
            sa.select(MonthState.c.month, MonthState.c.publication_id)
            .where(MonthState.c.district_id == district.id, MonthState.c.publication_id.is_not(None))
            .order_by(MonthState.c.month)
        ).all()
        for month, publication in published:
            days = days_with_duties(connection, publication) if fixed else open_days(connection, district.id, month)
            value = {"district_id": district.id, "month": month, "open_days": [day.isoformat() for day in days]}
            insert(connection, LedgerMonth, [{**value, "short_notice_days": SHORT_NOTICE_DAYS}])
            insert(connection, LedgerEntry, entries(connection, district.id, month, days, fixed))
        changes(connection, district)


def days_with_duties(connection: sa.Connection, publication: int) -> list[datetime.date]:
    query = sa.select(Assignment.c.date).where(Assignment.c.publication_id == publication).distinct()
    return sorted(connection.scalars(query))


def open_days(connection: sa.Connection, district: int, month: datetime.date) -> list[datetime.date]:
    """By the newest calendar revision that names a day, else its weekday."""
    end = (month + datetime.timedelta(days=31)).replace(day=1)
    rows = connection.execute(
        sa.select(CalendarDay.c.date, CalendarDay.c.open)
        .join(Revision, Revision.c.id == CalendarDay.c.revision_id)
        .where(Revision.c.district_id == district, CalendarDay.c.date >= month, CalendarDay.c.date < end)
        .order_by(Revision.c.number)
    )
    named = {row.date: row.open for row in rows}
    days = [month + datetime.timedelta(days=number) for number in range((end - month).days)]
    return [day for day in days if named.get(day, day.weekday() < 5)]


def entries(
    connection: sa.Connection, district: int, month: datetime.date, days: list[datetime.date], fixed: bool
) -> list[dict[str, Any]]:
    """Who was in a unit and in service on an open day owed what the roster says."""
    rows = connection.execute(
        sa.select(Cadre.c.id, Membership.c.unit_id, Cadre.c.duties_per_month, Cadre.c.active_from, Cadre.c.active_to,
                  Membership.c.valid_from, Membership.c.valid_to)
        .join(Membership, Membership.c.cadre_id == Cadre.c.id)
        .where(Cadre.c.district_id == district, Cadre.c.duties_per_month > 0)
        .order_by(Cadre.c.id, Membership.c.valid_from)
    )  # fmt: skip
    found = {}
    for cadre, unit, owed, active_from, active_to, valid_from, valid_to in rows:
        first = max(active_from or valid_from, valid_from)
        last = min(day for day in (active_to, valid_to, datetime.date.max) if day is not None)
        if cadre not in found and any(first <= day <= last for day in days):
            found[cadre] = {
                "district_id": district, "month": month, "cadre_id": cadre, "unit_id": unit,
                "owed": min(1, owed) if fixed else owed,
            }  # fmt: skip
    return list(found.values())


def changes(connection: sa.Connection, district: Any) -> None:
    """What each version changed against the one before it."""
    query = sa.select(Publication).where(Publication.c.district_id == district.id)
    before = None
    for publication in connection.execute(query.order_by(Publication.c.month, Publication.c.number)).all():
        if before is not None and before.month == publication.month:
            today = publication.published_at.astimezone(ZoneInfo(district.time_zone)).date()
            own = own_causes(connection, district.id, before.facts or {}, publication.facts or {})
            old, new = duties(connection, before.id), duties(connection, publication.id)
            insert(connection, DutyChange, [
                change_row(publication.id, cadre, was, now, today, cadre in own)
                for cadre in sorted(old.keys() | new.keys())
                for was, now in pairs(old.get(cadre, []), new.get(cadre, []))
            ])  # fmt: skip
        before = publication


def own_causes(connection: sa.Connection, district: int, old: dict[str, Any], new: dict[str, Any]) -> set[int]:
    """The cadres whose own facts differ from one version to the next."""
    numbers: set[str] = set()
    for kind in OWN_FACTS:
        was, now = old.get(kind, {}), new.get(kind, {})
        numbers.update(number for number in was.keys() | now.keys() if was.get(number) != now.get(number))
    rows = connection.execute(sa.select(Cadre.c.id, Cadre.c.employee_number).where(Cadre.c.district_id == district))
    return {row.id for row in rows if row.employee_number in numbers}


def duties(connection: sa.Connection, publication: int) -> dict[int, list[Any]]:
    found = defaultdict(list)
    query = sa.select(Assignment).where(Assignment.c.publication_id == publication)
    for row in connection.execute(query.order_by(Assignment.c.date)):
        found[row.cadre_id].append(row)
    return found


def pairs(old: list[Any], new: list[Any]) -> list[tuple[Any, Any]]:
    """Duties that differ: those of one day belong together, then those in order of date."""
    same = {(row.date, row.zone_id) for row in old} & {(row.date, row.zone_id) for row in new}
    before = [row for row in old if (row.date, row.zone_id) not in same]
    after = [row for row in new if (row.date, row.zone_id) not in same]
    found = []
    for row in list(before):
        twin = next((other for other in after if other.date == row.date), None)
        if twin is not None:
            found.append((row, twin))
            before.remove(row)
            after.remove(twin)
    common = min(len(before), len(after))
    return [
        *found,
        *zip(before[:common], after[:common], strict=True),
        *((row, None) for row in before[common:]),
        *((None, row) for row in after[common:]),
    ]


def change_row(publication: int, cadre: int, was: Any, now: Any, today: datetime.date, own: bool) -> dict[str, Any]:
    notice = (min(row.date for row in (was, now) if row is not None) - today).days
    return {
        "publication_id": publication, "cadre_id": cadre,
        "kind": "added" if was is None else "removed" if now is None else "moved",
        "old_date": was and was.date, "old_place": was and f"{was.community_name} {was.zone_name}",
        "new_date": now and now.date, "new_place": now and f"{now.community_name} {now.zone_name}",
        "notice_days": notice, "short": notice < SHORT_NOTICE_DAYS, "own": own,
    }  # fmt: skip
