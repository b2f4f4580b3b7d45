"""PostgreSQL databases for tests: one kept and emptied, for making and dropping one costs more than most tests."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

# What tables, indexes, triggers and functions there are: a test that changes any of it gets the database replaced.
SCHEMA = """
SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
    SELECT concat(relname, relkind, relnatts) AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat(tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat(conname, contype) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
) AS lines
"""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
# Deleting few rows is quicker than TRUNCATE, which makes every file of the table anew.
EMPTY = """
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
REVISION = "SELECT string_agg(version_num, ',') FROM alembic_version"


def administer(pattern: str, statement: str) -> None:
    """Run a statement that no transaction may hold (CREATE DATABASE and the like)."""
    engine = create_engine(pattern.format(name="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


class KeptDatabase:
    """A copy of the migrated template, emptied between tests."""

    def __init__(self, pattern: str, name: str) -> None:
        self.pattern = pattern
        self.name = name
        self.made = False
        self.state: tuple[str, str] = ("", "")

    @property
    def _engine(self) -> Engine:
        return create_engine(self.pattern.format(name=self.name), poolclass=NullPool)

    def ready(self) -> str:
        """The URL of the database, made where it is not there."""
        if not self.made:
            administer(self.pattern, f"CREATE DATABASE {self.name} TEMPLATE empty_template")
            self.made = True
            self.state = self._state()
        return self.pattern.format(name=self.name)

    def _state(self) -> tuple[str, str]:
        with self._engine.connect() as connection:
            return connection.scalar(text(SCHEMA)), connection.scalar(text(REVISION))

    def clear(self) -> None:
        """Empty all tables; where the tables themselves changed, drop the database."""
        try:
            kept = self._empty()
        except DBAPIError:
            # The test took the database away; the next one gets a new one.
            kept = False
        if not kept:
            self.made = False
            administer(self.pattern, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _empty(self) -> bool:
        with self._engine.begin() as connection:
            connection.execute(text(OTHERS))
            tables, revision = connection.scalar(text(SCHEMA)), connection.scalar(text(REVISION))
            if (tables, revision) != self.state:
                return False
            # The audit log's triggers refuse even this, so they sleep for the moment.
            connection.execute(text("SET session_replication_role = replica"))
            connection.exec_driver_sql(EMPTY.replace("%", "%%"))
            return True
