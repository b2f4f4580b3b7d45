"""Real processes of the program, awaited by what they say and by their end; nothing here waits by the clock."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LONGEST = 120.0


class Program:
    """`grid-duty …` as a process; its log is read line by line."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", *arguments],
            env={**os.environ, **environment},
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []

    def await_line(self, wanted: str) -> str:
        """The next line of the log that contains a text."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            if wanted in line:
                return line
        raise AssertionError(f"ended without saying {wanted!r}:\n{''.join(self.lines)}")

    def await_event(self, event: str) -> dict[str, Any]:
        """The next log event of a name."""
        found: dict[str, Any] = json.loads(self.await_line(f'"event": "{event}"'))
        return found

    def await_end(self) -> int:
        """The exit code; the rest of the log is read."""
        assert self.process.stderr is not None
        self.lines += list(self.process.stderr)
        return self.process.wait(timeout=LONGEST)


@contextmanager
def program(*arguments: str, environment: Mapping[str, str], folder: Path) -> Iterator[Program]:
    """A running program, ended afterwards whatever happens."""
    # The package is installed in the environment, so any folder will do.
    started = Program(list(arguments), environment, folder)
    try:
        yield started
    finally:
        started.process.kill()
        started.process.wait()
        if started.process.stderr is not None:
            started.process.stderr.close()


def await_death(pid: int) -> None:
    """Return once a process, which need not be a child, is gone."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ready, _, _ = select.select([descriptor], [], [], LONGEST)
        assert ready, f"process {pid} still lives"
    finally:
        os.close(descriptor)
