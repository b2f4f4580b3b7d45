"""Importing in tests: a district, its admin, and files that are previewed or applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from service.adapters.uploads import UploadStore
from service.models import District
from service.operations.actor import Actor
from service.operations.imports.changes import Action, Plan
from service.operations.imports.previews import apply_plan
from service.operations.imports.reading import plan_file
from tests.support.factories import NOW, system
from tests.support.sheets import xlsx

Planner = Callable[..., Plan]


@pytest.fixture
def actor(district: District) -> Actor:
    return system(district)


@pytest.fixture
def store(tmp_path: Path) -> UploadStore:
    return UploadStore(tmp_path / "uploads", 20 * 1024 * 1024)


@pytest.fixture
def planned(session: Session, actor: Actor) -> Planner:
    """`planned("cadres", heads, row, …)`: what importing these rows would change."""

    def plan(kind: str, *rows: Sequence[Any]) -> Plan:
        return plan_file(session, actor, NOW, kind, "表.xlsx", xlsx(*rows))

    return plan


@pytest.fixture
def imported(session: Session, actor: Actor, planned: Planner) -> Planner:
    """The same, applied; errors fail the test."""

    def apply(kind: str, *rows: Sequence[Any]) -> Plan:
        plan = planned(kind, *rows)
        assert not plan.errors, [str(problem.expected) for problem in plan.problems]
        apply_plan(session, actor, NOW, plan, "表.xlsx")
        return plan

    return apply


def differences(plan: Plan, action: Action = Action.CHANGED) -> list[tuple[Any, str, Any, Any]]:
    """What changes: key, field, old, new, with names in place of references."""

    def plain(value: Any) -> Any:
        return getattr(value, "name", value) if not isinstance(value, tuple) else tuple(map(plain, value))

    return [
        (plain(change.key[0]), item.field, plain(item.old), plain(item.new))
        for change in plan.of(action)
        for item in change.differences
    ]


def errors(plan: Plan) -> list[tuple[int, str, str]]:
    """The errors: row, column, what was expected."""
    return [(item.row, str(item.label), str(item.expected)) for item in plan.problems if not item.notice]
