"""What the tests of the data operations ask again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import InvalidInput
from service.models import AuditEntry


def refused(operation: Callable[[], Any]) -> dict[str, str]:
    """The problems with which an operation refuses: what was expected of each field."""
    with pytest.raises(InvalidInput) as error:
        operation()
    return {problem.field: str(problem.expected) for problem in error.value.problems}


def last_entry(session: Session) -> AuditEntry:
    """The newest line of the audit log."""
    session.flush()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).first()
    assert entry is not None
    return entry
