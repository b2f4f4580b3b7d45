"""Does one claimed run from snapshot to stored draft, whatever happens to the solving process meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from threading import Event
from typing import Any

from scheduler.problem import ProblemError, Text
from service.database import write_transaction
from service.logs import log_of
from service.messages import OperationError
from service.models import Draft, RunState, SolveRun
from service.operations.actor import system_actor
from service.operations.audit_log import record
from service.operations.drafts import open_draft
from service.settings import Settings
from service.words import translate
from service.worker.context import Worker
from service.worker.end_relaxations import end_relaxations
from service.worker.finish import Outcome, finish
from service.worker.inputs import REPLANS, RunInputs, read_inputs
from service.worker.queue import MOST_ATTEMPTS, Claim, beat, claim_next, fail, give_back, hold, interrupted
from service.worker.solver_process import Solved, SolveDiedError, SolveFailedError, SolverProcess
from service.worker.works import WORKS, Work

log = log_of("worker")


def take_next(worker: Worker) -> Claim | None:
    """Claim the next queued run for this process."""
    with write_transaction(worker.sessions) as session:
        return claim_next(session, worker.now(), worker.process)


def execute(
    worker: Worker, claim: Claim, stopping: Event, on_start: Callable[[SolverProcess], None] | None = None
) -> None:
    """Do a claimed run and end it: with a draft, cancelled, failed with the reason, or queued again.

    `stopping`: this process is to end; the run goes back into the queue as if it had not been begun.
    `on_start` is told of the solving process.
    """
    log.info("run begins", run=claim.run_id, attempt=claim.attempt)
    try:
        work = WORKS.get(claim.kind)
        if work is not None:
            _do(worker, claim, work(), stopping, on_start)
            return
        inputs = read_inputs(worker.sessions, claim.run_id, worker.now(), worker.settings.night.keep_days)
        options = _begin(worker, claim, inputs)
        if options is None:
            return
        # The names are for the words of the report alone: the run's own options do not hold them.
        told = {**options, "names": asdict(inputs.snapshot.names)}
        answer, cancelled = _solve(worker, claim, inputs.snapshot.data, told, stopping, on_start)
        if inputs.relax is not None:
            end_relaxations(worker, claim, inputs, answer["relaxations"], cancelled=cancelled)
        else:
            _end(worker, claim, Outcome(inputs, Solved.of(answer), options, cancelled))
    except SolveDiedError as error:
        _died(worker, claim, stopping, str(error))
    except SolveFailedError as error:
        _failed(worker, claim, _why(error, worker.settings))
    except OperationError as error:
        _failed(worker, claim, Text(translate(error.message, "zh"), translate(error.message, "en")))
    except ProblemError as error:
        found = error.errors[0].text()
        _failed(worker, claim, Text(f"数据不符合要求：{found.zh}", f"The data are not fit for planning: {found.en}"))
    finally:
        log.info("run ends", run=claim.run_id)


def _do(
    worker: Worker,
    claim: Claim,
    work: Work,
    stopping: Event,
    on_start: Callable[[SolverProcess], None] | None,
) -> None:
    """Do a run of a kind that has a work of its own: read, solve in a process, end."""
    task = work.read(worker, claim)
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is None:
            return
        run.input_hash, run.instance = task.sha256, task.data
        options = {**options_of(run, worker.settings), **task.options, "work": work.solver}
    answer, cancelled = _solve(worker, claim, task.data, options, stopping, on_start)
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is None:
            return
        run.ended_at = worker.now()
        run.state = RunState.CANCELLED if cancelled else RunState.FINISHED
        work.end(session, worker.now(), run, task, answer, options, cancelled=cancelled)
        record(session, system_actor(run.district_id, run.asked_by), worker.now(), "run.end", run, note=run.state)


def options_of(run: SolveRun, settings: Settings) -> dict[str, Any]:
    """The run's own options over the installation's. An effort takes the place of the time limit;
    a re-plan makes the fewest changes.
    """
    solver = settings.solver
    chosen: dict[str, Any] = {
        "time_limit": solver.time_limit,
        "workers": solver.workers,
        "seed": solver.seed,
        "memory_megabytes": solver.memory_megabytes,
        "replan": run.kind in REPLANS,
        **run.options,
    }
    if "effort" in run.options and "time_limit" not in run.options:
        chosen["time_limit"] = None
    return chosen


def _begin(worker: Worker, claim: Claim, inputs: RunInputs) -> dict[str, Any] | None:
    """Keep what will be solved in the run's row."""
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is None:
            return None
        run.input_hash, run.instance = inputs.snapshot.sha256, inputs.snapshot.data
        return {**options_of(run, worker.settings), **({"relax": inputs.relax} if inputs.relax else {})}


