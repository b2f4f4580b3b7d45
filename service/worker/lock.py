"""The clock's lock: only one process at once plans nights and solves runs on a database."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, text

from service.messages import Message, OperationError

# An arbitrary number that no other program on the same database uses: "grid-dut" in ASCII.
ADVISORY_KEY = int.from_bytes(b"grid-dut")


class LockedError(OperationError):
    """Another process holds the lock."""


class ClockLock(Protocol):
    """A lock that is held until it is released or the process ends, however it ends."""

    def is_held(self) -> bool:
        """Whether it still is (a lost database connection loses it)."""

    def release(self) -> None:
        """Give it up."""


def take_lock(engine: Engine) -> ClockLock:
    """Take the lock of an engine's database.

    Raises:
        LockedError: another process has it.
    """
    return _PostgresLock(engine) if engine.dialect.name == "postgresql" else _FileLock(engine)


def _refusal(where: str) -> LockedError:
    return LockedError(
        Message("已有另一个时钟进程在这个数据库上运行（%(where)s），同一数据库只能运行一个", where=where)
    )


class _PostgresLock:
    """An advisory lock of one connection's session."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not self._connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}):
            self._connection.close()
            raise _refusal(engine.url.render_as_string(hide_password=True))

    def is_held(self) -> bool:
        """Ask over the same connection: another one would have another session."""
        try:
            return bool(
                self._connection.scalar(
                    text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
                )
            )
        except Exception:  # whatever is wrong with the connection, the lock cannot be vouched for
            return False

    def release(self) -> None:
        """Drop the connection, and the lock with it: closing would hand it back to the pool."""
        self._connection.invalidate()
        self._connection.close()


class _FileLock:
    """A lock on a file beside the SQLite database; the system frees it when the process ends."""

    def __init__(self, engine: Engine) -> None:
        path = Path(engine.url.database or "grid-duty.sqlite").absolute()
        self._file = path.with_name(f"{path.name}.clock-lock")
        self._descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise _refusal(str(path)) from None

    def is_held(self) -> bool:
        """A file lock is not lost while the process lives."""
        return True

    def release(self) -> None:
        """Close the file; it stays for the next one."""
        os.close(self._descriptor)
