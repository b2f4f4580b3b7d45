"""The clock's process: it beats, begins nights, and takes queued runs. Exactly one on a database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.clock import Clock, Job
from service.database import write_transaction
from service.logs import log_of
from service.models import ClockBeat, District
from service.operations.backup import nightly_backup
from service.operations.runs import BEAT_SECONDS, CLOCK
from service.settings import NightSettings
from service.worker.context import Worker
from service.worker.dispatcher import Dispatcher
from service.worker.lock import ClockLock, take_lock
from service.worker.night import begin_night, is_recorded, night_of
from service.worker.queue import STALE_SECONDS, take_back

QUEUE_SECONDS = 1
NIGHT_SECONDS = 30
BACKUP_SECONDS = 300
log = log_of("clock")


class ClockService:
    """What the clock does, job by job."""

    def __init__(self, worker: Worker, lock: ClockLock) -> None:
        self.worker = worker
        self.lock = lock
        self.dispatcher = Dispatcher(worker)
        self.lost = Event()
        self._recorded: dict[int, date] = {}

    def take_over(self) -> list[int]:
        """Queue again what an earlier clock left running: with the lock held, nobody else can be at it."""
        now = self.worker.now()
        with write_transaction(self.worker.sessions) as session:
            taken = take_back(session, now, silent_since=now)
        if taken:
            log.warning("runs left by an earlier clock are queued again", runs=taken)
        return taken

    def beat(self) -> None:
        """Say that the clock is alive, and see that it still is the only one."""
        if not self.lock.is_held():
            self.lost.set()
            return
        with write_transaction(self.worker.sessions) as session:
            say_alive(session, self.worker.now(), self.worker.process)
            take_back(session, self.worker.now(), self.worker.now() - timedelta(seconds=STALE_SECONDS))

    def begin_nights(self) -> None:
        """Begin the newest night of every district, once: also one that was missed while no clock ran."""
        settings, now = self.worker.settings.night, self.worker.now()
        with self.worker.sessions() as session:
            districts = session.scalars(select(District).order_by(District.id)).all()
        for district in districts:
            night = night_of(district, now, settings)
            if self._recorded.get(district.id) != night:
                try:
                    self._begin(district.id, night, now)
                except Exception:  # one district's trouble is not the others'
                    log.exception("night could not be begun", district=district.code, night=night.isoformat())

    def _begin(self, district_id: int, night: date, now: datetime) -> None:
        with write_transaction(self.worker.sessions) as session:
            district = session.get_one(District, district_id)
            settings = self.worker.settings.night
            if not is_recorded(session, district, night, settings):
                made = begin_night(session, district, night, now, settings)
                log.info("night begins", district=district.code, night=night.isoformat(), runs=len(made))
            if is_recorded(session, district, night, settings):
                self._recorded[district_id] = night

    def back_up(self) -> None:
        """Make the night's backup, once; a night that was missed is caught up."""
        now = self.worker.now()
        with self.worker.sessions() as session:
            district = session.scalars(select(District).order_by(District.id)).first()
        if district is None:
            return
        report = nightly_backup(self.worker.settings, now, newest_night(district, now, self.worker.settings.night))
        if report is not None:
            log.info("backup made", path=str(report.path), rows=report.rows, bytes=report.bytes)

    def jobs(self) -> list[Job]:
        """What is done, and how often."""
        return [
            Job("beat", BEAT_SECONDS, self.beat),
            Job("night", NIGHT_SECONDS, self.begin_nights),
            Job("queue", QUEUE_SECONDS, self.dispatcher.poll),
            Job("backup", BACKUP_SECONDS, self.back_up),
        ]


def newest_night(district: District, now: datetime, settings: NightSettings) -> datetime:
    """When the newest night of a district began, in its own time zone."""
    hour, minute = settings.at.split(":")
    begun = now.astimezone(ZoneInfo(district.time_zone)).replace(
        hour=int(hour), minute=int(minute), second=0, microsecond=0
    )
    return begun if begun <= now else begun - timedelta(days=1)


def say_alive(session: Session, now: datetime, process: str) -> None:
    """Keep the clock's one row."""
    row = session.scalars(select(ClockBeat).where(ClockBeat.name == CLOCK)).one_or_none()
    if row is None:
        session.add(ClockBeat(name=CLOCK, process=process, seen_at=now))
    else:
        row.process, row.seen_at = process, now


def say_gone(session: Session) -> None:
    """Take the clock's row away: pages say at once that no clock is running."""
    row = session.scalars(select(ClockBeat).where(ClockBeat.name == CLOCK)).one_or_none()
    if row is not None:
        session.delete(row)


def run_clock(worker: Worker, stop: Event) -> int:
    """Run the clock until `stop` is set; the exit code (1: the lock was lost).

    Raises:
        LockedError: another clock runs on this database.
    """
    lock = take_lock(worker.engine)
    service = ClockService(worker, lock)
    service.take_over()
    clock = Clock(service.jobs(), lambda job, error: log.error("job failed", job=job, error=repr(error)))
    log.info("clock begins", process=worker.process)
    clock.start()
    try:
        while not stop.wait(1.0):
            if service.lost.is_set():
                log.error("the lock was lost: another clock may begin, this one ends")
                return 1
        return 0
    finally:
        service.dispatcher.stop()
        clock.stop()
        _leave(worker)
        lock.release()
        worker.engine.dispose()
        log.info("clock ends")


def _leave(worker: Worker) -> None:
    """Take the clock's row away, if the database can still be reached."""
    try:
        with write_transaction(worker.sessions) as session:
            say_gone(session)
    except SQLAlchemyError as error:
        log.warning("the clock's row could not be taken away", error=repr(error))
