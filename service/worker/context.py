"""What the worker's parts share: settings, the database, the time, and the name of this process."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from service.database import make_engine, session_factory
from service.settings import Settings


def process_name() -> str:
    """Host, process id and a random part: no two processes ever have the same."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclass(frozen=True, slots=True)
class Worker:
    """Settings, engine, sessions, clock and name of a worker process."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    now: Callable[[], datetime]
    process: str = field(default_factory=process_name)


def make_worker(settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Worker:
    """A worker on the settings' database."""
    engine = make_engine(settings.database)
    return Worker(settings, engine, session_factory(engine), now)
