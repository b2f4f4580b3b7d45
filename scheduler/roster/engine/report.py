"""From a state to the plan, with the audit's figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from scheduler.engine.report import Reporter, proven
from scheduler.problem import sha256_of
from scheduler.roster.audit import audit_roster
from scheduler.roster.engine.state import State
from scheduler.roster.problem import Roster, RosterPlan, Work, dump_roster


def assignments_of(state: State) -> tuple[Work, ...]:
    """The shifts of a state, in order of staff and days."""
    roster = state.model.roster
    person, day = np.nonzero(state.rows >= 0)
    return tuple(
        Work(roster.staff[who].id, on, roster.shifts[state.rows[who, on]].id)
        for who, on in zip(person.tolist(), day.tolist(), strict=True)
    )


def roster_plan(roster: Roster, works: Iterable[Work], reporter: Reporter) -> RosterPlan:
    """The plan of these shifts, with the bound that the reporter knows.

    Raises:
        PlanError: the audit refuses it, or counts less than the bound (a defect of the program).
    """
    order = {person.id: place for place, person in enumerate(roster.staff)}
    sorted_works = tuple(sorted(works, key=lambda work: (order[work.staff], work.day)))
    recount = audit_roster(roster, sorted_works)
    status, bound = proven(recount, None, reporter)
    plan = RosterPlan(status, recount.objective, bound, sorted_works, score=dict(recount.score))
    return _dressed(plan, roster, reporter)


def infeasible_roster_plan(roster: Roster, reporter: Reporter, stuck: Iterable[str]) -> RosterPlan:
    """What is returned where somebody cannot keep the hard rules whatever they work: those."""
    return _dressed(RosterPlan("infeasible", None, None, (), conflicts=tuple(stuck)), roster, reporter)


def _dressed(plan: RosterPlan, roster: Roster, reporter: Reporter) -> RosterPlan:
    """With the instance's name and hash, and the dossier."""
    digest = sha256_of(dump_roster(roster))
    return replace(plan, instance=roster.name, instance_sha256=digest, solver=reporter.dossier())
