"""Months published through the product's own operation with exactly the duties that a test names: nothing is solved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from service.models import Cadre, District, Draft, DraftDuty, Publication, Zone
from service.operations.ledger import MonthLine, read_lines, window_to
from service.operations.memberships import unit_on
from service.operations.snapshot import take_snapshot
from tests.support.factories import NOW, added
from tests.support.planning import publish_draft

Wanted = tuple[Cadre, date, Zone]


def at(month: int, day: int, hour: int = 9) -> datetime:
    """An hour of a day of 2026 in Shanghai."""
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


def publish_duties(session: Session, district: District, duties: Sequence[Wanted], now: datetime) -> Publication:
    """A version of the month of the first duty with these duties; past ones of the version before are carried on."""
    month = duties[0][1].replace(day=1)
    session.flush()
    snapshot = take_snapshot(session, district.id, month, now)
    draft = added(
        session,
        Draft(
            district_id=district.id, month=month, base_number=snapshot.base_number, input_hash=snapshot.sha256,
            facts=snapshot.facts, status="feasible",
        ),
    )  # fmt: skip
    for cadre, day, zone in duties:
        unit = unit_on(cadre, day)
        assert unit is not None
        session.add(DraftDuty(draft_id=draft.id, cadre_id=cadre.id, unit_id=unit.id, zone_id=zone.id, date=day))
    session.flush()
    session.expire(draft)
    return publish_draft(session, district, draft, now)


def month_line(session: Session, cadre: Cadre, month: date, now: datetime = NOW) -> MonthLine:
    """The ledger's line of a cadre in a month, as of a moment."""
    session.flush()
    session.expire_all()
    window = window_to(cadre.district_id, month, now.date(), 1)
    return read_lines(session, window)[cadre.id][0]


def months_on_record(session: Session, cadre: Cadre, last: date, now: datetime = NOW) -> dict[date, MonthLine]:
    """All lines of a cadre in the twelve months up to one."""
    session.flush()
    session.expire_all()
    found = read_lines(session, window_to(cadre.district_id, last, now.date()))
    return {line.month: line for line in found.get(cadre.id, [])}
