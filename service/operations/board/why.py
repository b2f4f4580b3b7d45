"""Why a duty of a draft or a version is where it is, and what another day or zone would cost the whole plan."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.explain import Advisor, Alternative, cost_words, move_words, rule_words
from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Duty, Instance, Text, day_words, sha256_of
from service.messages import Conflict, Message, NotFound
from service.models import Draft, Zone
from service.operations.board.duties import BoardDuty
from service.operations.board.duty import draft_of, solved_instance
from service.operations.board.versions import MonthPlan
from service.operations.drafts.find import as_solved, duties_of_draft

# Of the other days and zones so many are shown; solving them may take so many seconds.
SHOWN, SECONDS = 5, 2.0
# Pricing an instance may take so many seconds; the prices of so many instances are kept.
SHARPENING, MOST_KEPT = 2.5, 8
_PRICES: OrderedDict[str, Ints] = OrderedDict()
_GUARD = Lock()


@dataclass(frozen=True, slots=True)
class WhyBasis:
    """What is needed to answer, read from the tables: nothing is solved while a transaction is open.

    `key` is the hash of the instance; `bound` holds for any plan of it, where one is known.
    """

    instance: Instance
    key: str
    duties: tuple[Duty, ...]
    bound: int | None
    cadre: str
    zone: str | None


@dataclass(frozen=True, slots=True)
class OtherDuty:
    """Another duty in words: what it costs (`possible` says whether it can be), by which rules, and who would move.

    zone: its name; None where none is possible on that day.
    """

    day: date
    zone: str | None
    possible: bool
    cost: Text
    rules: Text
    moves: Sequence[Text]


def why_basis(session: Session, draft: Draft, duty: BoardDuty, zone_id: int | None, now: datetime) -> WhyBasis:
    """The month and the draft's duties in the scheduler's words; `zone_id` is a zone that is asked about.

    Raises:
        NotFound: the cadre or the zone is not part of the month any more.
    """
    snapshot = as_solved(session, draft, now)
    index = InstanceIndex(snapshot.instance)
    zone = None
    if zone_id is not None:
        zone = session.scalar(select(Zone.code).where(Zone.id == zone_id, Zone.district_id == draft.district_id))
    if duty.number not in index.cadres or (zone_id is not None and zone not in index.zones):
        raise NotFound(Message("此版本中没有这次值勤，可能已被移动或移除"))
    duties = [item for item in duties_of_draft(session, draft, snapshot.today) if item.cadre in index.cadres]
    bound = draft.bound if draft.input_hash == snapshot.sha256 else None
    return WhyBasis(snapshot.instance, snapshot.sha256, tuple(duties), bound, duty.number, zone)


def why_of_version(session: Session, plan: MonthPlan, duty: BoardDuty) -> WhyBasis:
    """A published version's duties, with the data that it was solved with.

    Raises:
        NotFound: those data are not kept, or the duty lies in what was past by then.
    """
    found, draft = solved_instance(session, plan), draft_of(session, plan)
    if found is None or draft is None:
        raise NotFound(Message("本版没有保存求解时的数据，无法比较"))
    index, data = found
    codes = dict(session.execute(select(Zone.id, Zone.code).where(Zone.district_id == draft.district_id)).all())
    duties = [
        Duty(item.number, item.date, codes[item.zone_id])
        for item in plan.duties
        if item.number in index.cadres and item.date in index.time_number and codes.get(item.zone_id) in index.zones
    ]
    if duty.number not in index.cadres or duty.date not in index.time_number:
        raise NotFound(Message("本版没有保存求解时的数据，无法比较"))
    key = sha256_of(data)
    bound = draft.bound if draft.input_hash == key else None
    return WhyBasis(index.instance, key, tuple(sorted(duties)), bound, duty.number, None)


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
        raise NotFound(Message("%(day)s不在本月内", day=day_words(day)))
    return _told(advisor, advisor.on(basis.cadre, day, basis.zone))


def _advisor(basis: WhyBasis) -> Advisor:
    """Ready to answer. Prices of the limits are found once for an instance and kept: they hold for any plan of it."""
    try:
        advisor = Advisor(basis.instance, basis.duties)
    except ValueError:
        raise Conflict(Message("方案有违反规则之处，请先改正，再比较别的日子和网格")) from None
    if basis.bound is not None and basis.bound <= advisor.before.objective:
        advisor.what_if.bound = basis.bound
    with _GUARD:
        known = _PRICES.get(basis.key)
    if known is None:
        advisor.what_if.sharpen(SHARPENING)
        known = advisor.what_if.prices.prices
    else:
        advisor.what_if.use(known)
    with _GUARD:
        _PRICES[basis.key] = known
        _PRICES.move_to_end(basis.key)
        while len(_PRICES) > MOST_KEPT:
            _PRICES.popitem(last=False)
    return advisor


def _told(advisor: Advisor, item: Alternative) -> OtherDuty:
    """An alternative in words."""
    assert item.date is not None
    own = next((duty for move in item.moves[:1] for duty in move.after), None)
    known = Duty(item.cadre, item.date, item.zone) if item.zone else own
    zone = advisor.index.zones[known.zone].name if known else None
    if item.forbidden is not None:
        return OtherDuty(item.date, zone, False, cost_words(item), item.forbidden, ())
    moves = [move_words(advisor.index, move) for move in item.moves]
    return OtherDuty(item.date, zone, True, cost_words(item), rule_words(item), moves)
