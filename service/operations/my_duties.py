"""A cadre's own page: the next duty with all that is needed on the day, the year, whom to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.messages import Message, NotAllowed
from service.models import Absence, Cadre, Exemption, MonthState, Publication, Role, RoleName, Unit, User
from service.operations.actor import Actor
from service.operations.duty_details import DutyDetail, details_of
from service.operations.memberships import unit_on
from service.operations.months import add_months, last_day
from service.operations.publication.versions import duties_of_cadre
from service.operations.scope import today_of

AHEAD_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MyDuties:
    """`coming`: duties from today on, the next one first. `published_to`: the newest month with a published plan."""

    cadre: Cadre
    unit: Unit | None
    coming: Sequence[DutyDetail]
    officers: Sequence[str]
    exemption: Exemption | None
    published_to: date | None


@dataclass(frozen=True, slots=True)
class MyYear:
    """A year: its duties by date, with absences and exemptions that touch it."""

    duties: Sequence[DutyDetail]
    absences: Sequence[Absence]
    exemptions: Sequence[Exemption]


def own_cadre(session: Session, actor: Actor) -> Cadre:
    """The cadre that the actor's account is of.

    Raises:
        NotAllowed: the account is no cadre's.
    """
    actor.require(RoleName.CADRE)
    cadre = session.scalar(
        select(Cadre).where(Cadre.id == (actor.cadre_id or 0), Cadre.district_id == actor.district_id)
    )
    if cadre is None:
        raise NotAllowed(Message("您的账号没有关联人员，请联系单位联络员或管理员"))
    return cadre


def officers_of(session: Session, district_id: int, unit_id: int) -> Sequence[str]:
    """The names of a unit's officers."""
    return session.scalars(
        select(User.display_name)
        .join(User.roles)
        .where(
            User.district_id == district_id,
            User.unit_id == unit_id,
            User.active,
            Role.name == RoleName.UNIT_OFFICER,
        )
        .order_by(User.id)
    ).all()


def my_duties(session: Session, actor: Actor, now: datetime) -> MyDuties:
    """What the actor's first page tells."""
    cadre = own_cadre(session, actor)
    today = today_of(session, actor.district_id, now)
    until = last_day(add_months(today.replace(day=1), AHEAD_MONTHS))
    duties = duties_of_cadre(session, actor.district_id, cadre.id, today, until)
    unit = unit_on(cadre, today)
    exemption = session.scalar(
        select(Exemption)
        .where(
            Exemption.cadre_id == cadre.id,
            Exemption.cancelled_at.is_(None),
            Exemption.first_day <= today,
            Exemption.last_day.is_(None) | (Exemption.last_day >= today),
        )
        .limit(1)
    )
    newest = session.scalar(
        select(func.max(Publication.month))
        .join(MonthState, MonthState.publication_id == Publication.id)
        .where(MonthState.district_id == actor.district_id)
    )
    return MyDuties(
        cadre,
        unit,
        details_of(session, actor.district_id, duties),
        officers_of(session, actor.district_id, unit.id) if unit else (),
        exemption,
        newest,
    )


def my_year(session: Session, actor: Actor, year: int) -> MyYear:
    """The actor's duties in force of a year."""
    cadre = own_cadre(session, actor)
    first, last = date(year, 1, 1), date(year, 12, 31)
    duties = duties_of_cadre(session, actor.district_id, cadre.id, first, last)
    absences = session.scalars(
        select(Absence).where(Absence.cadre_id == cadre.id, Absence.first_day <= last, Absence.last_day >= first)
    ).all()
    exemptions = session.scalars(
        select(Exemption).where(
            Exemption.cadre_id == cadre.id,
            Exemption.first_day <= last,
            Exemption.last_day.is_(None) | (Exemption.last_day >= first),
        )
    ).all()
    return MyYear(details_of(session, actor.district_id, duties), absences, exemptions)
