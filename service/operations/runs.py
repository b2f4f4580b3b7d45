"""Solve runs: asked for here, picked up and solved by the clock's process (service.worker)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scheduler.problem import Text
from service.messages import N_, Conflict, FieldProblem, InvalidInput, Message, NotFound
from service.models import ClockBeat, District, RoleName, RunKind, RunState, SolveRun
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.locks import lock_district
from service.operations.months import local_date

ACTIVE = (RunState.QUEUED, RunState.RUNNING)
NIGHTLY = (RunKind.NIGHT_DRAFT, RunKind.NIGHT_REPLAN)
# Kinds that do not plan a month's duties: they keep nobody from solving it.
BESIDE_THE_MONTH = (RunKind.RELAX, RunKind.PLACEMENT, RunKind.ROSTER)
CLOCK = "clock"
BEAT_SECONDS = 5
# A clock that has not been seen for so long counts as stopped.
SILENT_SECONDS = 30

# What `SolveRun.outcome` says.
OUTCOMES: dict[str, str] = {
    "draft": N_("已生成草案"),
    "published": N_("已自动发布"),
    "kept": N_("原方案仍然最好，未作改动"),
    "nothing": N_("数据没有变化，无需重排"),
    "waiting": N_("已有内容相同的草案等待发布"),
    "empty": N_("还没有应值勤的人员、网格或可排的日子，无从起草"),
    "unpublished": N_("本月尚未发布，夜间不重排"),
    "conflict": N_("锁定互相冲突，无解"),
    "relaxed": N_("已求得放宽办法"),
    "proposed": N_("已生成方案"),
    "error": N_("求解失败"),
    "cancelled": N_("已取消"),
}
# Options of a run: their least and most values.
OPTIONS: dict[str, tuple[float, float]] = {
    "time_limit": (0.1, 86_400),
    "workers": (1, 64),
    "seed": (0, 2**31 - 1),
    "effort": (1, 10**12),
}


def request_run(
    session: Session,
    actor: Actor,
    now: datetime,
    month: date,
    kind: RunKind,
    options: Mapping[str, Any] | None = None,
    *,
    wanted_for: date | None = None,
) -> SolveRun:
    """Queue a solve of a month. `options`: time_limit (seconds), workers, seed, effort; settings hold otherwise.

    `DRAFT` plans afresh; `REPLAN` changes as little as possible, from the open draft where there is
    one, else from the version in force. Pins of the open draft hold in both.

    Raises:
        NotAllowed: the actor is no admin.
        Conflict: a solve of that month is queued or running already.
        InvalidInput: an option or the month is wrong, or the month is over.
    """
    actor.require(RoleName.ADMIN)
    chosen = _checked(options or {})
    if month.day != 1:
        problem = FieldProblem("month", month.isoformat(), Message("当月1日的日期"), Message("月份"))
        raise InvalidInput(Message("月份有误"), [problem])
    time_zone = session.get_one(District, actor.district_id).time_zone
    if month < local_date(time_zone, now).replace(day=1):
        raise InvalidInput(Message("%(month)s已经过去，不能再排班", month=f"{month:%Y-%m}"))
    lock_district(session, actor.district_id)
    if active_run(session, actor.district_id, month) is not None:
        raise Conflict(Message("%(month)s的求解已在排队或进行中", month=f"{month:%Y-%m}"))
    run = SolveRun(
        district_id=actor.district_id,
        kind=kind,
        month=month,
        wanted_for=wanted_for,
        asked_by=actor.name,
        asked_at=now,
        options=chosen,
    )
    session.add(run)
    record(session, actor, now, "run.request", run, after={"month": month.isoformat(), "kind": str(kind), **chosen})
    return run


def _checked(options: Mapping[str, Any]) -> dict[str, Any]:
    problems = []
    for name, value in options.items():
        low, high = OPTIONS.get(name, (None, None))
        if low is None or high is None:
            problems.append(FieldProblem(name, value, Message("没有这个选项")))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            problems.append(FieldProblem(name, value, Message("%(low)s 到 %(high)s", low=low, high=high)))
    if problems:
        raise InvalidInput(Message("求解选项有误"), problems)
    return dict(options)


def queue_run(
    session: Session,
    actor: Actor,
    now: datetime,
    kind: RunKind,
    month: date,
    options: Mapping[str, Any],
    subject: Mapping[str, Any],
) -> SolveRun:
    """Queue a run of a kind that has a `Work` of its own (`service.worker.works`).

    `options`: as for `request_run`. `subject` says what is solved and is kept with them in `SolveRun.options`;
    whoever calls has made sure that nothing solves the same already. `month`: where lists of runs show it.

    Raises:
        NotAllowed: the actor is no admin.
        InvalidInput: an option is wrong.
    """
    actor.require(RoleName.ADMIN)
    chosen = {**_checked(options), **subject}
    run = SolveRun(
        district_id=actor.district_id, kind=kind, month=month, asked_by=actor.name, asked_at=now, options=chosen
    )
    session.add(run)
    record(session, actor, now, "run.request", run, after={"kind": str(kind), **chosen})
    return run


def request_cancel(session: Session, actor: Actor, now: datetime, run: SolveRun) -> None:
    """End a run: a queued one at once, a running one by the clock within seconds (its best so far may be kept).

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: the run is another district's.
        Conflict: the run has ended already.
    """
    actor.require(RoleName.ADMIN)
    if run.district_id != actor.district_id:
        raise NotFound(Message("没有这次求解"))
    lock_district(session, actor.district_id)
    session.refresh(run)
    if run.state not in ACTIVE:
        raise Conflict(Message("这次求解已经结束"))
    run.cancel_requested = True
    if run.state == RunState.QUEUED:
        run.state, run.outcome, run.ended_at = RunState.CANCELLED, "cancelled", now
    record(session, actor, now, "run.cancel", run, note=run.state)


def active_run(session: Session, district_id: int, month: date) -> SolveRun | None:
    """The solve of a month's duties that is queued or running."""
    return session.scalars(
        select(SolveRun)
        .where(SolveRun.district_id == district_id, SolveRun.month == month, SolveRun.state.in_(ACTIVE))
        .where(SolveRun.kind.not_in(BESIDE_THE_MONTH))
        .order_by(SolveRun.id)
        .limit(1)
    ).first()


