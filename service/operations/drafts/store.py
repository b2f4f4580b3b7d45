"""Stores a solved plan as the open draft of its month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scheduler.problem import Pin, Plan
from service.models import Draft, DraftDuty, DraftPin, DraftState, SolveRun
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.plan_report import both
from service.operations.snapshot import Snapshot


def store_draft(
    session: Session,
    actor: Actor,
    now: datetime,
    run: SolveRun,
    snapshot: Snapshot,
    plan: Plan,
    report: dict[str, Any],
    pins: Iterable[DraftPin] = (),
) -> Draft:
    """Make the open draft of a month from a plan that passed the audit; an earlier open one is superseded.

    `report` is what `plan_report` gives; `own_basis` in it says that the bound holds for this solve alone
    (its pins, or the draft it was counted from), and is worth nothing once the draft is changed. `pins` are the pins of the draft before, carried on; pinned
    duties of the version in force that the plan keeps are pins of the draft as well.
    """
    for earlier in session.scalars(
        select(Draft).where(
            Draft.district_id == run.district_id, Draft.month == run.month, Draft.state == DraftState.OPEN
        )
    ):
        earlier.state = DraftState.DISCARDED
        record(session, actor, now, "draft.supersede", earlier, note=str(run.id))
    instance = snapshot.instance
    draft = Draft(
        district_id=run.district_id,
        month=run.month,
        run_id=run.id,
        base_number=snapshot.base_number,
        input_hash=snapshot.sha256,
        facts=snapshot.facts,
        status=plan.status,
        objective=plan.objective,
        bound=plan.bound,
        score=dict(plan.score),
        report={**report, **_of_snapshot(snapshot), "own_basis": bool(instance.pins or report.get("own_basis"))},
    )
    session.add(draft)
    session.flush()
    rows = _duties(draft, snapshot, plan)
    if rows:
        session.execute(insert(DraftDuty), rows)
    session.add_all(_pins(draft, snapshot, pins, now))
    session.flush()
    record(session, actor, now, "draft.create", draft, after={"month": run.month.isoformat(), "duties": len(rows)})
    return draft


def _of_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    """What was given up before the solve, and the day it was made for."""
    released = [
        {
            "cadre": item.duty.cadre,
            "date": item.duty.date.isoformat(),
            "zone": item.duty.zone,
            "why": both([item.why])[0],
        }
        for item in snapshot.released
    ]
    lost = [_plain(pin) for pin in snapshot.lost_pins]
    provisional = [day.isoformat() for day in snapshot.provisional_days]
    return {
        "today": snapshot.today.isoformat(), "released": released, "lost_pins": lost, "provisional_days": provisional,
    }  # fmt: skip


def _plain(pin: Pin) -> dict[str, str | None]:
    return {"cadre": pin.cadre, "date": pin.date.isoformat() if pin.date else None, "zone": pin.zone}


def _duties(draft: Draft, snapshot: Snapshot, plan: Plan) -> list[dict[str, Any]]:
    """Planned duties, and past ones of the version in force: the draft shows the whole month."""
    units = {cadre.id: snapshot.unit_ids[cadre.unit] for cadre in snapshot.instance.cadres}
    rows = [
        {"draft_id": draft.id, "cadre_id": duty.cadre_id, "unit_id": duty.unit_id, "zone_id": duty.zone_id,
         "date": duty.date, "by_hand": False}
        for duty in snapshot.published
        if duty.date < snapshot.today
    ]  # fmt: skip
    rows += [
        {"draft_id": draft.id, "cadre_id": snapshot.cadre_ids[duty.cadre], "unit_id": units[duty.cadre],
         "zone_id": snapshot.zone_ids[duty.zone], "date": duty.date, "by_hand": False}
        for duty in plan.assignments
    ]  # fmt: skip
    return rows


def _pins(draft: Draft, snapshot: Snapshot, pins: Iterable[DraftPin], now: datetime) -> list[DraftPin]:
    """Pins carried on: those of the draft before (of days not past), then the pinned duties in force."""
    numbers = {row: number for number, row in snapshot.cadre_ids.items()}
    zones = {row: code for code, row in snapshot.zone_ids.items()}
    gone = {(item.duty.cadre, item.duty.date) for item in snapshot.released}
    carried = [
        DraftPin(
            draft_id=draft.id, cadre_id=pin.cadre_id, date=pin.date, zone_id=pin.zone_id,
            made_by=pin.made_by, made_at=pin.made_at,
        )
        for pin in pins
        if pin.cadre_id in numbers
        and (pin.date is None or pin.date >= snapshot.today)
        and (pin.zone_id is None or pin.zone_id in zones)
    ]  # fmt: skip
    mine = {pin.cadre_id for pin in carried}
    carried += [
        DraftPin(
            draft_id=draft.id, cadre_id=duty.cadre_id, date=duty.date, zone_id=duty.zone_id,
            made_by=f"v{snapshot.base_number}", made_at=now,
        )
        for duty in snapshot.published
        if duty.pinned and duty.date >= snapshot.today and duty.cadre_id in numbers and duty.cadre_id not in mine
        and (numbers[duty.cadre_id], duty.date) not in gone
    ]  # fmt: skip
    return carried
