"""A month's plan in one version: the open draft, or a published number, with what changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Message, NotFound
from service.models import (
    Draft,
    MonthState,
    Publication,
)
from service.operations.board.duties import BoardDuty, draft_duties, mark_changed, published_duties
from service.operations.board.month import month_words
from service.operations.differences import PlacedDuty
from service.operations.drafts import open_draft

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The version that is looked at. `base_number` is the published version that `changed` compares with."""

    month: date
    key: str
    draft: Draft | None
    publication: Publication | None
    in_force: int | None
    numbers: tuple[int, ...]
    draft_open: bool
    duties: tuple[BoardDuty, ...] = ()
    base_number: int | None = None
    base: tuple[BoardDuty, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether there is anything to look at."""
        return self.draft is not None or self.publication is not None

    @property
    def source(self) -> Draft | Publication | None:
        """The row that carries objective, bound, score and report."""
        return self.draft or self.publication

    @property
    def removed(self) -> list[BoardDuty]:
        """Duties of the version before whose cadre has none now."""
        serving = {duty.cadre_id for duty in self.duties}
        return [duty for duty in self.base if duty.cadre_id not in serving]


def placed_duties(plan: MonthPlan) -> list[PlacedDuty]:
    """The duties of a version as differences want them."""
    return [PlacedDuty(duty.cadre_id, duty.date, duty.zone_id, duty.unit_id) for duty in plan.duties]


def _publications(session: Session, district_id: int, month: date) -> dict[int, Publication]:
    rows = session.scalars(
        select(Publication)
        .where(Publication.district_id == district_id, Publication.month == month)
        .order_by(Publication.number)
    )
    return {row.number: row for row in rows}


def _in_force(session: Session, district_id: int, month: date) -> int | None:
    return session.scalar(
        select(Publication.number)
        .join(MonthState, MonthState.publication_id == Publication.id)
        .where(MonthState.district_id == district_id, MonthState.month == month)
    )


def month_plan(session: Session, district_id: int, month: date, version: str | None = None) -> MonthPlan:
    """The version asked for (`draft` or a number); else the open draft, else the one in force.

    Raises:
        NotFound: the month has no such version.
    """
    published = _publications(session, district_id, month)
    draft = open_draft(session, district_id, month)
    in_force = _in_force(session, district_id, month)
    publication: Publication | None = None
    if version and version != DRAFT:
        publication = published.get(int(version)) if version.isdecimal() and len(version) < 7 else None
        if publication is None:
            raise NotFound(Message("%(month)s没有版本“%(version)s”", month=month_words(month), version=version))
    elif draft is None and not version and in_force is not None:
        publication = published[in_force]
    elif draft is None and version == DRAFT:
        raise NotFound(Message("%(month)s没有待发布的草案", month=month_words(month)))
    plan = MonthPlan(
        month=month,
        key=str(publication.number) if publication else DRAFT,
        draft=None if publication else draft,
        publication=publication,
        in_force=in_force,
        numbers=tuple(published),
        draft_open=draft is not None,
    )
    if publication is not None:
        base = published.get(publication.number - 1)
        duties = published_duties(session, publication.id)
    elif draft is not None:
        base = published.get(in_force) if in_force else None
        duties = draft_duties(session, draft, month)
    else:
        return plan
    if base is None:
        return replace(plan, duties=tuple(duties))
    before = published_duties(session, base.id)
    return replace(plan, duties=tuple(mark_changed(duties, before)), base=tuple(before), base_number=base.number)
