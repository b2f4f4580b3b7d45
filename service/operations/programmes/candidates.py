"""Candidates of a programme: many at once by unit, skill or name, changed, taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from service.messages import Conflict, Message, NotFound
from service.models import (
    Cadre,
    CadreSkill,
    Candidate,
    Placement,
    PostRole,
    Programme,
    ProgrammePin,
    ProgrammePost,
    RoleName,
    Skill,
    UnitMembership,
    Zone,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.cadres import active_on, members_of, text_condition
from service.operations.checks import Checks
from service.operations.editing import changed, described, find_in_district
from service.operations.memberships import in_force
from service.operations.programmes.find import find_programme, has_placements
from service.operations.programmes.taking_part import open_programme


@dataclass(frozen=True, slots=True)
class CadreChoice:
    """Which cadres are meant; what is blank does not filter. `home_community_id`: where they live."""

    text: str = ""
    unit_id: int | None = None
    skill_id: int | None = None
    home_community_id: int | None = None


@dataclass(frozen=True, slots=True)
class CandidateValues:
    """What a form says of a candidate. `roles` empty: any. `offers`: skill codes that the unit teaches."""

    roles: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    experienced: bool = False
    capacity: int | None = 1
    max_posts: int | None = 1
    min_posts: int | None = 0
    own_consent: bool | None = None
    unit_consent: bool | None = None
    note: str | None = None


def cadres_left(actor: Actor, programme: Programme, wanted: CadreChoice) -> Select[Cadre]:
    """Cadres in service and in a unit when the programme begins who are no candidates of it yet, by number."""
    day = programme.first_day
    query = select(Cadre).where(
        Cadre.district_id == actor.district_id,
        active_on(day),
        Cadre.id.in_(select(UnitMembership.cadre_id).where(in_force(UnitMembership, day))),
        Cadre.id.not_in(select(Candidate.cadre_id).where(Candidate.programme_id == programme.id)),
    )
    condition = text_condition(wanted.text)
    if condition is not None:
        query = query.where(condition)
    if wanted.unit_id:
        query = query.where(members_of(UnitMembership.unit_id, wanted.unit_id, day))
    if wanted.skill_id:
        query = query.where(Cadre.id.in_(select(CadreSkill.cadre_id).where(CadreSkill.skill_id == wanted.skill_id)))
    if wanted.home_community_id:
        zones = select(Zone.id).where(Zone.community_id == wanted.home_community_id)
        query = query.where(Cadre.home_zone_id.in_(zones))
    return query.order_by(Cadre.employee_number)


def add_candidates(
    session: Session,
    actor: Actor,
    now: datetime,
    programme_id: int,
    wanted: CadreChoice | Sequence[int],
    values: CandidateValues | None = None,
) -> int:
    """Let cadres be candidates: those with these ids, or all that a choice finds; how many came in.

    Raises:
        Conflict: the programme is cancelled.
        NotFound: an id is none of a cadre who could come in.
        InvalidInput: a field of the values is wrong.
    """
    programme = open_programme(session, actor, programme_id)
    ids = None if isinstance(wanted, CadreChoice) else set(wanted)
    choice = wanted if isinstance(wanted, CadreChoice) else CadreChoice()
    found = list(session.scalars(cadres_left(actor, programme, choice)))
    if ids is not None:
        found = [cadre for cadre in found if cadre.id in ids]
        if len(found) < len(ids):
            raise NotFound(Message("有人员已是候选人，或届时不在岗，请刷新后再选"))
    values = values or CandidateValues()
    checks = Checks()
    fields = _checked(session, actor, programme, values, checks)
    checks.done()
    for cadre in found:
        session.add(Candidate(district_id=actor.district_id, programme=programme, cadre=cadre, wishes=[], **fields))
    if found:
        names = "、".join(f"{cadre.name}（{cadre.employee_number}）" for cadre in found[:20])
        record(session, actor, now, "programme.add_candidates", programme, after={"count": len(found), "people": names})
    return len(found)


def roles_of(session: Session, programme: Programme) -> list[str]:
    """The roles that the posts of a programme want, in order."""
    rows = session.scalars(
        select(PostRole.role)
        .join(ProgrammePost, ProgrammePost.post_id == PostRole.post_id)
        .where(ProgrammePost.programme_id == programme.id)
        .distinct()
    )
    return sorted(rows)


def _checked(
    session: Session, actor: Actor, programme: Programme, values: CandidateValues, checks: Checks
) -> dict[str, object]:
    skills = set(session.scalars(select(Skill.code).where(Skill.district_id == actor.district_id)))
    _known(checks, "offers", values.offers, skills, Message("应为专长目录中的编码"))
    if values.roles:
        known = set(roles_of(session, programme))
        _known(
            checks,
            "roles",
            values.roles,
            known,
            Message("应为本项目岗位的角色：%(roles)s", roles="、".join(sorted(known)) or "—"),
        )
    most = checks.number("max_posts", values.max_posts, 1, 1000)
    least = checks.number("min_posts", values.min_posts, 0, 1000)
    if least > most:
        checks.add("min_posts", least, Message("不能大于 %(most)s", most=most))
    return {
        "roles": sorted(set(values.roles)),
        "offers": sorted(set(values.offers)),
        "experienced": values.experienced,
        "capacity": checks.number("capacity", values.capacity, 1, 100_000),
        "max_posts": most,
        "min_posts": least,
        "own_consent": values.own_consent,
        "unit_consent": values.unit_consent,
        "unit_consent_by": actor.name if values.unit_consent is not None else None,
        "note": checks.text("note", values.note, 200),
    }


def _known(checks: Checks, field: str, given: Iterable[str], known: set[str], expected: Message) -> None:
    for one in given:
        if one not in known:
            checks.add(field, one, expected)


def find_candidate(session: Session, actor: Actor, programme_id: int, candidate_id: int) -> Candidate:
    """A candidate of a programme.

    Raises:
        NotFound: there is none.
    """
    actor.require(RoleName.ADMIN)
    row = find_in_district(session, actor, Candidate, candidate_id)
    if row.programme_id != programme_id:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    return row


def change_candidate(
    session: Session, actor: Actor, now: datetime, programme_id: int, candidate_id: int, values: CandidateValues
) -> Candidate:
    """Change how a cadre is a candidate; wishes are entered by those whose they are.

    Raises:
        InvalidInput: a field is wrong.
        Conflict: the programme is cancelled.
    """
    programme = open_programme(session, actor, programme_id)
    row = find_candidate(session, actor, programme_id, candidate_id)
    checks = Checks()
    fields = _checked(session, actor, programme, values, checks)
    checks.done()
    if values.unit_consent is row.unit_consent:
        fields["unit_consent_by"] = row.unit_consent_by
    before = described(row)
    for key, value in fields.items():
        setattr(row, key, value)
    changed(session, actor, now, "candidate.update", row, before)
    return row


def remove_candidates(session: Session, actor: Actor, now: datetime, programme_id: int, row_ids: Sequence[int]) -> int:
    """Take candidates out of a programme, with the pins on them; how many went.

    Raises:
        Conflict: one of them is placed.
    """
    programme = open_programme(session, actor, programme_id)
    rows = [find_candidate(session, actor, programme_id, row_id) for row_id in row_ids]
    cadres = [row.cadre_id for row in rows]
    if cadres and has_placements(session, programme_id, Placement.cadre_id.in_(cadres)):
        raise Conflict(Message("所选人员已有安排，不能移出；请先结束其安排"))
    names = "、".join(f"{row.cadre.name}（{row.cadre.employee_number}）" for row in rows[:20])
    for pin in session.scalars(
        select(ProgrammePin).where(ProgrammePin.programme_id == programme_id, ProgrammePin.cadre_id.in_(cadres))
    ):
        session.delete(pin)
    for row in rows:
        session.delete(row)
    if rows:
        record(
            session, actor, now, "programme.remove_candidates", programme, before={"count": len(rows), "people": names}
        )
    return len(rows)


def list_candidates(
    session: Session,
    actor: Actor,
    programme_id: int,
    text: str = "",
    unit_id: int | None = None,
    day: date | None = None,
) -> Select[Candidate]:
    """The candidates of a programme, by number; of a unit as it stands on a day, where asked for."""
    programme = find_programme(session, actor, programme_id)
    query = (
        select(Candidate)
        .join(Cadre, Cadre.id == Candidate.cadre_id)
        .where(Candidate.programme_id == programme_id)
        .options(joinedload(Candidate.cadre).selectinload(Cadre.units).joinedload(UnitMembership.unit))
    )
    condition = text_condition(text)
    if condition is not None:
        query = query.where(condition)
    if unit_id:
        query = query.where(members_of(UnitMembership.unit_id, unit_id, day or programme.first_day))
    return query.order_by(Cadre.employee_number)
