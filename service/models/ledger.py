"""What the ledger needs of a month beside its published duties, kept as it was when the month was published."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Identified, InDistrict, between, one_of, short


class ChangedHow(StrEnum):
    """What a later version did to a duty."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class LedgerMonth(InDistrict, Base):
    """A published month: its open days (ISO dates) as its newest version was planned.

    `short_notice_days`: a change told fewer days ahead counted as short notice when that version was published.
    """

    __tablename__ = "ledger_month"
    __table_args__ = (UniqueConstraint("district_id", "month"), between("short_notice_days", 0))
    month: Mapped[date]
    open_days: Mapped[list[Any]]
    short_notice_days: Mapped[int]


class LedgerEntry(InDistrict, Base):
    """What a cadre owed in a published month (exempt or not), and for which unit, as the roster said then."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("district_id", "month", "cadre_id"), between("owed", 0))
    month: Mapped[date]
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    owed: Mapped[int]


class DutyChange(Identified, Base):
    """One duty that a version changed against the version before it, with the names as they were then.

    `notice_days`: from the day of publication (the district's own) to the first day concerned; negative
    where that was past. `short`: fewer than the setting asked for then. `own`: because of the cadre's own leave,
    exemption, attendance or transfer, so that the ledger does not count it as suffered.
    """

    __tablename__ = "duty_change"
    __table_args__ = (one_of("kind", ChangedHow),)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id", ondelete="RESTRICT"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    kind: Mapped[str] = mapped_column(short(16))
    old_date: Mapped[date | None]
    old_place: Mapped[str | None] = mapped_column(short(256))
    new_date: Mapped[date | None]
    new_place: Mapped[str | None] = mapped_column(short(256))
    notice_days: Mapped[int]
    short: Mapped[bool]
    own: Mapped[bool]
