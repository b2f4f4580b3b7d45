"""Proposals for a programme: stored as solved or made by hand, found, read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scheduler.placement.audit import audit_placement
from scheduler.placement.problem import (
    Placement,
    PlacementInstance,
    PlacementPlan,
    dump_placement_plan,
    parse_placement_instance,
    parse_placement_plan,
)
from service.messages import InvalidInput, Message
from service.models import Programme, Proposal, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.editing import find_in_district
from service.operations.programmes.find import find_programme
from service.operations.programmes.taking_part import open_programme

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Stored:
    """A proposal read: its instance, its plan, and the day from which new placements run."""

    proposal: Proposal
    instance: PlacementInstance
    plan: PlacementPlan
    first: date


@dataclass(frozen=True, slots=True)
class HandChange:
    """A change to a proposal by hand: `taken` leaves it (None: nobody does), `given` comes in (None: nobody does).

    Both are (cadre id, post id, role).
    """

    taken: tuple[int, int, str] | None = None
    given: tuple[int, int, str] | None = None


def store_proposal(
    session: Session,
    actor: Actor,
    now: datetime,
    programme: Programme,
    instance: bytes,
    plan: PlacementPlan,
    report: dict[str, Any],
    *,
    rank: int = 1,
    run_id: int | None = None,
    by_hand: bool = False,
) -> Proposal:
    """Keep a plan that has passed the audit as the programme's next proposal. `report`: see `Proposal`."""
    highest = session.scalar(select(func.max(Proposal.number)).where(Proposal.programme_id == programme.id)) or 0
    row = Proposal(
        district_id=programme.district_id, programme=programme, run_id=run_id, number=highest + 1, rank=rank,
        by_hand=by_hand, made_at=now, made_by=actor.name, input_hash=plan.instance_sha256, instance=instance,
        plan=dump_placement_plan(plan), status=plan.status, objective=plan.objective, bound=plan.bound, report=report,
    )  # fmt: skip
    session.add(row)
    session.flush()
    after = {"number": row.number, "rank": rank, "placements": len(plan.placements), "objective": plan.objective}
    record(session, actor, now, "proposal.create", row, after=after)
    return row


def list_proposals(session: Session, actor: Actor, programme_id: int) -> Select[Proposal]:
    """The proposals of a programme, the newest solve first and in it the best first."""
    find_programme(session, actor, programme_id)
    return (
        select(Proposal)
        .where(Proposal.programme_id == programme_id)
        .order_by(Proposal.made_at.desc(), Proposal.rank, Proposal.number.desc())
    )


def find_proposal(session: Session, actor: Actor, proposal_id: int) -> Proposal:
    """A proposal of the actor's district.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: there is none.
    """
    actor.require(RoleName.ADMIN)
    return find_in_district(session, actor, Proposal, proposal_id)


def siblings_of(session: Session, proposal: Proposal) -> list[Proposal]:
    """The proposals of the same solve, the best first; only itself where a hand made it."""
    if proposal.run_id is None:
        return [proposal]
    rows = session.scalars(
        select(Proposal)
        .where(Proposal.run_id == proposal.run_id, Proposal.district_id == proposal.district_id)
        .order_by(Proposal.rank)
    )
    return list(rows)


def open_proposal(proposal: Proposal) -> Stored:
    """A proposal with what it was solved from."""
    instance = parse_placement_instance(proposal.instance)
    plan = parse_placement_plan(proposal.plan)
    return Stored(proposal, instance, plan, date.fromisoformat(proposal.report["first"]))


def change_by_hand(session: Session, actor: Actor, now: datetime, proposal_id: int, change: HandChange) -> Proposal:
    """A new proposal that differs from one by a change; the old one stays.

    Raises:
        InvalidInput: the plan would break a rule, or what is to leave is not in it; the rules are named.
        Conflict: the programme is cancelled.
    """
    proposal = find_proposal(session, actor, proposal_id)
    programme = open_programme(session, actor, proposal.programme_id)
    stored = open_proposal(proposal)
    placements = set(stored.plan.placements)
    taken, given = _placement(change.taken), _placement(change.given)
    if taken is None and given is None:
        raise InvalidInput(Message("没有要改动的内容"))
    if taken is not None and taken not in placements:
        raise InvalidInput(Message("该安排已不在方案中，请刷新"))
    placements -= {taken} if taken is not None else set()
    placements |= {given} if given is not None else set()
    recount = audit_placement(stored.instance, sorted(placements))
    if recount.violations:
        first = recount.violations[:MOST_NAMED]
        names = {f"v{number}": violation.text for number, violation in enumerate(first)}
        listed = Message("；".join(f"%({name})s" for name in names), **names)
        raise InvalidInput(Message("这样改动不符合规则：%(what)s", what=listed))
    plan = replace(
        stored.plan,
        placements=tuple(sorted(placements)),
        objective=recount.objective,
        score=recount.score,
        status="optimal" if recount.objective == stored.plan.bound else "feasible",
        unfilled=recount.unfilled,
        unplaced=recount.unplaced,
    )
    report = {"first": stored.first.isoformat(), "from_number": proposal.number}
    return store_proposal(session, actor, now, programme, proposal.instance, plan, report, by_hand=True, run_id=None)


def _placement(one: tuple[int, int, str] | None) -> Placement | None:
    return None if one is None else Placement(str(one[0]), str(one[1]), one[2])
