"""A clock that calls what it is handed at intervals, each job in its own time and never twice at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be called every so many seconds, the first time at once."""

    name: str
    seconds: float
    call: Callable[[], object]


class Clock:
    """Calls jobs until it is stopped. A job that fails is told of and called again at its next time."""

    def __init__(self, jobs: Sequence[Job], on_error: Callable[[str, BaseException], None]) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max_workers=max(1, len(jobs)))},
            # A job that was late runs once, however many times it was missed.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(lambda event: on_error(event.job_id, event.exception), EVENT_JOB_ERROR)
        for job in jobs:
            when: dict[str, Any] = {"seconds": job.seconds, "next_run_time": datetime.now(UTC)}
            self._scheduler.add_job(job.call, "interval", id=job.name, name=job.name, **when)

    def start(self) -> None:
        """Begin; returns at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """End; waits for jobs that are being called."""
        self._scheduler.shutdown(wait=True)
