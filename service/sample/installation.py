"""The database that a sample goes into: made where it is missing, left alone where it is not the newest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from service.database import current_revision, make_engine, migrate, session_factory
from service.models import District, User
from service.operations.actor import system_actor
from service.operations.calendar import seed_calendar
from service.operations.schema import require_current
from service.sample.accounts import make_accounts
from service.sample.district import ACTOR, SampleOptions, make_sample, refuse_beside_real
from service.settings import Settings


@contextmanager
def open_database(settings: Settings) -> Iterator[sessionmaker[Session]]:
    """Sessions on the installation's database; an empty one gets its tables first.

    Raises:
        SchemaError: the database stands at an older revision (`grid-duty upgrade` is for that), or at a newer one.
    """
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    try:
        require_current(engine, made=False)
        if current_revision(engine) is None:
            migrate(settings.database)
        yield session_factory(engine)
    finally:
        engine.dispose()


def sample_in(session: Session) -> District | None:
    """The first sample district of a database.

    Raises:
        Conflict: the database holds a real district.
    """
    refuse_beside_real(session)
    return session.scalars(select(District).order_by(District.id).limit(1)).first()


def make_installed_sample(
    session: Session, now: datetime, options: SampleOptions, hasher: PasswordHasher | None = None
) -> tuple[District, list[User]]:
    """Write a sample with its calendar and an account for each role; the district and the accounts."""
    district = make_sample(session, now, options)
    seed_calendar(session, system_actor(district.id, ACTOR), now)
    return district, make_accounts(session, now, district, hasher)
