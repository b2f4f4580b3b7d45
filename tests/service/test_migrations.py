"""The migrations give exactly the tables the program expects, on both databases, and go back."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from service.database import alembic_config, current_revision, newest_revision
from service.models import Base, District
from service.operations.audit_log import record
from tests.support.factories import NOW, system


def test_the_migrations_lead_to_the_tables_of_the_program(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert current_revision(engine) == newest_revision()


def test_the_migrations_go_back_to_nothing(database: str, engine: Engine) -> None:
    command.downgrade(alembic_config(database), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_audit_log_only_grows(session: Session, district: District, statement: str) -> None:
    record(session, system(district), NOW, "test.done", district)
    session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))
