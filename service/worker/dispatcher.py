"""Takes queued runs and does so many at once, each in a thread that watches its solving process."""

from __future__ import annotations

from threading import Event, Lock, Thread

from service.logs import log_of
from service.worker.context import Worker
from service.worker.queue import Claim
from service.worker.runner import execute, take_next

log = log_of("dispatcher")


class Dispatcher:
    """Runs at work in this process."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._stopping = Event()
        self._guard = Lock()
        self._threads: list[Thread] = []

    def poll(self) -> None:
        """Take as many queued runs as there is room for."""
        with self._guard:
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            while not self._stopping.is_set() and len(self._threads) < self._worker.settings.solver.at_once:
                claim = take_next(self._worker)
                if claim is None:
                    return
                thread = Thread(target=self._do, args=(claim,), name=f"run-{claim.run_id}")
                self._threads.append(thread)
                thread.start()

    def stop(self) -> None:
        """End what is at work: solving processes are killed, their runs go back into the queue."""
        self._stopping.set()
        with self._guard:
            threads = list(self._threads)
        for thread in threads:
            thread.join()

    def _do(self, claim: Claim) -> None:
        try:
            execute(self._worker, claim, self._stopping)
        except Exception:  # the database is out of reach, say: the run's heartbeat stops, and it is taken back later
            log.exception("run could not be ended", run=claim.run_id)
