"""Placements of each kind and a round that asks, on the web application's database."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.rounds import Asked, Rounds, make_asked, make_rounds


@pytest.fixture
def rounds(web_session: Session) -> Rounds:
    """Placements in force today."""
    made = make_rounds(web_session)
    web_session.commit()
    return made


@pytest.fixture
def asked(web_session: Session, rounds: Rounds) -> Asked:
    """A round in preparation beside them."""
    made = make_asked(web_session, rounds.staff)
    web_session.commit()
    return made
