"""Party branches: the second way in which people are grouped, with their standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Branch, BranchSecretary, BranchStanding, Cadre, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, find_in_district, name_of, refuse_duplicate, saved
from service.operations.memberships import ONE_DAY, branch_on, row_on
from service.operations.scope import today_of


@dataclass(frozen=True, slots=True)
class BranchValues:
    """What a form says of a branch."""

    code: str
    name: str
    standing: str = BranchStanding.STANDARD
    joint: bool = False


def list_branches(actor: Actor) -> Select[Any]:
    """The branches of the actor's district."""
    return select(Branch).where(Branch.district_id == actor.district_id).order_by(Branch.code)


def save_branch(
    session: Session,
    actor: Actor,
    now: datetime,
    values: BranchValues,
    branch_id: int | None = None,
    version: int | None = None,
) -> Branch:
    """Make a branch, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the branch since `version`.
    """
    actor.require(RoleName.ADMIN)
    branch = find_in_district(session, actor, Branch, branch_id) if branch_id else Branch(district_id=actor.district_id)
    expect_version(branch, version)
    checks = Checks()
    fields = {
        "code": checks.code("code", values.code),
        "name": checks.name("name", values.name, 120),
        "standing": checks.one_of("standing", values.standing, BranchStanding),
        "joint": values.joint,
    }
    refuse_duplicate(session, checks, "code", Branch, branch.id, actor.district_id, str(fields["code"]))
    checks.done()
    before = described(branch) if branch_id else None
    for key, value in fields.items():
        setattr(branch, key, value)
    saved(session, actor, now, "branch", branch, before)
    return branch


def secretary_of(session: Session, branch: Branch, day: date) -> Cadre | None:
    """The branch's secretary on a day."""
    row = row_on(_secretaries(session, branch), day)
    return row.cadre if row else None


def set_secretary(session: Session, actor: Actor, now: datetime, branch_id: int, text: str | None) -> Branch:
    """Let a member (number or name; blank: nobody) be the branch's secretary from today on.

    Raises:
        InvalidInput: there is no such cadre, or it is no member of the branch.
    """
    actor.require(RoleName.ADMIN)
    branch = find_in_district(session, actor, Branch, branch_id)
    today = today_of(session, actor.district_id, now)
    checks = Checks()
    cadre = resolve_cadre(session, actor, now, text, checks) if (text or "").strip() else None
    if cadre is not None and branch_on(cadre, today) is not branch:
        checks.add("cadre", cadre.name, Message("不在本支部"))
    checks.done()
    rows = _secretaries(session, branch)
    current = row_on(rows, today)
    before = current.cadre if current else None
    if before is cadre:
        return branch
    if current is not None and current.valid_from == today:
        session.delete(current)
        session.flush()
    elif current is not None:
        current.valid_to = today - ONE_DAY
    if cadre is not None:
        session.add(BranchSecretary(branch=branch, cadre=cadre, valid_from=today))
    record(
        session, actor, now, "branch.update", branch,
        before={"secretary": name_of(before)}, after={"secretary": name_of(cadre)},
    )  # fmt: skip
    return branch


def _secretaries(session: Session, branch: Branch) -> list[BranchSecretary]:
    query = select(BranchSecretary).where(BranchSecretary.branch_id == branch.id)
    return list(session.scalars(query.order_by(BranchSecretary.valid_from)))
