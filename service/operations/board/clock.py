"""Whether the clock, the process that solves, is alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import ClockBeat

SILENT_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class ClockSeen:
    """When the clock was last seen; None: never."""

    seen_at: datetime | None
    alive: bool


def clock_seen(session: Session, now: datetime) -> ClockSeen:
    """The clock's last beat; it counts as stopped after a minute of silence."""
    seen = session.scalar(select(ClockBeat.seen_at).order_by(ClockBeat.seen_at.desc()).limit(1))
    return ClockSeen(seen, seen is not None and now - seen < SILENT_AFTER)
