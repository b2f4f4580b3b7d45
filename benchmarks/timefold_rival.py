"""Timefold beside the engine: the same model with all rules, one thread, the same time; needs a JDK and the extra
`bench-timefold` (whose Python package brings the jars). The Java is beside this file.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.answer import Answer, recounted
from benchmarks.plain_model import Triple, duties_of
from scheduler.formulation import formulate
from scheduler.model import ANY, AssignmentModel
from scheduler.problem import Instance

JAVA = Path(__file__).parent / "java"
# Of the package's jars, those that test programs need are left out.
UNUSED = ("junit", "assertj", "mockito", "byte-buddy", "-test", "apiguardian", "opentest4j", "python")
# What the Java virtual machine takes to start and to end, in seconds, beside the search.
START = 2.0


def jars() -> list[Path]:
    """The package's jars; none where it is not installed."""
    found = importlib.util.find_spec("timefold")
    folders = [] if found is None else [Path(folder) for folder in found.submodule_search_locations or ()]
    return sorted(
        path for folder in folders for path in folder.rglob("*.jar") if not any(word in path.name for word in UNUSED)
    )


def absent() -> str | None:
    """Why Timefold cannot be measured here; None where it can."""
    if not jars():
        return "no package timefold (make bench TIMEFOLD=1)"
    lacking = [name for name in ("java", "javac") if shutil.which(name) is None]
    return f"no {' and no '.join(lacking)} (JDK 17)" if lacking else None


def version() -> str:
    """Timefold's and Java's versions."""
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    return f"Timefold {importlib.metadata.version('timefold')}, {told}"


def timefold(instance: Instance, seconds: float, moves: str) -> Answer:
    """The best it finds with its default moves, or with moves and acceptance `tuned` for this model."""
    lacking = absent()
    if lacking is not None:
        return Answer(None, None, note=lacking)
    model = formulate(instance)
    if model.impossible:
        return Answer(None, None, note="pins that nothing can keep")
    with tempfile.TemporaryDirectory() as folder:
        triples, hard, points = _run(Path(folder), model, seconds, moves)
    if hard:
        return Answer(None, None, note=f"breaks {-hard} hard rules")
    answer = recounted(instance, duties_of(instance, model, triples))
    if answer.objective != points:
        raise AssertionError(f"the audit counts {answer.objective}, Timefold {points}")
    return answer


def _run(folder: Path, model: AssignmentModel, seconds: float, moves: str) -> tuple[list[Triple], int, int]:
    """The triples chosen, the hard score (0: no rule broken), and the objective."""
    path = ":".join(map(str, [*jars(), folder]))
    subprocess.run(["javac", "-cp", path, "-d", str(folder), str(JAVA / "Rival.java")], check=True)
    (folder / "model").write_text("\n".join(_lines(model)), encoding="ascii")
    (folder / "logback.xml").write_text("<configuration><root level='off'/></configuration>", encoding="ascii")
    tuned = [str(JAVA / "tuned.xml")] if moves == "tuned" else []
    limit = round(1000 * max(1.0, seconds - START))
    command = ["java", "-XX:+UseSerialGC", "-Xmx4g", "-cp", path, "Rival", "model", "plan", str(limit), *tuned]
    subprocess.run(command, cwd=folder, check=True)
    head, *rest = (folder / "plan").read_text(encoding="ascii").splitlines()
    triples: list[Triple] = []
    for line in rest:
        crew, place, day = map(int, line.split())
        triples.append((crew, place, day))
    hard, points = map(int, head.split())
    return triples, hard, points


def _lines(model: AssignmentModel) -> Iterator[str]:
    """The model as numbers, as `Rival.java` reads them."""
    yield _joined(model.crews, model.places, model.times, model.min_gap, model.constant)
    yield _joined(*model.time_days.tolist())
    columns = model.factors.tocsc()
    for crew in range(model.crews):
        pairs = slice(model.place_start[crew], model.place_start[crew + 1])
        days = np.flatnonzero(model.time_allowed[crew]).tolist()
        rows = slice(columns.indptr[crew], columns.indptr[crew + 1])
        pins = [pin for pin in model.requirements if pin.crew == crew]
        yield _joined(model.duties[crew], model.duty_cost[crew], model.active_cost[crew])
        yield _pairs(model.place_of[pairs].tolist(), model.place_cost[pairs].tolist())
        yield _pairs(days, model.time_cost[crew, days].tolist())
        yield _pairs(columns.indices[rows].tolist(), columns.data[rows].tolist())
        yield _pairs([pin.place for pin in pins], [pin.time for pin in pins])
    table = model.limits
    yield _joined(model.factors.shape[0], len(table))
    whole = table.first_time == ANY
    first, last = np.where(whole, 0, table.first_time), np.where(whole, model.times, table.last_time)
    for row in np.column_stack([table.weighting, table.place, first, last, table.base, table.low, table.high,
                                table.low_points, table.high_points]).tolist():  # fmt: skip
        yield _joined(*row)


def _joined(*numbers: object) -> str:
    return " ".join(map(str, numbers))


def _pairs(first: list[int], second: list[int]) -> str:
    return _joined(len(first), *(number for pair in zip(first, second, strict=True) for number in pair))
