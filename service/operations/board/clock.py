"""Whether the clock, the process that solves, is alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import ClockBeat
from service.operations.runs import CLOCK, SILENT_SECONDS


@dataclass(frozen=True, slots=True)
class ClockSeen:
    """When the clock was last seen; None: never."""

    seen_at: datetime | None
    alive: bool


def clock_seen(session: Session, now: datetime) -> ClockSeen:
    """The clock's last beat, and whether it is recent enough."""
    seen = session.scalar(select(ClockBeat.seen_at).where(ClockBeat.name == CLOCK))
    return ClockSeen(seen, seen is not None and now - seen < timedelta(seconds=SILENT_SECONDS))
