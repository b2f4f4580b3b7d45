"""Tiny placement instances for one rule at a time; the audit and the model are asked the same and have to agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from scheduler.placement.audit import PlacementAudit, audit_placement
from scheduler.placement.engine.report import pairs_of
from scheduler.placement.formulation import formulate_placement
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import (
    WEIGHT_NAMES,
    Group,
    Person,
    Placement,
    PlacementInstance,
    Post,
    Role,
    Term,
    validate_placement,
)

JOB = "job"


def person(name: str, **more: Any) -> Person:
    return Person(name, f"person {name}", more.pop("group", "unit"), **more)


def post(name: str, *roles: Role, **more: Any) -> Post:
    return Post(name, f"post {name}", roles or (Role(JOB, 0, 9),), **more)


def term(first: str, last: str) -> Term:
    return Term(date.fromisoformat(first), date.fromisoformat(last))


def at(who: str, where: str, role: str = JOB) -> Placement:
    return Placement(who, where, role)


def case(
    people: list[Person], posts: list[Post], weights: Mapping[str, int] | None = None, **more: Any
) -> PlacementInstance:
    """An instance with one unit for everybody, where no others are given, and no points but these."""
    groups = tuple(more.pop("groups", (Group("unit", "the unit"),)))
    points = dict.fromkeys(WEIGHT_NAMES, 0) | dict(weights or {})
    instance = PlacementInstance("case", groups, tuple(people), tuple(posts), points, **more)
    validate_placement(instance)
    return instance


def broken(instance: PlacementInstance, *placements: Placement) -> set[str]:
    """The rules that a plan breaks; the model refuses the plan exactly where the audit does."""
    recount = audit_placement(instance, placements)
    assert all(violation.text.zh and violation.text.en for violation in recount.violations)
    index, model = PlacementIndex(instance), formulate_placement(instance)
    pairs = pairs_of(index, model, placements)
    refused = len(pairs) < len(placements) or bool(model.broken(model.counts(model.completed(pairs))).any())
    assert refused != recount.valid
    return {violation.rule for violation in recount.violations}


def score(instance: PlacementInstance, *placements: Placement) -> Mapping[str, int]:
    """The points by rule of a plan that breaks nothing; the model's objective is the same."""
    recount: PlacementAudit = audit_placement(instance, placements)
    assert recount.valid
    index, model = PlacementIndex(instance), formulate_placement(instance)
    pairs = pairs_of(index, model, placements)
    assert len(pairs) == len(placements)
    assert model.objective(model.completed(np.sort(pairs))) == recount.objective
    return {rule: points for rule, points in recount.score.items() if points}
