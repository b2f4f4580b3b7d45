"""Parties and mentor pairs: people who go together. Nobody is in two parties at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Cadre, Party, PartyKind, PartyMember, PartyRole, RoleName
from service.operations.actor import Actor
from service.operations.cadres import resolve_cadre, text_condition
from service.operations.checks import Checks
from service.operations.editing import (
    changed,
    described,
    expect_version,
    find_in_district,
    name_of,
    refuse_duplicate,
    saved,
)
from service.operations.memberships import in_force_between

MOST_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class PartyValues:
    """What a form says of a party. `members`: numbers or names; of a mentor pair the mentor is the first."""

    code: str
    kind: str
    members: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None = None
    name: str | None = None


def list_parties(
    actor: Actor, today: date, text: str = "", kind: str | None = None, state: str = "current"
) -> Select[Any]:
    """The parties of the actor's district that a list asks for."""
    actor.require(RoleName.ADMIN)
    query = select(Party).where(Party.district_id == actor.district_id)
    condition = text_condition(text)
    if condition is not None:
        people = select(PartyMember.party_id).join(Cadre, Cadre.id == PartyMember.cadre_id).where(condition)
        query = query.where(
            or_(Party.id.in_(people), Party.code == text.strip(), Party.name.contains(text.strip(), autoescape=True))
        )
    if kind:
        query = query.where(Party.kind == kind)
    if state == "current":
        query = query.where(or_(Party.valid_to.is_(None), Party.valid_to >= today))
    elif state == "past":
        query = query.where(Party.valid_to < today)
    return query.order_by(Party.code)


def parties_of(session: Session, district_id: int, cadre_id: int) -> Sequence[Party]:
    """The parties a cadre is or was in, newest first."""
    query = (
        select(Party)
        .join(PartyMember)
        .where(Party.district_id == district_id, PartyMember.cadre_id == cadre_id)
        .order_by(Party.valid_from.desc())
    )
    return session.scalars(query).all()


def clashing_party(
    session: Session, cadre_id: int, first: date, last: date | None, except_id: int | None = None
) -> Party | None:
    """Another party that a cadre is in on one of these days; null where there is none."""
    query = (
        select(Party)
        .join(PartyMember)
        .where(
            PartyMember.cadre_id == cadre_id,
            Party.id != (except_id or 0),
            in_force_between(Party, first, last or date.max),
        )
    )
    return session.scalars(query).first()


def _members(party: Party) -> dict[str, Any]:
    return {"members": "、".join(str(name_of(row.cadre)) for row in party.members)}


def save_party(
    session: Session,
    actor: Actor,
    now: datetime,
    values: PartyValues,
    party_id: int | None = None,
    version: int | None = None,
) -> Party:
    """Make a party, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong, or a member is in another party on these days.
        Conflict: it was changed since `version`.
    """
    actor.require(RoleName.ADMIN)
    party = find_in_district(session, actor, Party, party_id) if party_id else Party(district_id=actor.district_id)
    expect_version(party, version)
    checks = Checks()
    code = checks.code("code", values.code)
    kind = checks.one_of("kind", values.kind, PartyKind)
    name = checks.text("name", values.name, 120)
    first, last = checks.day_given("valid_from", values.valid_from), checks.day("valid_to", values.valid_to)
    checks.in_order("valid_to", values.valid_from, last)
    refuse_duplicate(session, checks, "code", Party, party.id, actor.district_id, code)
    members = _checked_members(session, actor, now, values, checks)
    for cadre in members if values.valid_from else []:
        other = clashing_party(session, cadre.id, first, last, party_id)
        if other is not None:
            checks.add("members", cadre.name, Message("这些日期内已在“%(code)s”组中", code=other.name or other.code))
    checks.done()
    before = described(party, **_members(party)) if party_id else None
    with session.no_autoflush:
        party.code, party.kind, party.name, party.valid_from, party.valid_to = code, kind, name, first, last
        present = {row.cadre_id: row for row in party.members}
        party.members = [present.get(cadre.id) or PartyMember(cadre=cadre) for cadre in members]
        for place, row in enumerate(party.members):
            row.role = _role(kind, place)
    saved(session, actor, now, "party", party, before, **_members(party))
    return party


def _role(kind: str, place: int) -> PartyRole:
    if kind != PartyKind.MENTOR:
        return PartyRole.MEMBER
    return PartyRole.MENTOR if place == 0 else PartyRole.NEWCOMER


def _checked_members(session: Session, actor: Actor, now: datetime, values: PartyValues, checks: Checks) -> list[Cadre]:
    found = []
    for text in values.members:
        person_checks = Checks()
        cadre = resolve_cadre(session, actor, now, text, person_checks)
        for problem in person_checks.problems:
            checks.add("members", problem.value, problem.expected)
        if cadre is not None and cadre in found:
            checks.add("members", cadre.name, Message("重复填写"))
        elif cadre is not None:
            found.append(cadre)
    least, most = 2, 2 if values.kind == PartyKind.MENTOR else MOST_MEMBERS
    if not least <= len(values.members) <= most:
        checks.add("members", len(values.members), Message("应为 %(low)s 到 %(high)s 人", low=least, high=most))
    return found


def end_party(
    session: Session, actor: Actor, now: datetime, party_id: int, last_day: date | None, version: int | None = None
) -> Party:
    """Let a party end on a day (that day included); null lets it go on.

    Raises:
        InvalidInput: the day lies before the first one, or a member is in another party since.
    """
    actor.require(RoleName.ADMIN)
    party = find_in_district(session, actor, Party, party_id)
    expect_version(party, version)
    checks = Checks()
    checks.in_order("valid_to", party.valid_from, last_day)
    for row in party.members:
        other = clashing_party(session, row.cadre_id, party.valid_from, last_day, party.id)
        if other is not None:
            checks.add(
                "members", row.cadre.name, Message("这些日期内已在“%(code)s”组中", code=other.name or other.code)
            )
    checks.done()
    before = described(party)
    party.valid_to = last_day
    changed(session, actor, now, "party.end" if last_day else "party.resume", party, before)
    return party
