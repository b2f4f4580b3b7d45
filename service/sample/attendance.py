"""What became of the sample's past duties: nearly all were served, a few excused or missed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.models import Assignment, Attendance, Publication
from service.operations.actor import Actor
from service.operations.audit_log import record

EXCUSED, MISSED = 0.02, 0.008


def mark_attendance(session: Session, actor: Actor, now: datetime, publication: Publication, today: date) -> None:
    """Write the attendance of a version's duties before today, by chance of the month's own."""
    chance = Random(f"attendance/{publication.month}")  # noqa: S311 (no secret is made from it)
    rows = session.execute(
        select(Assignment.id)
        .where(Assignment.publication_id == publication.id, Assignment.date < today)
        .order_by(Assignment.date, Assignment.cadre_id)
    )
    found: dict[Attendance, list[int]] = {}
    for (assignment,) in rows:
        found.setdefault(_drawn(chance.random()), []).append(assignment)
    for attendance, ids in found.items():
        for start in range(0, len(ids), 5_000):
            chosen = Assignment.id.in_(ids[start : start + 5_000])
            session.execute(update(Assignment).where(chosen).values(attendance=attendance))
    session.expire_all()
    figures = Counter({str(attendance): len(ids) for attendance, ids in found.items()})
    record(session, actor, now, "attendance.make", publication, after=dict(sorted(figures.items())))


def _drawn(drawn: float) -> Attendance:
    if drawn < MISSED:
        return Attendance.MISSED
    return Attendance.EXCUSED if drawn < MISSED + EXCUSED else Attendance.SERVED
