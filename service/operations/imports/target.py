"""Where a kind of record is kept: how it is read in bulk, and how changes are written in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import ColumnElement, Table, bindparam, select, update
from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.lookup import Lookup
from service.messages import Conflict, Message
from service.operations.actor import Actor
from service.operations.imports.bulk import insert_ids
from service.operations.imports.changes import Action, Change, Existing, Key, Plan, Record

Lookups = Mapping[str, Lookup]
CrossProblem = tuple[Key, str, Message]


class Target(Protocol):
    """What planning and writing need to know of a kind."""

    @property
    def kind(self) -> Kind: ...

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[Key, Existing]: ...

    def completed(self, record: Record, given: set[str], known: Existing | None, day: date) -> Record: ...

    def cross_check(self, plan: Plan) -> Iterable[CrossProblem]: ...

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]: ...

    @property
    def subject(self) -> str: ...


@runtime_checkable
class Preparing(Protocol):
    """A target whose checks need more than the records: it is asked for a copy that has it before a file is planned."""

    def prepared(self, session: Session, district_id: int) -> Target: ...


class Extra(Protocol):
    """A field that lies in another table (memberships, links, skills)."""

    @property
    def field(self) -> str: ...

    @property
    def watches(self) -> tuple[str, ...]: ...

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, Any]: ...

    def write(self, session: Session, day: date, changes: Sequence[tuple[int, Change]]) -> None: ...


def as_given(record: Record, given: set[str], known: Existing | None, day: date) -> Record:
    """The record as it is."""
    return record


def nothing_crossed(plan: Plan) -> Iterable[CrossProblem]:
    """Records do not contradict each other."""
    return ()


def nothing_derived(record: Record) -> dict[str, Any]:
    """No column follows from others."""
    return {}


@dataclass(frozen=True, slots=True)
class TableTarget:
    """A kind whose records are the rows of one table, with fields of other tables beside.

    `refs` names the column that holds the id of a reference; `derive` gives columns that follow from
    a record (pinyin from a name), `complete` fills in what depends on the day. `owner`: for rows that belong to
    another row and not to a district of their own, the column of the owner's id and the owner's model.
    """

    kind: Kind
    model: Any
    refs: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    where: Callable[[], Iterable[Any]] = tuple
    derive: Callable[[Record], dict[str, Any]] = nothing_derived
    complete: Callable[[Record, set[str], Existing | None, date], Record] = as_given
    cross: Callable[[Plan], Iterable[CrossProblem]] = nothing_crossed
    order: tuple[str, ...] = ()
    owner: tuple[str, Any] | None = None

    @property
    def table(self) -> Table:
        """The table."""
        found = self.model.__table__
        assert isinstance(found, Table)
        return found

    @property
    def subject(self) -> str:
        """What the audit log calls such a record."""
        return self.table.name

    @property
    def versioned(self) -> bool:
        """Whether rows carry a version."""
        return "version" in self.table.c

    def own_fields(self) -> list[str]:
        """The fields that are columns of the table."""
        others = {extra.field for extra in self.extras}
        return [column.field for column in self.kind.stored if column.field not in others]

    def column_name(self, name: str) -> str:
        """The table's column of a field."""
        return self.refs.get(name, name)

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[Key, Existing]:
        """All records of a district as they are on a day."""
        names = self.own_fields()
        columns = [self.table.c[self.column_name(name)] for name in names]
        versions = [self.table.c.version] if self.versioned else []
        query = (
            select(self.table.c.id, *versions, *columns)
            .where(self.within(district_id), *self.where())
            .order_by(*(self.table.c[name] for name in self.order), self.table.c.id)
        )
        extras = [(extra.field, extra.load(session, district_id, day, lookups)) for extra in self.extras]
        sorts = {name: lookups[self._sort(name)] for name in self.refs}
        found: dict[Key, Existing] = {}
        for row in session.execute(query):
            values = dict(zip(names, row[1 + len(versions) :], strict=True))
            for name, lookup in sorts.items():
                values[name] = lookup.get(values[name])
            for name, held in extras:
                values[name] = held.get(row[0], self.kind.column(name).empty)
            record = {column.field: values[column.field] for column in self.kind.stored}
            key = tuple(record[name] for name in self.kind.key)
            found[key] = Existing(row[0], row[1] if versions else 0, record)
        return found

    def within(self, district_id: int) -> ColumnElement[bool]:
        """Rows that are a district's, by themselves or by their owner."""
        if self.owner is None:
            return self.table.c.district_id == district_id
        column, model = self.owner
        return self.table.c[column].in_(select(model.id).where(model.district_id == district_id))

    def _sort(self, name: str) -> str:
        sort: str = self.kind.column(name).reader.lookup  # type: ignore[attr-defined]
        return sort

    def completed(self, record: Record, given: set[str], known: Existing | None, day: date) -> Record:
        """The record with what depends on the day."""
        return self.complete(record, given, known, day)

    def cross_check(self, plan: Plan) -> Iterable[CrossProblem]:
        """Contradictions between records."""
        return self.cross(plan)

    def columns_of(self, record: Record, names: Iterable[str]) -> dict[str, Any]:
        """A record's fields as columns of the table."""
        columns = {}
        for name in names:
            value = record[name]
            columns[self.column_name(name)] = (value.id if value is not None else None) if name in self.refs else value
        return columns

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write the new and the changed records; the ids of all of them by key.

        Raises:
            Conflict: a record was changed by somebody else in the meantime.
        """
        created, changed = plan.of(Action.CREATED), plan.of(Action.CHANGED)
        ids = self._insert(session, actor, now, created)
        ids |= {change.key: change.existing.id for change in changed if change.existing}
        self._update(session, now, changed)
        for extra in self.extras:
            touched = [(ids[change.key], change) for change in created + changed if change.changes(*extra.watches)]
            extra.write(session, plan.day, touched)
        return ids

    def _insert(self, session: Session, actor: Actor, now: datetime, created: list[Change]) -> dict[Key, int]:
        if not created:
            return {}
        stamps = {"created_at": now, "changed_at": now, "version": 1} if self.versioned else {}
        rows = [
            {
                **({"district_id": actor.district_id} if self.owner is None else {}),
                **stamps,
                **self.columns_of(change.record, self.own_fields()),
                **self.derive(change.record),
            }
            for change in created
        ]
        made = insert_ids(session, self.model, rows)
        return {change.key: row_id for change, row_id in zip(created, made, strict=True)}

    def _update(self, session: Session, now: datetime, changed: list[Change]) -> None:
        own = set(self.own_fields())
        groups: dict[tuple[str, ...], list[Change]] = defaultdict(list)
        for change in changed:
            names = tuple(item.field for item in change.differences if item.field in own)
            # A change in another table only still raises the record's version: whoever edits it must see it.
            groups[names].append(change)
        for names, members in groups.items():
            self._update_group(session, now, names, members)

    def _update_group(self, session: Session, now: datetime, names: tuple[str, ...], members: list[Change]) -> None:
        rows = []
        for change in members:
            assert change.existing is not None
            values = self.columns_of(change.record, names)
            values |= self.derive(change.record)
            if self.versioned:
                values |= {"changed_at": now, "version": change.existing.version + 1}
            bound = {f"new_{name}": value for name, value in values.items()}
            rows.append({"row_id": change.existing.id, "old_version": change.existing.version, **bound})
        if len(rows[0]) == 2:
            return
        places: dict[str, Any] = {
            name.removeprefix("new_"): bindparam(name) for name in rows[0] if name.startswith("new_")
        }
        statement = update(self.table).where(self.table.c.id == bindparam("row_id")).values(places)
        if self.versioned:
            statement = statement.where(self.table.c.version == bindparam("old_version"))
        done = session.connection().execute(statement, rows)
        if done.rowcount != len(rows):
            raise Conflict(Message("预览之后数据有变动，未导入任何内容。请重新预览。"))
