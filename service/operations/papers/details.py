"""What papers need beside the placements: who issues them, under which number, when, names in which order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import District, Programme, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import find_in_district
from service.operations.field_names import field_name
from service.operations.name_order import NameOrder
from service.operations.scope import today_of

KEY = "papers"


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """`issuer` signs and heads the papers; `number` (发文字号) stands on the notice; `contact` may be asked."""

    issuer: str
    number: str
    day: date
    order: str = NameOrder.STROKES
    contact: str = ""


def details_of(session: Session, actor: Actor, now: datetime, programme: Programme | None) -> PaperDetails:
    """The details of a programme's papers: as last said for it; issuer and order else as last said for another."""
    today = today_of(session, actor.district_id, now)
    own = _said(programme) if programme is not None else {}
    other = own or _latest(session, actor)
    return PaperDetails(
        issuer=other.get("issuer") or session.get_one(District, actor.district_id).name,
        number=own.get("number", ""),
        day=date.fromisoformat(own["day"]) if own.get("day") else today,
        order=other.get("order", NameOrder.STROKES),
        contact=other.get("contact", ""),
    )


def _said(programme: Programme) -> dict[str, str]:
    return dict((programme.settings or {}).get(KEY, {}))


def _latest(session: Session, actor: Actor) -> dict[str, str]:
    rows = session.scalars(
        select(Programme).where(Programme.district_id == actor.district_id).order_by(Programme.changed_at.desc())
    )
    return next((said for row in rows if (said := _said(row))), {})


def save_details(
    session: Session, actor: Actor, now: datetime, programme_id: int, issuer: str, number: str, day: date | None,
    order: str, contact: str,
) -> PaperDetails:  # fmt: skip
    """Say how a programme's papers are headed and signed.

    Raises:
        NotAllowed: the actor is no admin.
        InvalidInput: a field is wrong.
    """
    actor.require(RoleName.ADMIN)
    programme = find_in_district(session, actor, Programme, programme_id)
    checks = Checks()
    details = PaperDetails(
        issuer=checks.name("issuer", issuer, 60, field_name("issuer")),
        number=checks.text("paper_number", number, 40) or "",
        day=checks.day_given("paper_day", day),
        order=checks.one_of("name_order", order, NameOrder),
        contact=checks.text("paper_contact", contact, 80) or "",
    )
    checks.done()
    said = {**asdict(details), "day": details.day.isoformat()}
    before = _said(programme)
    if before != said:
        programme.settings = {**(programme.settings or {}), KEY: said}
        record(session, actor, now, "programme.papers", programme, before=dict(before), after=said)
    return details
