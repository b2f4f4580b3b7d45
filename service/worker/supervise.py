"""Web server and clock together for a small office: both end together, a half that crashes is started again."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic

from service.logs import log_of
from service.messages import Message, OperationError
from service.settings import Settings
from service.worker.signals import stop_on_signals

MOST_CRASHES = 3
CRASH_WINDOW = 60.0
END_SECONDS = 30.0
CHECK_SECONDS = 0.5
log = log_of("run")


class PortTakenError(OperationError):
    """The address for the web server cannot be used."""


@dataclass(slots=True)
class Half:
    """One of the two: its name, its process, and when it crashed lately."""

    name: str
    process: subprocess.Popen[bytes]
    crashes: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_CRASHES))

    def crashed_too_often(self) -> bool:
        """Whether this is the third crash within a minute."""
        self.crashes.append(monotonic())
        return len(self.crashes) == MOST_CRASHES and self.crashes[-1] - self.crashes[0] < CRASH_WINDOW


def check_address(settings: Settings) -> None:
    """See that the web server's address is free.

    Raises:
        PortTakenError: it is not, and how to choose another.
    """
    host, port = settings.web.host, settings.web.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = Message("端口已被占用") if taken else Message("无法监听：%(why)s", why=error.strerror)
            raise PortTakenError(
                Message(
                    "%(host)s:%(port)d %(why)s。请用环境变量 GRID_DUTY_WEB__PORT 换一个端口",
                    host=host,
                    port=port,
                    why=why,
                )
            ) from None


def run_both(
    settings: Settings, *, environment: Mapping[str, str] | None = None, on_start: Callable[[], None] | None = None
) -> int:
    """Serve web and clock until Ctrl-C or SIGTERM; the exit code.

    Both halves read the settings by themselves (`environment` is theirs, this process's unless given).

    Raises:
        PortTakenError: the address for the web server is not free.
    """
    check_address(settings)
    stop = stop_on_signals()
    halves = [Half(name, _start(name, environment)) for name in ("clock", "web")]
    if on_start is not None:
        on_start()
    code = 0
    while code == 0 and not stop.wait(CHECK_SECONDS):
        for half in halves:
            ended = half.process.poll()
            if ended is None:
                continue
            log.error("a half has ended by itself", half=half.name, code=ended)
            if half.crashed_too_often():
                log.error("it does not stay up: everything ends", half=half.name)
                code = 1
                break
            half.process = _start(half.name, environment)
    _end(halves)
    return code


def _start(name: str, environment: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    """Start a half in a session of its own: Ctrl-C reaches this process, which ends both in order."""
    process = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", "service.cli", name, "--with-parent", str(os.getpid())],
        start_new_session=True,
        env=None if environment is None else dict(environment),
    )
    log.info("a half begins", half=name, pid=process.pid)
    return process


def _end(halves: list[Half]) -> None:
    for half in halves:
        if half.process.poll() is None:
            half.process.send_signal(signal.SIGTERM)
    until = monotonic() + END_SECONDS
    for half in halves:
        try:
            half.process.wait(timeout=max(0.1, until - monotonic()))
        except subprocess.TimeoutExpired:
            log.error("a half does not end: it is killed", half=half.name)
            half.process.kill()
            half.process.wait()
