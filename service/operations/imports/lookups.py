"""What a file may refer to, read in one query for each sort of thing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.kinds.common import BRANCH, CADRE, COMMUNITY, SKILL, SUBDISTRICT, UNIT, ZONE
from service.adapters.sheets.kinds.events import EVENT, EVENT_KIND
from service.adapters.sheets.kinds.surges import OPERATION
from service.adapters.sheets.lookup import Lookup, Ref
from service.messages import Message
from service.models import Branch, Cadre, Community, Event, EventKind, Skill, Subdistrict, SurgeOperation, Unit, Zone

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
}


def lookup_of(session: Session, district_id: int, sort: str) -> Lookup:
    """All things of a sort in a district."""
    model, code, what = SORTS[sort]
    name = model.title if model is Event else model.name
    rows = session.execute(select(model.id, code, name).where(model.district_id == district_id).order_by(code))
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
