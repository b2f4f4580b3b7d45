"""The parent's side of a solve: starts the solving process, listens to it, stops it, and says how it ended."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from scheduler.problem import Plan, parse_plan

# A solve that is asked to stop gets so long to hand in its best.
GRACE_SECONDS = 15.0
TICK_SECONDS = 1.0
# Beyond its time limit a solve gets so long for model, audit and reasons before it counts as stuck.
SPARE_SECONDS = 300.0
LOG_TAIL = 2000


class SolveDiedError(Exception):
    """The solving process ended without an answer: killed, or out of memory below Python. Worth another attempt."""


class SolveFailedError(Exception):
    """The solve answered that it cannot; asking again would give the same answer. `kind` says why."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan with its report (see `plan_report`) and the most memory used, in megabytes."""

    plan: Plan
    report: dict[str, Any]
    memory_megabytes: int

    @classmethod
    def of(cls, found: dict[str, Any]) -> Solved:
        """The answer of a solving process."""
        return cls(parse_plan(found["plan"].encode()), found["report"], found["memory_megabytes"])


class SolverProcess:
    """One solve in a process of its own."""

    def __init__(self, data: bytes, options: dict[str, Any]) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "service.worker.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        self._lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._limit = (options.get("time_limit") or 0.0) + SPARE_SECONDS
        self._unlimited = options.get("time_limit") is None
        threading.Thread(target=self._send, args=(data, options), daemon=True).start()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def wait(self, tick: Callable[[dict[str, Any] | None], bool]) -> dict[str, Any]:
        """Listen until the answer is there: what `Solved.of` takes, or `relaxations`. `tick(progress)` is called every second; once it returns True the
        solve is asked for its best so far, and killed where it does not hand it in.

        Raises:
            SolveDiedError: it ended without an answer.
            SolveFailedError: it answered that it cannot.
        """
        started, asked, progress = monotonic(), None, None
        last = started
        while True:
            try:
                line = self._lines.get(timeout=TICK_SECONDS)
            except queue.Empty:
                line = {}
            if line is None:
                raise SolveDiedError(self._end())
            if "progress" in line:
                progress = line["progress"]
            elif line:
                return self._answer(line)
            now = monotonic()
            if now - last >= TICK_SECONDS:
                last = now
                if tick(progress) and asked is None:
                    asked = now
                    self._ask_to_stop()
            stuck = not self._unlimited and now - started > self._limit
            if stuck or (asked is not None and now - asked > GRACE_SECONDS):
                self.kill()

    def kill(self) -> None:
        """End the process at once. Safe to call at any time."""
        self._process.kill()

    def close(self) -> None:
        """Make sure that nothing is left behind."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._log.close()

    def _answer(self, line: dict[str, Any]) -> dict[str, Any]:
        if "error" in line:
            raise SolveFailedError(line["error"]["kind"], line["error"]["text"])
        found: dict[str, Any] = line["result"]
        return found

    def _end(self) -> str:
        """How the process ended, with the tail of what it wrote."""
        code = self._process.wait()
        self._log.seek(0, 2)
        self._log.seek(max(0, self._log.tell() - LOG_TAIL))
        tail = self._log.read().decode(errors="replace").strip()
        if "bad_alloc" in tail or "MemoryError" in tail:
            raise SolveFailedError("memory", tail)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{how}: {tail}" if tail else how

    def _send(self, data: bytes, options: dict[str, Any]) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(json.dumps({**options, "size": len(data)}).encode() + b"\n")
            pipe.write(data)
            pipe.flush()
        except (BrokenPipeError, ValueError):
            return  # it died before it had read all: `wait` tells

    def _ask_to_stop(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(b"stop\n")
            pipe.flush()
        except (BrokenPipeError, ValueError):
            return  # it has ended by itself: `wait` tells

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        try:
            for line in pipe:
                self._lines.put(json.loads(line))
        except ValueError:
            pass  # half a line: it was killed while it wrote
        self._lines.put(None)
