"""What a file may refer to, read in one query for each sort of thing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.kinds.common import BRANCH, CADRE, COMMUNITY, SKILL, SUBDISTRICT, UNIT, ZONE
from service.adapters.sheets.kinds.events import EVENT, EVENT_KIND
from service.adapters.sheets.kinds.placements import PROGRAMME
from service.adapters.sheets.kinds.posts import GRID_WORKER, POST, SITE
from service.adapters.sheets.kinds.surges import OPERATION
from service.adapters.sheets.lookup import Lookup, Ref
from service.messages import Message
from service.models import (
    Branch,
    Cadre,
    Community,
    Event,
    EventKind,
    GridWorker,
    Post,
    Programme,
    ProgrammeState,
    Skill,
    Subdistrict,
    SurgeOperation,
    Unit,
    Zone,
)
from service.operations.posts.usual import SITES

SORTS: dict[str, tuple[Any, Any, Message]] = {
    "subdistrict": (Subdistrict, Subdistrict.code, SUBDISTRICT),
    "community": (Community, Community.code, COMMUNITY),
    "zone": (Zone, Zone.code, ZONE),
    "unit": (Unit, Unit.code, UNIT),
    "branch": (Branch, Branch.code, BRANCH),
    "skill": (Skill, Skill.code, SKILL),
    "cadre": (Cadre, Cadre.employee_number, CADRE),
    "event_kind": (EventKind, EventKind.code, EVENT_KIND),
    "event": (Event, Event.code, EVENT),
    "surge_operation": (SurgeOperation, SurgeOperation.code, OPERATION),
    "grid_worker": (GridWorker, GridWorker.number, GRID_WORKER),
    "post": (Post, Post.code, POST),
    "site": (Post, Post.code, SITE),
    "programme": (Programme, Programme.code, PROGRAMME),
}
# What of a sort can be meant, where that is not everything.
MEANT: dict[str, Any] = {
    "site": Post.kind.in_(SITES),
    "programme": Programme.state != ProgrammeState.CANCELLED,
}


def lookup_of(session: Session, district_id: int, sort: str) -> Lookup:
    """All things of a sort in a district."""
    model, code, what = SORTS[sort]
    name = model.title if model is Event else model.name
    query = select(model.id, code, name).where(model.district_id == district_id).order_by(code)
    if sort in MEANT:
        query = query.where(MEANT[sort])
    rows = session.execute(query)
    refs = [Ref(row[0], row[1], row[2]) for row in rows]
    others = None
    if sort == "unit":
        named = session.execute(select(Unit.id, Unit.short_name).where(Unit.district_id == district_id))
        others = {row[0]: row[1] for row in named if row[1]}
    return Lookup(what, refs, others)


def lookups_for(session: Session, district_id: int, kind: Kind) -> dict[str, Lookup]:
    """The lookups that a kind's columns need."""
    sorts = {getattr(column.reader, "lookup", None) for column in kind.columns} - {None}
    return {str(sort): lookup_of(session, district_id, str(sort)) for sort in sorts}
