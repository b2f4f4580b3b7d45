"""Tonight's work at once, without a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Event

from sqlalchemy import select

from scheduler.problem import Text
from service.database import write_transaction
from service.messages import Message, OperationError
from service.models import District, RunState, SolveRun
from service.operations.runs import ACTIVE, NIGHTLY, OUTCOMES, message_of
from service.worker.clock import ClockService
from service.worker.context import Worker
from service.worker.lock import LockedError, take_lock
from service.worker.night import begin_night, night_of
from service.worker.runner import execute, take_next

WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class NightRun:
    """A month's run of a night, as it ended."""

    district: str
    month: date
    state: str
    outcome: str | None
    message: Text | None

    @property
    def words(self) -> Message:
        """区 2026-12：已生成草案."""
        what = Message(OUTCOMES.get(self.outcome or "", self.outcome or self.state))
        why: Message | str = "" if self.message is None else Message("（%(why)s）", why=self.message)
        return Message(
            "%(district)s %(month)s：%(what)s%(why)s",
            district=self.district, month=f"{self.month:%Y-%m}", what=what, why=why,
        )  # fmt: skip


def do_night(worker: Worker, stop: Event, *, district: str | None = None, night: date | None = None) -> list[NightRun]:
    """Begin a night (the newest unless told) for one or all districts, see its runs to their end, and tell.

    Where a clock runs on this database, it does the runs and this waits for them; else they are done here.

    Raises:
        OperationError: there is no such district.
    """
    wanted = _begin(worker, district, night)
    try:
        lock = take_lock(worker.engine)
    except LockedError:
        _wait(worker, wanted, stop)
    else:
        try:
            ClockService(worker, lock).take_over()
            _work(worker, wanted, stop)
        finally:
            lock.release()
    return _ended(worker, wanted)


def _begin(worker: Worker, code: str | None, night: date | None) -> list[tuple[int, date]]:
    """Begin the night in each district; the districts and nights begun."""
    query = select(District.id).order_by(District.id)
    with worker.sessions() as session:
        ids = session.scalars(query if code is None else query.where(District.code == code)).all()
    if not ids:
        raise OperationError(
            Message("没有代码为 %(code)s 的区", code=code) if code else Message("还没有区，请先运行 grid-duty setup")
        )
    begun = []
    for district_id in ids:
        now = worker.now()
        with write_transaction(worker.sessions) as session:
            district = session.get_one(District, district_id)
            chosen = night or night_of(district, now, worker.settings.night)
            begin_night(session, district, chosen, now, worker.settings.night)
        begun.append((district_id, chosen))
    return begun


def _open(worker: Worker, wanted: Sequence[tuple[int, date]]) -> bool:
    return any(run.state in ACTIVE for run in _runs(worker, wanted))


def _runs(worker: Worker, wanted: Sequence[tuple[int, date]]) -> list[SolveRun]:
    """The newest run of each month of these nights."""
    newest: dict[tuple[int, date], SolveRun] = {}
    with worker.sessions() as session:
        for district_id, night in wanted:
            for run in session.scalars(
                select(SolveRun)
                .where(
                    SolveRun.district_id == district_id,
                    SolveRun.wanted_for == night,
                    SolveRun.kind.in_(NIGHTLY),
                )
                .order_by(SolveRun.id)
            ):
                newest[district_id, run.month] = run
    return list(newest.values())


def _work(worker: Worker, wanted: Sequence[tuple[int, date]], stop: Event) -> None:
    """Do queued runs (the night's, and what else waits) until the night's have ended."""
    while _open(worker, wanted) and not stop.is_set():
        claim = take_next(worker)
        if claim is None:
            return
        execute(worker, claim, stop)


def _wait(worker: Worker, wanted: Sequence[tuple[int, date]], stop: Event) -> None:
    while _open(worker, wanted) and not stop.wait(WAIT_SECONDS):
        continue


def _ended(worker: Worker, wanted: Sequence[tuple[int, date]]) -> list[NightRun]:
    with worker.sessions() as session:
        names = {row.id: row.name for row in session.execute(select(District.id, District.name))}
    return [
        NightRun(names[run.district_id], run.month, run.state, run.outcome, message_of(run))
        for run in _runs(worker, wanted)
    ]


def is_bad(runs: Sequence[NightRun]) -> bool:
    """Whether one of the runs failed, or did not end."""
    return any(run.state in (RunState.FAILED, *ACTIVE) for run in runs)
