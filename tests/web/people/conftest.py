"""A district with accounts of each role and duties around today, in the web application's database."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.published import Staff, make_staff, publish_around_today


@pytest.fixture
def staff(web_session: Session) -> Staff:
    """Accounts of each role; the cadre's duty is today, in the head's community."""
    made = make_staff(web_session)
    publish_around_today(web_session, made)
    web_session.commit()
    return made