def _solve(
    worker: Worker,
    claim: Claim,
    data: bytes,
    options: dict[str, Any],
    stopping: Event,
    on_start: Callable[[SolverProcess], None] | None,
) -> tuple[dict[str, Any], bool]:
    """The answer, and whether the run was to be cancelled."""
    cancelled = False
    process = SolverProcess(data, options)

    def tick(progress: dict[str, Any] | None) -> bool:
        nonlocal cancelled
        if stopping.is_set():
            process.kill()
            return False
        with write_transaction(worker.sessions) as session:
            asked = beat(session, worker.now(), claim, progress)
        if asked is None:
            process.kill()  # somebody else has the run now
        cancelled = bool(asked)
        return cancelled

    log.info("solving process begins", run=claim.run_id, pid=process.pid)
    try:
        if on_start is not None:
            on_start(process)
        try:
            return process.wait(tick), cancelled
        except SolveDiedError:
            if cancelled:
                _cancelled(worker, claim)
            raise
    finally:
        process.close()


def _end(worker: Worker, claim: Claim, outcome: Outcome) -> None:
    """Store what came of it, unless the draft that it started from was changed meanwhile: then solve again."""
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is None:
            return
        draft = open_draft(session, run.district_id, run.month)
        if _is_the_same(draft, outcome.inputs.from_draft) or outcome.cancelled:
            finish(session, worker.now(), run, outcome, worker.settings)
        elif claim.attempt < MOST_ATTEMPTS:
            give_back(session, claim, counts=True)
        else:
            words = Text(
                "求解期间草案一再被人修改，结果未保存。请在修改完成后重新求解。",
                "The draft was changed again and again during the solve. Its result was not stored. "
                "Solve again when the changes are made.",
            )
            fail(run, worker.now(), words)
            record(session, system_actor(run.district_id), worker.now(), "run.end", run, note=run.state)


def _is_the_same(draft: Draft | None, seen: tuple[int, int] | None) -> bool:
    return seen == (None if draft is None else (draft.id, draft.version))


def _cancelled(worker: Worker, claim: Claim) -> None:
    """End a run that was to be cancelled and had no plan to hand in."""
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is not None:
            run.state, run.outcome, run.ended_at = RunState.CANCELLED, "cancelled", worker.now()
            record(session, system_actor(run.district_id), worker.now(), "run.end", run, note=run.state)


def _died(worker: Worker, claim: Claim, stopping: Event, how: str) -> None:
    """The solving process is gone: queue the run again, unless it died every time."""
    stopped = stopping.is_set()
    log.warning("solving process died", run=claim.run_id, attempt=claim.attempt, how=how, stopping=stopped)
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is None:
            return
        if stopped or claim.attempt < MOST_ATTEMPTS:
            give_back(session, claim, counts=not stopped)
        else:
            fail(run, worker.now(), interrupted(claim.attempt))
            record(session, system_actor(run.district_id), worker.now(), "run.end", run, note=run.state)


def _failed(worker: Worker, claim: Claim, why: Text) -> None:
    log.error("run failed", run=claim.run_id, why=why.en)
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is not None:
            fail(run, worker.now(), why)
            record(session, system_actor(run.district_id), worker.now(), "run.end", run, note=run.state)


def _why(error: SolveFailedError, settings: Settings) -> Text:
    if error.kind == "memory":
        size = settings.solver.memory_megabytes
        return Text(
            f"求解所需内存超过上限{size} MB（设置项 solver.memory_megabytes）",
            f"The solve needs more than {size} MB of memory (setting solver.memory_megabytes)",
        )
    return Text(f"求解程序出错：{error.kind} {error}", f"The solver failed: {error.kind} {error}")
