"""What an import would change: records as they are, changes, and the digest that tells whether two plans are the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.lookup import Ref
from service.adapters.sheets.problems import SheetProblem

Record = dict[str, Any]
Key = tuple[Any, ...]


class Action(StrEnum):
    """What becomes of a record. `missing`: known, not in the file, left alone."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Existing:
    """A record as the tables have it; version 0 where its table keeps none."""

    id: int
    version: int
    record: Record


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changes."""

    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class Change:
    """One record of the file (or, missing, of the tables) and what becomes of it."""

    action: Action
    key: Key
    record: Record
    sheet: str = ""
    row: int = 0
    existing: Existing | None = None
    differences: list[Difference] = field(default_factory=list)

    def changes(self, *names: str) -> bool:
        """Whether one of these fields differs."""
        return any(difference.field in names for difference in self.differences)


@dataclass(slots=True)
class Plan:
    """All changes of a file and all its problems."""

    kind: Kind
    day: date
    changes: list[Change] = field(default_factory=list)
    problems: list[SheetProblem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many problems hinder the import."""
        return sum(not problem.notice for problem in self.problems)

    def counts(self) -> dict[str, int]:
        """How many records there are of each action."""
        counted = Counter(change.action for change in self.changes)
        return {action.value: counted[action] for action in Action}

    def of(self, action: Action) -> list[Change]:
        """The changes of one action."""
        return [change for change in self.changes if change.action is action]

    def digest(self) -> str:
        """SHA-256 of everything that would be written: two plans with the same digest do the same."""
        total = hashlib.sha256(self.kind.name.encode())
        for change in self.changes:
            if change.action in (Action.CREATED, Action.CHANGED):
                parts = [change.action.value, change.existing.id if change.existing else 0]
                parts += [(item.field, canonical(item.old), canonical(item.new)) for item in change.differences]
                total.update(repr(parts).encode())
        return total.hexdigest()


def canonical(value: Any) -> Any:
    """A value as JSON and the audit log hold it: references by code, days as ISO text."""
    if isinstance(value, Ref):
        return value.code
    if isinstance(value, tuple):
        return [canonical(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
