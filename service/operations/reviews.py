"""Evaluations of placements: by each side in a word and a text, at mid-term and at the end; never a number, no ranking.

Who writes: the cadre; the unit's officer; the community's head for the community and, from what the grid worker says,
for the grid worker who went to the unit. An admin enters what came on paper (for an enterprise there is no account).
Who reads: what a person says (cadre, grid worker) only that person's side and admins; what an organisation says (unit,
community) both organisations and the cadre concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message, NotAllowed
from service.models import Placement, PlacementReview, PostKind, ReviewGrade, ReviewSide, ReviewStage, RoleName
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, saved
from service.operations.engagements import last_day_of
from service.operations.placements.find import (
    community_of,
    find_placement,
    loaded,
    placement_scope,
    state_on,
)
from service.operations.scope import today_of

# Days before the due day from which an evaluation may be written; terms shorter than this many have no mid-term one.
OPENS_BEFORE = timedelta(days=14)
MIDTERM_LEAST_DAYS = 60
MOST_REMARKS = 2000
# How long after the end of a placement its missing evaluations are asked for.
ASKED_FOR = timedelta(days=180)
PERSONS = frozenset({ReviewSide.CADRE, ReviewSide.GRID_WORKER})
STATES = ("overdue", "open", "later", "written")


@dataclass(frozen=True, slots=True)
class DueReview:
    """An evaluation that is asked for: by whom, when, and what was written (null: nothing yet).

    `may_write`, `may_read`: whether the reader may. `state`: overdue, open, later or written.
    """

    placement: Placement
    stage: str
    side: str
    due: date
    opens: date
    review: PlacementReview | None
    state: str
    may_write: bool
    may_read: bool


def stages_of(placement: Placement) -> list[tuple[ReviewStage, date]]:
    """The evaluations of a placement with their due days: at the middle of the term, and at its end."""
    last = last_day_of(placement)
    middle = placement.first_day + (placement.last_day - placement.first_day) / 2
    found = [(ReviewStage.FINAL, last)]
    long_enough = (placement.last_day - placement.first_day).days + 1 >= MIDTERM_LEAST_DAYS
    if long_enough and middle < last:
        found.insert(0, (ReviewStage.MIDTERM, middle))
    return found


def sides_of(placement: Placement) -> list[ReviewSide]:
    """Who writes: a unit that is inspected does not evaluate its inspectors; a grid worker only who went in exchange."""
    sides = [ReviewSide.CADRE, ReviewSide.UNIT]
    if placement.post.kind != PostKind.UNIT:
        sides.append(ReviewSide.COMMUNITY)
    return [*sides, ReviewSide.GRID_WORKER] if placement.grid_worker_id is not None else sides


def may_write(actor: Actor, placement: Placement, side: str) -> bool:
    """Whether an evaluation of a side is the actor's to write."""
    if actor.has(RoleName.ADMIN):
        return True
    if side == ReviewSide.CADRE:
        return actor.has(RoleName.CADRE) and actor.cadre_id == placement.cadre_id
    if side == ReviewSide.UNIT:
        return actor.has(RoleName.UNIT_OFFICER) and actor.unit_id is not None and actor.unit_id == placement.unit_id
    if not actor.has(RoleName.COMMUNITY_HEAD) or actor.community_id is None:
        return False
    if side == ReviewSide.GRID_WORKER:
        worker = placement.grid_worker
        return worker is not None and worker.community_id == actor.community_id
    community = community_of(placement)
    return community is not None and community.id == actor.community_id


def may_read(actor: Actor, placement: Placement, side: str) -> bool:
    """Whether the actor may read what a side wrote."""
    if may_write(actor, placement, side):
        return True
    if side in PERSONS:
        return False
    return any(may_write(actor, placement, other) for other in sides_of(placement))


def dues_of(actor: Actor, placement: Placement, reviews: Iterable[PlacementReview], today: date) -> list[DueReview]:
    """What is asked for of a placement, by stage and side; nothing of one that was cancelled."""
    if state_on(placement, today) == "cancelled":
        return []
    written = {(review.stage, review.side): review for review in reviews}
    found = []
    for stage, due in stages_of(placement):
        for side in sides_of(placement):
            review, opens = written.get((stage, side)), due - OPENS_BEFORE
            waiting = "later" if today < opens else "open" if today <= due else "overdue"
            found.append(
                DueReview(
                    placement, stage, side, due, opens, review, "written" if review else waiting,
                    may_write(actor, placement, side), may_read(actor, placement, side),
                )
            )  # fmt: skip
    return found


