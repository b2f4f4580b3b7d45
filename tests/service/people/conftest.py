"""A district with accounts of each role, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.published import Staff, make_staff


@pytest.fixture
def staff(session: Session) -> Staff:
    """Two units, two communities, an account of each role."""
    return make_staff(session)
