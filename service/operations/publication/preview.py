"""What publishing a draft would do, judged against the data as they are now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit import Audit, audit
from scheduler.problem import Duty, Pin, Text
from scheduler.rules import Violation
from scheduler.rules.pin import pin_holds
from service.messages import Conflict, Message
from service.models import Cadre, Draft, DraftState
from service.operations.actor import Actor
from service.operations.differences import Difference, PlacedDuty, compare
from service.operations.drafts.find import draft_of, duties_of_draft, judge, pins_of_draft, placed_of
from service.operations.publication.changes import NamedChange, name_changes
from service.operations.snapshot import PublishedDuty, Snapshot, changes_between

LEFT = "left"
PAST = "past"
PIN = "pin"


@dataclass(frozen=True, slots=True)
class PublicationPreview:
    """All that an admin confirms. `token` stands for exactly this: publish it with no other.

    `blocked` is why it cannot be published at all (None: it can); `violations` are the hard rules broken
    against the data as they are now; `changes` what changed in the data since the draft was made.
    `difference` and `affected` are against the version in force (`base_number`; None: first publication).
    """

    draft_id: int
    month: date
    base_number: int | None
    blocked: Message | None
    violations: tuple[Violation, ...]
    changes: tuple[NamedChange, ...]
    difference: Difference
    affected: int
    objective: int
    token: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft beside the data as they are now: `planned` its duties from today on, `all` with the past ones."""

    snapshot: Snapshot
    planned: tuple[Duty, ...]
    all: tuple[PlacedDuty, ...]
    audit: Audit
    preview: PublicationPreview


def preview_publication(session: Session, actor: Actor, now: datetime, draft: Draft) -> PublicationPreview:
    """What publishing a draft would do.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: the draft is another district's.
        Conflict: the draft is not open any more.
    """
    draft_of(session, actor, draft.id)
    if draft.state != DraftState.OPEN:
        raise Conflict(Message("这份草案已发布或已作废，请刷新"))
    return judge_draft(session, now, draft).preview


def judge_draft(session: Session, now: datetime, draft: Draft) -> Judged:
    """Recount a draft against the data as they are now."""
    snapshot = judge(session, draft, now)
    planned = tuple(duties_of_draft(session, draft, snapshot.today))
    known = [duty for duty in planned if duty.cadre in snapshot.cadre_ids]
    recount = audit(snapshot.instance, known)
    pins = pins_of_draft(session, draft, snapshot.today)
    violations = (
        *_left(session, snapshot, planned),
        *_past(session, snapshot, draft),
        *recount.violations,
        *_unkept(snapshot, pins, known),
    )
    everything = (*past_duties(snapshot), *(d for d in placed_of(session, draft) if d.date >= snapshot.today))
    before = [PlacedDuty(duty.cadre_id, duty.date, duty.zone_id, duty.unit_id) for duty in snapshot.published]
    difference = compare(session, before, everything)
    changes = changes_between(draft.facts, snapshot.facts)
    preview = PublicationPreview(
        draft.id,
        draft.month,
        snapshot.base_number,
        _blocked(draft, snapshot, violations, bool(everything)),
        violations,
        tuple(name_changes(session, draft.district_id, changes)),
        difference,
        difference.affected,
        recount.objective,
        _token(draft, snapshot, violations),
    )
    return Judged(snapshot, planned, everything, recount, preview)


def past_duties(snapshot: Snapshot) -> Iterator[PlacedDuty]:
    """Duties of the version in force whose day is past: facts, which every later version carries on."""
    for duty in snapshot.published:
        if duty.date < snapshot.today:
            yield PlacedDuty(duty.cadre_id, duty.date, duty.zone_id, duty.unit_id)


def _blocked(draft: Draft, snapshot: Snapshot, violations: tuple[Violation, ...], has_duties: bool) -> Message | None:
    if draft.base_number != snapshot.base_number:
        return Message(
            "草案依据的是第%(base)s版，现在生效的是第%(now)s版，请重新排班",
            base=draft.base_number or "—", now=snapshot.base_number or "—",
        )  # fmt: skip
    if not has_duties and snapshot.base_number is None:
        return Message("草案里一次值勤也没有，请重新求解")
    if violations:
        return Message("草案有%(count)d处不符合规则，须先调整", count=len(violations))
    return None


def _left(session: Session, snapshot: Snapshot, planned: tuple[Duty, ...]) -> Iterator[Violation]:
    """Duties of people who owe none in this month (any more)."""
    strangers = {duty.cadre for duty in planned} - snapshot.cadre_ids.keys()
    rows = session.execute(
        select(Cadre.employee_number, Cadre.name).where(
            Cadre.district_id == snapshot.district_id, Cadre.employee_number.in_(strangers)
        )
    )
    names = {row.employee_number: row.name for row in rows}
    for duty in planned:
        if duty.cadre in strangers:
            name = names.get(duty.cadre, duty.cadre)
            words = Text(
                f"{name}（{duty.cadre}）本月已不参加值勤，却排在{duty.date.month}月{duty.date.day}日",
                f"{name} ({duty.cadre}) no longer serves in this month but has a duty on {duty.date}",
            )
            yield Violation(LEFT, words, cadre=duty.cadre, date=duty.date)


def _past(session: Session, snapshot: Snapshot, draft: Draft) -> Iterator[Violation]:
    """Duties on days that are past by now and that the version in force does not have."""
    facts = {(duty.cadre_id, duty.date, duty.zone_id) for duty in snapshot.published}
    late = [
        duty
        for duty in placed_of(session, draft)
        if duty.date < snapshot.today and (duty.cadre_id, duty.date, duty.zone_id) not in facts
    ]
    numbers = {row: number for number, row in snapshot.cadre_ids.items()}
    for duty in late:
        number = numbers.get(duty.cadre_id, str(duty.cadre_id))
        words = Text(
            f"{number}排在{duty.date.month}月{duty.date.day}日，这一天已经过去",
            f"{number} has a duty on {duty.date}, which is past",
        )
        yield Violation(PAST, words, cadre=number, date=duty.date)


def _unkept(snapshot: Snapshot, pins: list[Pin], planned: list[Duty]) -> Iterator[Violation]:
    """Pins of the draft that its duties do not keep."""
    for pin in pins:
        mine = [duty for duty in (*planned, *snapshot.instance.served) if duty.cadre == pin.cadre]
        if pin.cadre in snapshot.cadre_ids and not pin_holds(pin, mine):
            words = Text(
                f"{pin.cadre}的锁定（{pin.date or '任意一天'}、{pin.zone or '任意网格'}）没有照办",
                f"The pin of {pin.cadre} ({pin.date or 'any day'}, {pin.zone or 'any zone'}) is not kept",
            )
            yield Violation(PIN, words, cadre=pin.cadre, date=pin.date, zone=pin.zone)


def _token(draft: Draft, snapshot: Snapshot, violations: tuple[Violation, ...]) -> str:
    """Changes with the draft, the data, the version in force, and the date."""
    published = [_plain(duty) for duty in snapshot.published]
    parts = [
        draft.id, draft.version, snapshot.base_number, snapshot.facts_hash, snapshot.today.isoformat(), published,
        [violation.text.zh for violation in violations],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _plain(duty: PublishedDuty) -> list[object]:
    return [duty.cadre_id, duty.date.isoformat(), duty.zone_id, duty.attendance]