def reviews_of(session: Session, placement_ids: Sequence[int]) -> dict[int, list[PlacementReview]]:
    """What was written of some placements."""
    found: dict[int, list[PlacementReview]] = {}
    query = select(PlacementReview).where(PlacementReview.placement_id.in_(placement_ids))
    for review in session.scalars(query.order_by(PlacementReview.id)) if placement_ids else ():
        found.setdefault(review.placement_id, []).append(review)
    return found


def due_reviews(session: Session, actor: Actor, now: datetime, programme_id: int | None = None) -> list[DueReview]:
    """What is asked for of the placements in the actor's scope that the actor may write or read, the earliest due first.

    Placements that ended long ago are left out.
    """
    today = today_of(session, actor.district_id, now)
    query = (
        select(Placement)
        .where(placement_scope(actor), Placement.cancelled_at.is_(None), Placement.last_day >= today - ASKED_FOR)
        .options(*loaded())
    )
    if programme_id is not None:
        query = query.where(Placement.programme_id == programme_id)
    placements = session.scalars(query).unique().all()
    written = reviews_of(session, [one.id for one in placements])
    dues = [due for one in placements for due in dues_of(actor, one, written.get(one.id, ()), today)]
    dues = [due for due in dues if due.may_write or due.may_read]
    return sorted(dues, key=lambda due: (due.due, due.placement.id, due.stage, due.side))


def to_write(session: Session, actor: Actor, now: datetime) -> list[DueReview]:
    """What the actor should write now: open or overdue, and nothing there yet. Admins enter others' paper: none."""
    if actor.has(RoleName.ADMIN):
        return []
    return [due for due in due_reviews(session, actor, now) if due.may_write and due.state in ("open", "overdue")]


def find_due(session: Session, actor: Actor, now: datetime, placement_id: int, stage: str, side: str) -> DueReview:
    """One evaluation that is asked for, for its writer.

    Raises:
        NotFound: the placement is out of the actor's scope.
        NotAllowed: it is another side's to write.
        Conflict: none is asked for, or not yet.
    """
    placement = find_placement(session, actor, placement_id)
    written = reviews_of(session, [placement.id]).get(placement.id, [])
    dues = dues_of(actor, placement, written, today_of(session, actor.district_id, now))
    due = next((one for one in dues if (one.stage, one.side) == (stage, side)), None)
    if due is None:
        raise Conflict(Message("这项安排没有这一评价"))
    if not due.may_write:
        raise NotAllowed(Message("这份评价应由另一方填写"))
    if due.state == "later":
        raise Conflict(Message("尚未到填写的时候：%(day)s 起可以填写", day=due.opens))
    return due


def save_review(
    session: Session,
    actor: Actor,
    now: datetime,
    placement_id: int,
    stage: str,
    side: str,
    grade: str,
    remarks: str | None,
    version: int | None = None,
) -> PlacementReview:
    """Write an evaluation, or change it; every change stands in the audit log.

    Raises:
        NotFound, NotAllowed, Conflict: as `find_due`; Conflict too where it was changed since `version`.
        InvalidInput: a field is wrong.
    """
    due = find_due(session, actor, now, placement_id, stage, side)
    checks = Checks()
    checks.one_of("grade", grade, ReviewGrade)
    text = checks.name("remarks", remarks, MOST_REMARKS)
    checks.done()
    row = due.review
    if row is not None:
        # Who saw an empty form must not overwrite what another wrote meanwhile.
        expect_version(row, version or 0)
    before = described(row) if row is not None else None
    if row is None:
        row = PlacementReview(
            district_id=actor.district_id, placement_id=placement_id, stage=stage, side=side,
            grade=grade, remarks=text, written_at=now, written_by=actor.name,
        )  # fmt: skip
    elif (row.grade, row.remarks) == (grade, text):
        return row
    row.grade, row.remarks, row.written_at, row.written_by = grade, text, now, actor.name
    saved(session, actor, now, "placement_review", row, before)
    return row


def needs_paper(placement: Placement) -> bool:
    """Whether the receiving side has no account, so that an admin enters what it wrote on paper."""
    return community_of(placement) is None or placement.post.kind == PostKind.ENTERPRISE
