"""The small district of the ledger's pages in the web application's database."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.ledger_site import LedgerSite, make_ledger_site


@pytest.fixture
def shown(web_session: Session) -> LedgerSite:
    """Two published months, and an account of each role."""
    made = make_ledger_site(web_session)
    web_session.commit()
    return made
