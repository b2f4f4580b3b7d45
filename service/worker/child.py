"""The solving process: `python -m service.worker.child`. It knows no database and holds nothing that could be lost.

Standard input: one JSON line of options (with the size of the instance), the instance's bytes, then
`stop` when the best so far is wanted. When standard input ends, the parent is gone and this process
ends at once. Standard output: JSON lines, `progress` … and one `result` or `error`.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from scheduler.engine import Progress

ORPHANED = 3
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Solve what comes in, and say what comes of it."""
    die_with_parent(signal.SIGKILL)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    # Whatever a library prints goes to the log, not into the answer.
    os.dup2(2, 1)
    source = sys.stdin.buffer
    options = json.loads(source.readline())
    data = source.read(options["size"])
    stop = threading.Event()
    threading.Thread(target=_listen, args=(source, stop), daemon=True).start()
    try:
        limit_memory(options["memory_megabytes"])
        answer = {"result": _work_of(options)(data, options, stop, out)}
    except MemoryError:
        answer = {"error": {"kind": "memory", "text": ""}}
    except BaseException as error:  # the parent tells the user; nothing is swallowed
        traceback.print_exc()
        answer = {"error": {"kind": type(error).__name__, "text": str(error)[:500]}}
    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
    # Threads of the solver may linger; the answer is out.
    os._exit(0)


def _work_of(options: dict[str, Any]) -> Callable[[bytes, dict[str, Any], threading.Event, Any], dict[str, Any]]:
    """What is to be done: a month's duties, a search for relaxations, or the work (`module:function`) that is named."""
    named = options.get("work")
    if named is None:
        return _relax if options.get("relax") else _solve
    module, _, function = named.partition(":")
    found: Callable[[bytes, dict[str, Any], threading.Event, Any], dict[str, Any]]
    found = getattr(importlib.import_module(module), function)
    return found


def teller(out: Any) -> Callable[[Progress], None]:
    """Tells the parent how far a solve is."""

    def tell(progress: Progress) -> None:
        plain = {
            "code": progress.code,
            "phase": {"zh": progress.phase.zh, "en": progress.phase.en},
            "best": progress.best,
            "bound": progress.bound,
            "share": round(progress.share, 3),
            "seconds": round(progress.seconds, 1),
        }
        out.write(json.dumps({"progress": plain}, ensure_ascii=False) + "\n")

    return tell


def die_with_parent(number: signal.Signals, parent: int | None = None) -> None:
    """Have the system send a signal when the parent dies (Linux; elsewhere the end of standard input tells).

    Ends this process at once where the parent's id is given and it is dead already.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        raise SystemExit(ORPHANED)


def limit_memory(megabytes: int) -> None:
    """Bound the memory of this process: a solve that needs more ends, the machine does not."""
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _listen(source: BinaryIO, stop: threading.Event) -> None:
    for line in source:
        if line.strip() == b"stop":
            stop.set()
    os._exit(ORPHANED)


def _solve(data: bytes, options: dict[str, Any], stop: threading.Event, out: Any) -> dict[str, Any]:
    from dataclasses import replace

    from scheduler.engine import SolveOptions, replan, solve
    from scheduler.problem import Names, dump_plan, parse_instance, sha256_of
    from service.operations.plan_report import clash_report, plan_report

    instance = parse_instance(data)
    chosen = SolveOptions(
        time_limit=options.get("time_limit"),
        workers=options["workers"],
        seed=options["seed"],
        effort=options.get("effort"),
    )
    # Where nothing is there to keep, a re-plan is a plan.
    work = replan if options.get("replan") and instance.incumbent else solve
    plan = replace(work(instance, chosen, teller(out), stop.is_set), instance_sha256=sha256_of(data))
    infeasible = plan.status == "infeasible"
    names = Names(**options.get("names", {}))
    report = clash_report(instance, names) if infeasible else plan_report(instance, plan.assignments, names)
    if "replan" in plan.solver:
        report["replan"] = plan.solver["replan"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"plan": dump_plan(plan).decode(), "report": report, "memory_megabytes": memory}


def _relax(data: bytes, options: dict[str, Any], stop: threading.Event, out: Any) -> dict[str, Any]:
    """What single relaxations would gain for the duties of a draft."""
    from datetime import date
    from time import monotonic

    from scheduler.explain import Diagnoser
    from scheduler.problem import Duty, parse_instance
    from service.operations.relaxations import plain_diagnosis

    asked, started = options["relax"], monotonic()
    duties = [Duty(cadre, date.fromisoformat(day), zone) for cadre, day, zone in asked["duties"]]
    diagnoser = Diagnoser(parse_instance(data), duties, asked["bound"])

    def tell(done: int, total: int) -> None:
        plain = {
            "code": "relax",
            "phase": {"zh": f"逐项求解：{done} / {total}", "en": f"Solving one by one: {done} of {total}"},
            "done": done,
            "total": total,
            "share": round(done / max(1, total), 3),
            "seconds": round(monotonic() - started, 1),
        }
        out.write(json.dumps({"progress": plain}, ensure_ascii=False) + "\n")

    found = diagnoser.diagnose(asked["seconds"], tell, stop.is_set)
    return {"relaxations": plain_diagnosis(diagnoser.index, found)}


if __name__ == "__main__":
    main()
