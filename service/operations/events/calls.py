"""Whom an event calls, entered and kept; on theme days which branch goes to which zone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import (
    Branch,
    BranchMembership,
    Cadre,
    Community,
    Event,
    EventCall,
    RoleName,
    Unit,
    UnitLink,
    UnitMembership,
    Zone,
)
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find_in_district
from service.operations.memberships import in_force
from service.operations.zones import resolve_zone

SEPARATORS = re.compile(r"[、,，;；\n]+")
MOST_NAMED = 2000


def named_people(session: Session, actor: Actor, text: str | None, checks: Checks) -> list[Cadre]:
    """The cadres of a text: numbers, or names that only one has, with 、 or new lines between; problems at `people`."""
    parts = [part.strip() for part in SEPARATORS.split(text or "") if part.strip()]
    if len(parts) > MOST_NAMED:
        checks.add("people", len(parts), Message("最多 %(most)s 人；更多请按单位或党支部选择", most=MOST_NAMED))
        return []
    known = _by_number(session, actor, parts)
    found: dict[int, Cadre] = {}
    for part in parts:
        cadre = known.get(part.split()[0])
        if cadre is None:
            cadre = _by_name(session, actor, part, checks)
        if cadre is not None:
            found[cadre.id] = cadre
    return sorted(found.values(), key=lambda cadre: cadre.employee_number)


def _by_number(session: Session, actor: Actor, parts: Sequence[str]) -> dict[str, Cadre]:
    numbers = [part.split()[0] for part in parts]
    query = select(Cadre).where(Cadre.district_id == actor.district_id, Cadre.employee_number.in_(numbers))
    return {cadre.employee_number: cadre for cadre in session.scalars(query)} if numbers else {}


def _by_name(session: Session, actor: Actor, name: str, checks: Checks) -> Cadre | None:
    query = select(Cadre).where(Cadre.district_id == actor.district_id, Cadre.name == name)
    named = session.scalars(query.limit(4)).all()
    if len(named) == 1:
        return named[0]
    if named:
        numbers = "、".join(cadre.employee_number for cadre in named)
        checks.add(
            "people", name, Message("有 %(count)s 人同名，请填写工号：%(numbers)s", count=len(named), numbers=numbers)
        )
    else:
        checks.add("people", name, Message("应为名册中的工号或姓名"))
    return None


def set_calls(event: Event, units: Iterable[Unit], branches: Iterable[Branch], cadres: Iterable[Cadre]) -> None:
    """Let an event call exactly these; who stays called keeps the zone."""
    wanted = {("unit", row.id): row for row in units} | {("branch", row.id): row for row in branches}
    people = {("cadre", row.id): row for row in cadres}
    kept = {_key(call): call for call in event.calls}
    event.calls = [kept.get(key) or _call(event, key[0], row) for key, row in {**wanted, **people}.items()]


def _key(call: EventCall) -> tuple[str, int | None]:
    if call.unit_id:
        return "unit", call.unit_id
    return ("branch", call.branch_id) if call.branch_id else ("cadre", call.cadre_id)


def _call(event: Event, sort: str, row: Unit | Branch | Cadre) -> EventCall:
    call = EventCall(district_id=event.district_id)
    setattr(call, f"{sort}_id", row.id)
    setattr(call, sort, row)
    return call


def call_words(event: Event, everyone: str = "全体干部", workers: str = "网格员") -> str:
    """Whom an event calls, in words: 全体干部、财政局、第一支部→1网格、李晓明."""
    parts = []
    if event.everyone:
        parts.append(everyone)
    if event.grid_workers:
        parts.append(workers)
    for call in event.calls:
        row = call.unit or call.branch or call.cadre
        name = "" if row is None else row.name
        parts.append(f"{name}→{call.zone.name}" if call.zone else name)
    return "、".join(parts)


def branch_calls(event: Event) -> list[EventCall]:
    """The branches that an event calls, by code."""
    found = [call for call in event.calls if call.branch is not None]
    return sorted(found, key=lambda call: call.branch.code if call.branch else "")


def send_branches(
    session: Session, actor: Actor, now: datetime, event_id: int, zones: Mapping[int, str], version: int | None = None
) -> Event:
    """Say which branch goes to which zone: `zones` has a zone's code or name (blank: none) by branch id.

    Raises:
        InvalidInput: a zone is not known; nothing was changed. The field is `zone-` with the branch's id.
        Conflict: the event was changed since `version`.
    """
    actor.require(RoleName.ADMIN)
    event = find_in_district(session, actor, Event, event_id)
    expect_version(event, version)
    checks = Checks()
    chosen: dict[int, Zone | None] = {}
    for call in branch_calls(event):
        text = zones.get(call.branch_id or 0, "").strip()
        own = Checks()
        chosen[call.id] = resolve_zone(session, actor, text, own) if text else None
        for problem in own.problems:
            label = Message("%(name)s", name=call.branch.name if call.branch else "")
            checks.add(f"zone-{call.branch_id}", problem.value, problem.expected, label)
    checks.done()
    before = described(event, called=call_words(event))
    for call in branch_calls(event):
        sent = chosen[call.id]
        call.zone_id, call.zone = (sent.id, sent) if sent else (None, None)
    after = call_words(event)
    if after != before["called"]:
        # Calls lie in another table: the event's own row has to tell that it changed.
        event.changed_at = now
    changed(session, actor, now, "event.update", event, before, called=after)
    return event


def proposed_zones(session: Session, event: Event) -> dict[int, Zone]:
    """A zone for each called branch that has none: of the communities that its members' units are linked with.

    Each zone is proposed to one branch, those most of the members know first; ties by code.
    """
    taken = {call.zone_id for call in event.calls if call.zone_id}
    day = event.date
    links: dict[int, Counter[int]] = {}
    rows = session.execute(
        select(BranchMembership.branch_id, UnitLink.community_id)
        .join(Branch, Branch.id == BranchMembership.branch_id)
        .join(UnitMembership, UnitMembership.cadre_id == BranchMembership.cadre_id)
        .join(UnitLink, UnitLink.unit_id == UnitMembership.unit_id)
        .where(
            Branch.district_id == event.district_id,
            in_force(BranchMembership, day),
            in_force(UnitMembership, day),
            in_force(UnitLink, day),
        )
    )
    for branch_id, community_id in rows:
        links.setdefault(branch_id, Counter())[community_id] += 1
    zones: dict[int, list[Zone]] = {}
    for own in session.scalars(
        select(Zone)
        .join(Community, Community.id == Zone.community_id)
        .where(Zone.district_id == event.district_id, Zone.active_to.is_(None) | (Zone.active_to >= day))
        .order_by(Zone.code)
    ):
        zones.setdefault(own.community_id, []).append(own)
    found: dict[int, Zone] = {}
    for call in branch_calls(event):
        if call.zone_id:
            continue
        liked = sorted(links.get(call.branch_id or 0, Counter()).items(), key=lambda pair: (-pair[1], pair[0]))
        free = (zone for community, _ in liked for zone in zones.get(community, ()) if zone.id not in taken)
        zone = next(free, None)
        if zone is not None:
            taken.add(zone.id)
            found[call.branch_id or 0] = zone
    return found
