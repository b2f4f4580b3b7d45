"""Changes a draft by hand: move, add, remove, pin, unpin, discard. Each is logged so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from scheduler.problem import Text
from service.messages import InvalidInput, Message, NotFound
from service.models import AuditEntry, Draft, DraftDuty, DraftPin, DraftState
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.drafts.check import MoveCheck, Trial, try_move
from service.operations.drafts.find import hold_open
from service.operations.plan_report import plan_report


def move_duty(
    session: Session, actor: Actor, now: datetime, draft: Draft, expected_version: int,
    cadre_id: int, old_date: date, new_date: date, new_zone_id: int | None = None,
) -> MoveCheck:  # fmt: skip
    """Move a duty (and the party's with it) to a day and zone (None: the same zone).

    Raises:
        Conflict: somebody changed the draft since `expected_version`.
        NotFound, InvalidInput: as `check_move`; also when a rule would be broken.
    """
    hold_open(session, actor, draft, expected_version)
    trial = try_move(session, draft, cadre_id, old_date, new_date, new_zone_id, now)
    return _apply(session, actor, now, draft, trial, "draft.move")


def add_duty(
    session: Session, actor: Actor, now: datetime, draft: Draft, expected_version: int,
    cadre_id: int, day: date, zone_id: int,
) -> MoveCheck:  # fmt: skip
    """Give a cadre (and the party) a duty. Raises as `move_duty` does."""
    hold_open(session, actor, draft, expected_version)
    return _apply(session, actor, now, draft, try_move(session, draft, cadre_id, None, day, zone_id, now), "draft.add")


def remove_duty(
    session: Session, actor: Actor, now: datetime, draft: Draft, expected_version: int, cadre_id: int, day: date
) -> MoveCheck:
    """Take a duty away (from the whole party); its pins go with it. Raises as `move_duty` does."""
    hold_open(session, actor, draft, expected_version)
    return _apply(session, actor, now, draft, try_move(session, draft, cadre_id, day, None, None, now), "draft.remove")


def pin_duty(
    session: Session, actor: Actor, now: datetime, draft: Draft, expected_version: int,
    cadre_id: int, day: date | None = None, zone_id: int | None = None,
) -> DraftPin:  # fmt: skip
    """Pin a cadre to a day and a zone (None: any); where the draft has that duty it is kept by every later solve.

    Raises:
        Conflict: somebody changed the draft since `expected_version`.
        NotFound: the draft has no such duty.
        InvalidInput: it is pinned so already.
    """
    hold_open(session, actor, draft, expected_version)
    if not any(_fits(duty, cadre_id, day, zone_id) for duty in draft.duties):
        raise NotFound(Message("草案中没有这项值勤，请刷新"))
    if any((pin.cadre_id, pin.date, pin.zone_id) == (cadre_id, day, zone_id) for pin in draft.pins):
        raise InvalidInput(Message("这项值勤已经锁定"))
    pin = DraftPin(cadre_id=cadre_id, date=day, zone_id=zone_id, made_by=actor.name, made_at=now)
    before = state(draft)
    draft.pins.append(pin)
    log(session, actor, now, draft, "draft.pin", before)
    return pin


def unpin_duty(
    session: Session, actor: Actor, now: datetime, draft: Draft, expected_version: int,
    cadre_id: int, day: date | None = None,
) -> int:  # fmt: skip
    """Take away a cadre's pins that hold a day's duty (None: all); how many there were.

    Raises:
        Conflict: somebody changed the draft since `expected_version`.
        NotFound: there are none.
    """
    hold_open(session, actor, draft, expected_version)
    doomed = [pin for pin in draft.pins if pin.cadre_id == cadre_id and (day is None or pin.date in (None, day))]
    if not doomed:
        raise NotFound(Message("没有这项锁定"))
    before = state(draft)
    for pin in doomed:
        draft.pins.remove(pin)
    log(session, actor, now, draft, "draft.unpin", before)
    return len(doomed)


def discard_draft(session: Session, actor: Actor, now: datetime, draft: Draft, expected_version: int) -> None:
    """Give a draft up; it stays readable.

    Raises:
        Conflict: somebody changed the draft since `expected_version`, or it is not open any more.
    """
    hold_open(session, actor, draft, expected_version)
    draft.state = DraftState.DISCARDED
    draft.changed_at = now
    record(session, actor, now, "draft.discard", draft, note=draft.month.isoformat())


def _fits(duty: DraftDuty, cadre_id: int, day: date | None, zone_id: int | None) -> bool:
    return duty.cadre_id == cadre_id and day in (None, duty.date) and zone_id in (None, duty.zone_id)


def _apply(session: Session, actor: Actor, now: datetime, draft: Draft, trial: Trial, action: str) -> MoveCheck:
    check = trial.check
    if not check.allowed:
        first = check.violations[0].text
        raise InvalidInput(Message("不能这样调整：%(why)s", why=Text(first.zh, first.en)))
    before = state(draft)
    ids = trial.snapshot.cadre_ids
    units = {cadre.id: trial.snapshot.unit_ids[cadre.unit] for cadre in trial.snapshot.instance.cadres}
    gone = {(ids[duty.cadre], duty.date) for duty in check.removed}
    for row in [row for row in draft.duties if (row.cadre_id, row.date) in gone]:
        draft.duties.remove(row)
    session.flush()
    for duty in check.added:
        row = DraftDuty(
            cadre_id=ids[duty.cadre], unit_id=units[duty.cadre], zone_id=trial.snapshot.zone_ids[duty.zone],
            date=duty.date, by_hand=True,
        )  # fmt: skip
        draft.duties.append(row)
    _follow_pins(draft, gone, check, trial)
    recount(draft, trial)
    log(session, actor, now, draft, action, before)
    return check


def _follow_pins(draft: Draft, gone: set[tuple[int, date]], check: MoveCheck, trial: Trial) -> None:
    """Pins of a moved duty move with it; those of one taken away go."""
    new = {trial.snapshot.cadre_ids[duty.cadre]: duty for duty in check.added}
    for pin in [pin for pin in draft.pins if pin.date is not None and (pin.cadre_id, pin.date) in gone]:
        duty = new.get(pin.cadre_id)
        if duty is None:
            draft.pins.remove(pin)
        else:
            pin.date = duty.date
            pin.zone_id = None if pin.zone_id is None else trial.snapshot.zone_ids[duty.zone]


def recount(draft: Draft, trial: Trial) -> None:
    """Bring the draft's figures and report up to its duties. A bound proven for other data is dropped."""
    snapshot, found = trial.snapshot, trial.audit
    same = draft.facts == snapshot.facts and draft.report.get("today") == snapshot.today.isoformat()
    draft.objective, draft.score = found.objective, dict(found.score)
    if not same or draft.report.get("own_basis"):
        draft.bound = None
    draft.status = "optimal" if draft.bound == draft.objective else "feasible"
    fresh = (
        plan_report(snapshot.instance, trial.duties, snapshot.names) if found.valid else {"unserved": [], "short": []}
    )
    # What was proven of a re-plan's changes does not hold for a plan changed by hand.
    draft.report = {key: value for key, value in draft.report.items() if key != "replan"} | fresh


def state(draft: Draft) -> dict[str, Any]:
    """Duties and pins for the log."""
    return {"duties": _rows(draft.duties), "pins": _rows(draft.pins)}


def _rows(rows: Iterable[DraftDuty | DraftPin]) -> list[list[Any]]:
    """[cadre, date, zone], and for duties the unit and whether they were set by hand."""
    return sorted(
        [
            [row.cadre_id, row.date.isoformat() if row.date else None, row.zone_id]
            + ([row.unit_id, row.by_hand] if isinstance(row, DraftDuty) else [])
            for row in rows
        ],
        key=str,
    )


def log(session: Session, actor: Actor, now: datetime, draft: Draft, action: str, before: dict[str, Any]) -> AuditEntry:
    """Log what differs, and raise the draft's version."""
    after = state(draft)
    gone = {key: [row for row in before[key] if row not in after[key]] for key in before}
    come = {key: [row for row in after[key] if row not in before[key]] for key in after}
    draft.changed_at = now
    # Also where the time is the same as before: the version must rise with every change.
    flag_modified(draft, "changed_at")
    entry = record(session, actor, now, action, draft)
    entry.before, entry.after = gone, come
    return entry
