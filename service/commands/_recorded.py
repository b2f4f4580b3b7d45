"""Recorded solves on the command line: from a dossier, a plan with its instance, or a run of the database."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from scheduler.engine import SolveOptions
from scheduler.problem import Plan, ProblemError
from scheduler.problem import reader as read
from service.adapters.dossier_file import Dossier, DossierError, is_dossier, read_dossier
from service.commands import _console as console
from service.commands import _problem_files as files
from service.database import make_engine, session_factory
from service.messages import Message, NotFound
from service.models import SolveRun
from service.operations.run_dossiers import dossier_of

MOST_SEED, MOST_SECONDS, MOST_EFFORT = 2**31 - 1, 1e6, 10**12


def run_numbered(session: Session, number: int, code: str | None) -> SolveRun:
    """A run of a district by its number, with all that belongs to it.

    Raises:
        OperationError: there is none in that district.
    """
    district = console.district_named(session, code)
    run = session.scalar(
        select(SolveRun)
        .where(SolveRun.id == number, SolveRun.district_id == district.id)
        .options(undefer(SolveRun.dossier), undefer(SolveRun.instance))
    )
    if run is None:
        raise NotFound(Message("没有编号为 %(number)s 的求解记录", number=number))
    return run


def from_run(number: int, code: str | None, language: str) -> Dossier:
    """The dossier of a run of the database; exit code 2 where there is none."""

    @console.plainly
    def reading() -> Dossier:
        given = console.settings()
        console.require_tables(given)
        engine = make_engine(given.database)
        try:
            with session_factory(engine)() as session:
                return dossier_of(run_numbered(session, number, code), language)
        finally:
            engine.dispose()

    try:
        return reading()
    except click.ClickException as error:
        error.show()
        raise SystemExit(files.BAD_INPUT) from None


def from_files(path: Path, instance: Path | None, language: str) -> Dossier:
    """The dossier of a file: a zip, or a plan with its instance. Exit code 2 where it cannot be read, 1 where it was changed."""
    data = files.read_bytes(path, language)
    if not is_dossier(data):
        if instance is None:
            files.fail(Message("%(path)s 不是求解档案；方案文件要用 --instance 给出它的算例", path=path), language)
        return Dossier(files.read_bytes(instance, language), data)
    if instance is not None:
        files.fail(Message("求解档案自带算例，不要再给 --instance"), language)
    try:
        return read_dossier(data)
    except DossierError as error:
        files.fail(Message("%(path)s 无法使用：%(why)s", path=path, why=error.text), language)


def options_of(plan: Plan, language: str) -> tuple[SolveOptions, int | None]:
    """How a plan says that it was solved, and its points per change; exit code 2 where it does not say so."""
    errors = read.Errors()
    said = plan.solver
    effort = read.optional(read.integer(1, MOST_EFFORT))(errors, "solver.effort", said.get("effort"))
    limit = read.optional(read.real(0.001, MOST_SECONDS))(errors, "solver.time_limit", said.get("time_limit"))
    seed = read.integer(0, MOST_SEED)(errors, "solver.seed", said.get("seed"))
    workers = read.integer(1, 64)(errors, "solver.workers", said.get("workers"))
    replan = said.get("replan")
    trade = read.optional(read.integer(0, 10**9))(
        errors, "solver.replan.points_per_change", replan.get("points_per_change") if isinstance(replan, dict) else None
    )
    if effort is None and limit is None:
        errors.add(
            "solver.time_limit", limit, "秒数，或 solver.effort 的工作量", "seconds, or work units in solver.effort"
        )
    try:
        errors.stop()
    except ProblemError as error:
        files.say(Message("方案没有说明它是怎样求出的，无法重算："), language, error=True)
        files.list_lines([found.text() for found in error.errors], language, error=True)
        raise SystemExit(files.BAD_INPUT) from None
    return SolveOptions(time_limit=None if effort else limit, workers=workers, seed=seed, effort=effort), trade
