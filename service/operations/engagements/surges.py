"""Calls to surges: they take the whole person on their days."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import MemberState, SurgeMember, SurgeOperation, SurgeState
from service.operations.engagements.kinds import Engagement, EngagementKind, Hold


def surge_calls(
    session: Session, district_id: int, first: date, last: date, cadre_ids: Collection[int] | None
) -> Iterable[Engagement]:
    """Those called to an operation that is under way; `row_id` is the operation."""
    among: list[ColumnElement[bool]] = [] if cadre_ids is None else [SurgeMember.cadre_id.in_(cadre_ids)]
    rows = session.execute(
        select(SurgeMember, SurgeOperation.name)
        .join(SurgeOperation, SurgeOperation.id == SurgeMember.operation_id)
        .where(
            SurgeMember.district_id == district_id,
            SurgeOperation.state == SurgeState.ACTIVE,
            SurgeMember.state == MemberState.CALLED,
            SurgeMember.first_day <= last,
            SurgeMember.last_day >= first,
            *among,
        )
    )
    for member, name in rows:
        words = Message("应急下沉：%(operation)s", operation=name)
        yield Engagement(
            member.cadre_id, EngagementKind.SURGE, Hold.FULL, member.first_day, member.last_day, words,
            member.operation_id,
        )  # fmt: skip
