"""Would a change by hand break a rule, and what would it cost? The whole party changes together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.audit import Audit, audit
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, day_words
from scheduler.rules import Violation
from service.messages import InvalidInput, Message, NotFound
from service.models import Draft
from service.operations.drafts.find import changed_published, duties_of_draft, judge
from service.operations.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class MoveCheck:
    """What a change would do.

    `violations` are the hard rules it would break (none: it can be done); `standing` those the draft
    breaks anyway, with or without it. `before` and `after` are the points by soft rule. `members` are
    the employee numbers of all who change together. `removed` and `added` are their duties. `changed_before`
    and `changed_after` are the published duties that the draft does not have (None: nothing is published).
    """

    violations: tuple[Violation, ...]
    standing: tuple[Violation, ...]
    before: dict[str, int]
    after: dict[str, int]
    members: tuple[str, ...]
    removed: tuple[Duty, ...]
    added: tuple[Duty, ...]
    changed_before: int | None = None
    changed_after: int | None = None

    @property
    def allowed(self) -> bool:
        """Whether it breaks no rule."""
        return not self.violations

    @property
    def points_before(self) -> int:
        """All points of the draft as it is."""
        return sum(self.before.values())

    @property
    def points_after(self) -> int:
        """All points of the draft with the change."""
        return sum(self.after.values())


@dataclass(frozen=True, slots=True)
class Trial:
    """A draft with a change tried on it."""

    check: MoveCheck
    snapshot: Snapshot
    duties: tuple[Duty, ...]
    audit: Audit


def check_move(
    session: Session,
    draft: Draft,
    cadre_id: int,
    old_date: date | None,
    new_date: date | None,
    new_zone_id: int | None,
    now: datetime,
) -> MoveCheck:
    """Try a move. `old_date` None adds a duty; `new_date` None takes one away; `new_zone_id` None keeps the zone.

    Raises:
        NotFound: the cadre, the duty or the zone is not in this month's plan.
        InvalidInput: the day is past, or not in this month.
    """
    return try_move(session, draft, cadre_id, old_date, new_date, new_zone_id, now).check


def try_move(
    session: Session,
    draft: Draft,
    cadre_id: int,
    old_date: date | None,
    new_date: date | None,
    new_zone_id: int | None,
    now: datetime,
) -> Trial:
    """Try a move, and keep what was recounted for it. Raises as `check_move` does."""
    snapshot = judge(session, draft, now)
    index = InstanceIndex(snapshot.instance)
    duties = [duty for duty in duties_of_draft(session, draft, snapshot.today) if duty.cadre in index.cadres]
    members = _members(snapshot, index, cadre_id)
    _check_days(snapshot, old_date, new_date)
    removed = [duty for duty in duties if duty.cadre in members and duty.date == old_date]
    mine = [duty for duty in removed if snapshot.cadre_ids[duty.cadre] == cadre_id]
    if old_date is not None and not mine:
        raise NotFound(Message("草案中没有这项值勤，请刷新"))
    added: list[Duty] = []
    if new_date is not None:
        zone = _zone(snapshot, new_zone_id) if new_zone_id is not None else mine[0].zone if mine else None
        if zone is None:
            raise InvalidInput(Message("请选择网格"))
        moving = [duty.cadre for duty in removed] if old_date is not None else list(members)
        added = [Duty(member, new_date, zone) for member in moving]
    taken = {(duty.cadre, duty.date) for duty in duties if duty not in removed}
    if any((duty.cadre, duty.date) in taken for duty in added):
        raise InvalidInput(Message("此人当天已有值勤"))
    return _trial(snapshot, index, members, duties, removed, added)


def _trial(
    snapshot: Snapshot,
    index: InstanceIndex,
    members: Sequence[str],
    duties: list[Duty],
    removed: list[Duty],
    added: list[Duty],
) -> Trial:
    before = audit(snapshot.instance, duties, index)
    changed = tuple(sorted([*(duty for duty in duties if duty not in removed), *added]))
    after = audit(snapshot.instance, changed, index)
    known = {violation.text for violation in before.violations}
    fresh = tuple(violation for violation in after.violations if violation.text not in known)
    standing = tuple(violation for violation in after.violations if violation.text in known)
    check = MoveCheck(
        fresh, standing, dict(before.score), dict(after.score), tuple(members), tuple(removed), tuple(added),
        changed_published(snapshot, duties), changed_published(snapshot, changed),
    )  # fmt: skip
    return Trial(check, snapshot, changed, after)


def _members(snapshot: Snapshot, index: InstanceIndex, cadre_id: int) -> tuple[str, ...]:
    number = next((number for number, row in snapshot.cadre_ids.items() if row == cadre_id), None)
    if number is None:
        raise NotFound(Message("此人本月不参加值勤"))
    return index.party_of.get(number, (number,))


def _zone(snapshot: Snapshot, zone_id: int) -> str:
    code = next((code for code, row in snapshot.zone_ids.items() if row == zone_id), None)
    if code is None:
        raise NotFound(Message("没有这个网格"))
    return code


def _check_days(snapshot: Snapshot, *days: date | None) -> None:
    for day in days:
        if day is None:
            continue
        if day.replace(day=1) != snapshot.month:
            raise InvalidInput(Message("%(day)s不在本月", day=day_words(day)))
        if day < snapshot.today:
            raise InvalidInput(Message("%(day)s已经过去，不能再改", day=day_words(day)))
