"""A month of a sample district as the scheduler sees it, made and read in a database that is thrown away."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

from scheduler.problem import Instance
from service.database import make_engine, migrate, session_factory, write_transaction
from service.operations.snapshot import frozen_read, take_snapshot
from service.sample.district import SampleOptions, make_sample


def sample_instance(now: datetime, month: date, options: SampleOptions) -> Instance:
    """The instance of a month of a sample district that is made at `now`; nothing of it stays behind.

    Raises:
        InvalidInput: an option is wrong.
    """
    options.checked_units()
    with tempfile.TemporaryDirectory(prefix="grid-duty-") as folder:
        url = f"sqlite:///{Path(folder) / 'sample.db'}"
        migrate(url)
        engine = make_engine(url)
        try:
            sessions = session_factory(engine)
            with write_transaction(sessions) as session:
                district_id = make_sample(session, now, options).id
            with frozen_read(sessions) as session:
                return take_snapshot(session, district_id, month, now).instance
        finally:
            engine.dispose()
