"""From a file to a plan of changes: read, look up, compare. Nothing is written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.files import read_file
from service.adapters.sheets.kinds import KINDS
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.rows import read_rows
from service.messages import Message, NotFound
from service.models import District, RoleName
from service.operations.actor import Actor
from service.operations.imports.changes import Plan, Record
from service.operations.imports.lookups import lookups_for
from service.operations.imports.planning import plan_changes
from service.operations.imports.target import Preparing, Target
from service.operations.imports.targets import TARGETS
from service.operations.planning_settings import planning_of
from service.operations.scope import today_of


def target_of(kind_name: str) -> Target:
    """Where a kind is kept.

    Raises:
        NotFound: there is no such kind.
    """
    if kind_name not in KINDS:
        names = "、".join(KINDS)
        raise NotFound(Message("没有“%(kind)s”这一类型；可选：%(names)s", kind=kind_name, names=names))
    return TARGETS[kind_name]


def plan_file(session: Session, actor: Actor, now: datetime, kind_name: str, file_name: str, data: bytes) -> Plan:
    """What importing a file would change. Admins only.

    Raises:
        InvalidInput: the file cannot be read, or has no such heads.
        NotFound: no such kind.
    """
    actor.require(RoleName.ADMIN)
    target = target_of(kind_name)
    if isinstance(target, Preparing):
        target = target.prepared(session, actor.district_id)
    sheets = read_file(data, file_name)
    day = today_of(session, actor.district_id, now)
    lookups = lookups_for(session, actor.district_id, target.kind)
    read = read_rows(sheets, target.kind, Context(lookups))
    existing = target.load(session, actor.district_id, day, lookups)
    return plan_changes(read, target, existing, day, defaults_of(session, actor, target.kind))


def defaults_of(session: Session, actor: Actor, kind: Kind) -> Record:
    """What a new record has where the file says nothing: the kind's own, and what the district has set for itself."""
    own: Record = {}
    if any(column.field == "duties_per_month" for column in kind.stored):
        own["duties_per_month"] = planning_of(session.get_one(District, actor.district_id)).duties_per_month
    return {**kind.defaults, **own}
