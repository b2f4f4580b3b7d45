"""Party branches: the second way in which people are grouped, with their standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.models import Branch, BranchStanding, RoleName
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, find_in_district, refuse_duplicate, saved


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
