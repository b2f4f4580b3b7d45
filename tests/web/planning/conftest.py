"""A small district with its admin, signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support.board import Board, make_board


@pytest.fixture
def board(web_session: Session) -> Board:
    """A district with people and zones, nothing planned yet."""
    made = make_board(web_session)
    web_session.commit()
    return made


@pytest.fixture
def admin(board: Board, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    """Its admin's browser."""
    return sign_in(board.admin)


@pytest.fixture
def page(admin: FlaskClient) -> Callable[..., str]:
    """`page(path)` gives the text of a page, which must answer with the status asked for (200)."""

    def opened(path: str, status: int = 200, **headers: str) -> str:
        answer = admin.get(path, headers=headers)
        assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
        return answer.get_data(as_text=True)

    return opened