def runs_of(
    district_id: int, *, month: date | None = None, state: RunState | None = None, kind: RunKind | None = None
) -> Select[SolveRun]:
    """A query of a district's runs, the newest first (instance and dossier are read only when asked for)."""
    query = select(SolveRun).where(SolveRun.district_id == district_id).order_by(SolveRun.id.desc())
    for column, value in ((SolveRun.month, month), (SolveRun.state, state), (SolveRun.kind, kind)):
        if value is not None:
            query = query.where(column == value)
    return query


def run_of(session: Session, actor: Actor, run_id: int) -> SolveRun:
    """A run of the actor's district.

    Raises:
        NotFound: there is none.
    """
    actor.require(RoleName.ADMIN)
    run = session.get(SolveRun, run_id)
    if run is None or run.district_id != actor.district_id:
        raise NotFound(Message("没有这次求解"))
    return run


def message_of(run: SolveRun) -> Text | None:
    """What a run says for itself, in both languages: why it failed, what it gave up."""
    if not run.message:
        return None
    words = json.loads(run.message)
    return Text(words["zh"], words["en"])


def keep_message(words: Text) -> str:
    """The words as `SolveRun.message` holds them."""
    return json.dumps({"zh": words.zh, "en": words.en}, ensure_ascii=False)


def clock_is_running(session: Session, now: datetime) -> bool:
    """Whether the clock's process was seen within the last half minute: without it, queued runs wait."""
    beat = session.scalars(select(ClockBeat).where(ClockBeat.name == CLOCK)).one_or_none()
    return beat is not None and now - beat.seen_at < timedelta(seconds=SILENT_SECONDS)
