"""A district with kinds of events, branches and accounts."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.events import Stage, make_stage


@pytest.fixture
def stage(session: Session) -> Stage:
    """Two units of four, two branches, the usual kinds."""
    return make_stage(session)
