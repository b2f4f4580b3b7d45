"""Rows of a file against the records of the tables: what is new, what changes, what contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.adapters.sheets.cells import comparable
from service.adapters.sheets.lookup import Ref, without_zeros
from service.adapters.sheets.problems import SheetProblem
from service.adapters.sheets.rows import ReadRows, Row
from service.messages import Message
from service.operations.imports.changes import Action, Change, Difference, Existing, Key, Plan, Record
from service.operations.imports.target import Target

REQUIRED = Message("必填，不能为空")


class _Planner:
    """Plans one file."""

    def __init__(self, target: Target, existing: dict[Key, Existing], day: date, defaults: Record) -> None:
        self.target = target
        self.kind = target.kind
        self.existing = existing
        self.day = day
        self.seen: dict[Key, Row] = {}
        self.stored = {column.field for column in self.kind.stored}
        self.required = {column.field for column in self.kind.columns if column.required}
        self.checks = [column.field for column in self.kind.columns if column.check]
        self.blank = {column.field: column.empty for column in self.kind.stored} | defaults
        self.plan = Plan(self.kind, day)
        self.errors = 0
        self.bare: dict[str, list[Key]] = {}
        if len(self.kind.key) == 1:
            for key in existing:
                if isinstance(key[0], str):
                    self.bare.setdefault(without_zeros(key[0]), []).append(key)

    def complain(self, row: Row, field: str, expected: Message, notice: bool = False) -> None:
        """Note a problem of a row's field."""
        self.errors += not notice
        self.plan.problems.append(row.problem(self.kind.column(field), expected, notice))

    def key_of(self, row: Row) -> Key | None:
        """The row's key; None (and a problem) where a part of it is blank."""
        key = []
        for field in self.kind.key:
            value = row.values.get(field)
            if value is None:
                self.complain(row, field, REQUIRED)
                return None
            key.append(value)
        if tuple(key) in self.existing or not self.bare:
            return tuple(key)
        return self._with_zeros(row, tuple(key))

    def _with_zeros(self, row: Row, key: Key) -> Key:
        """The known key that differs only in leading zeros (a spreadsheet program dropped them), if there is one."""
        known = self.bare.get(without_zeros(key[0]), [])
        if len(known) != 1:
            return key
        row.values[self.kind.key[0]] = known[0][0]
        note = Message("“%(text)s”按编号 %(code)s 处理（补上了前导零）", text=key[0], code=known[0][0])
        self.complain(row, self.kind.key[0], note, notice=True)
        return known[0]

    def is_new_in_file(self, row: Row, key: Key) -> bool:
        """Whether the file did not have this key before; a second row that says the same is passed over."""
        first = self.seen.setdefault(key, row)
        if first is row:
            return True
        same = first.values == row.values
        words = (
            Message("与工作表“%(sheet)s”第%(row)d行完全相同，只导入一次", sheet=first.sheet, row=first.number)
            if same
            else Message("不重复；工作表“%(sheet)s”第%(row)d行已有同一条记录", sheet=first.sheet, row=first.number)
        )
        self.complain(row, self.kind.key[-1], words, notice=same)
        return False

    def check_names(self, row: Row) -> None:
        """Compare names beside a reference with the name that is known."""
        for field in self.checks:
            given = row.values.get(field)
            ref = row.values.get(field.removesuffix("_name"))
            if given and isinstance(ref, Ref) and comparable(given) != comparable(ref.name):
                expected = Message("%(code)s 对应的姓名是“%(name)s”", code=ref.code, name=ref.name)
                self.complain(row, field, expected)

    def missing_fields(self, row: Row) -> Iterator[str]:
        """Required fields that a new record lacks."""
        for column in self.kind.stored:
            if column.required and row.values.get(column.field) in (None, ()):
                yield column.field

    def record_of(self, row: Row, known: Existing | None) -> Record:
        """The record as it would be."""
        given = {
            name: value
            for name, value in row.values.items()
            if name in self.stored and not (name in self.required and value in (None, ()))
        }
        base = known.record if known else self.blank
        return self.target.completed({**base, **given}, set(given), known, self.day)

    def add(self, row: Row) -> None:
        """Plan one row."""
        key = self.key_of(row)
        if key is None or not self.is_new_in_file(row, key):
            return
        before = self.errors
        known = self.existing.get(key)
        if known is None:
            for field in self.missing_fields(row):
                self.complain(row, field, REQUIRED)
        self.check_names(row)
        if self.errors > before:
            return
        record = self.record_of(row, known)
        for field, expected in self.kind.check(record):
            self.complain(row, field, expected)
        self.plan.changes.append(self.change_of(row, key, record, known))

    def change_of(self, row: Row, key: Key, record: Record, known: Existing | None) -> Change:
        """What becomes of a record."""
        if known is None:
            filled = [
                Difference(column.field, column.empty, record[column.field])
                for column in self.kind.stored
                if record[column.field] != column.empty
            ]
            return Change(Action.CREATED, key, record, row.sheet, row.number, None, filled)
        differing = [
            Difference(column.field, known.record[column.field], record[column.field])
            for column in self.kind.stored
            if known.record[column.field] != record[column.field]
        ]
        action = Action.CHANGED if differing else Action.UNCHANGED
        return Change(action, key, record, row.sheet, row.number, known, differing)


def plan_changes(read: ReadRows, target: Target, existing: dict[Key, Existing], day: date, defaults: Record) -> Plan:
    """The changes that a file's rows mean on a day, and every problem; nothing is written.

    `defaults`: what a new record has in fields of which the file says nothing.
    """
    planner = _Planner(target, existing, day, defaults)
    planner.plan.problems.extend(read.problems)
    for row in read.rows:
        planner.add(row)
    plan = planner.plan
    for key, known in existing.items():
        if key not in planner.seen:
            plan.changes.append(Change(Action.MISSING, key, known.record, existing=known))
    plan.problems.extend(_crossed(target, plan, planner.seen))
    plan.problems.sort(key=lambda problem: (problem.notice, problem.sheet, problem.row, problem.letters))
    return plan


def _crossed(target: Target, plan: Plan, rows: dict[Key, Row]) -> Iterator[SheetProblem]:
    for key, field, expected in target.cross_check(plan):
        if key in rows:
            yield rows[key].problem(target.kind.column(field), expected)
