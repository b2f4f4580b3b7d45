"""Why a duty of a draft is where it is, and what another day or zone would cost the whole plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.explain import Advisor, Alternative, cost_words, duty_words, move_words, rule_words
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Text
from service.messages import Conflict, Message, NotFound
from service.models import Draft, Zone
from service.operations.board.duties import BoardDuty
from service.operations.drafts.find import duties_of_draft, judge

# Of the other days and zones so many are shown; solving them may take so many seconds.
SHOWN, SECONDS = 5, 2.0


@dataclass(frozen=True, slots=True)
class WhyBasis:
    """What is needed to answer, read from the tables: nothing is solved while a transaction is open."""

    instance: Instance
    duties: tuple[Duty, ...]
    cadre: str
    zone: str | None


@dataclass(frozen=True, slots=True)
class OtherDuty:
    """Another duty in words: what it costs (`possible` says whether it can be), by which rules, and who would move."""

    title: Text
    possible: bool
    cost: Text
    rules: Text
    moves: Sequence[Text]


def why_basis(session: Session, draft: Draft, duty: BoardDuty, zone_id: int | None, now: datetime) -> WhyBasis:
    """The month and the draft's duties in the scheduler's words; `zone_id` is a zone that is asked about.

    Raises:
        NotFound: the cadre or the zone is not part of the month any more.
    """
    snapshot = judge(session, draft, now)
    index = InstanceIndex(snapshot.instance)
    zone = None
    if zone_id is not None:
        zone = session.scalar(select(Zone.code).where(Zone.id == zone_id, Zone.district_id == draft.district_id))
    if duty.number not in index.cadres or (zone_id is not None and zone not in index.zones):
        raise NotFound(Message("此版本中没有这次值勤，可能已被移动或移除"))
    duties = [item for item in duties_of_draft(session, draft, snapshot.today) if item.cadre in index.cadres]
    return WhyBasis(snapshot.instance, tuple(duties), duty.number, zone)


def best_others(basis: WhyBasis) -> list[OtherDuty]:
    """The cheapest other days and zones, each with the plan solved again around it.

    Raises:
        Conflict: the draft breaks a rule.
    """
    advisor = _advisor(basis)
    return [_told(advisor, item) for item in advisor.slots_for(basis.cadre, SHOWN, SECONDS).items]


def other_duty(basis: WhyBasis, day: date) -> OtherDuty:
    """One day, in the zone asked about or in whichever suits best.

    Raises:
        Conflict: the draft breaks a rule.
        NotFound: the day is none of the month.
    """
    advisor = _advisor(basis)
    if day not in advisor.index.days:
        raise NotFound(Message("%(day)s不在本月内", day=day))
    return _told(advisor, advisor.on(basis.cadre, day, basis.zone))


def _advisor(basis: WhyBasis) -> Advisor:
    try:
        return Advisor(basis.instance, basis.duties)
    except ValueError:
        raise Conflict(Message("草案有违反规则之处，请先改正，再比较别的日子和网格")) from None


def _told(advisor: Advisor, item: Alternative) -> OtherDuty:
    """An alternative in words."""
    assert item.date is not None
    own = next((duty for move in item.moves[:1] for duty in move.after), None)
    known = Duty(item.cadre, item.date, item.zone) if item.zone else own
    title = duty_words(advisor.index, known) if known else Text(f"{item.date:%m-%d}", item.date.isoformat())
    if item.forbidden is not None:
        return OtherDuty(title, False, cost_words(item), item.forbidden, ())
    moves = [move_words(advisor.index, move) for move in item.moves]
    return OtherDuty(title, True, cost_words(item), rule_words(item), moves)
