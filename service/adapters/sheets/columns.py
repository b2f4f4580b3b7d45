"""What an importable sheet is: its columns with their readers, in the order of the template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from service.adapters.sheets.cells import Cell
from service.adapters.sheets.lookup import Context
from service.messages import Message

UNCHANGED = object()
"""What a reader returns for a cell that says nothing about the value (a masked phone number)."""


class Reader(Protocol):
    """How the cells of a column are read, shown and written.

    `read` raises WrongCell. `write` gives what an exported cell holds, `show` what a page shows.
    """

    @property
    def cacheable(self) -> bool: ...

    def read(self, cell: Cell, context: Context) -> Any: ...

    def write(self, value: Any) -> Cell | Message: ...

    def show(self, value: Any) -> str | Message: ...

    def expects(self) -> Message: ...

    def choices(self, context: Context) -> list[str | Message]: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `label` is its Chinese head (its English is the catalogue's), `synonyms` are heads accepted as well.

    `required`: a new record needs it. A blank cell clears an optional value, unless `clearable` is
    false: then it leaves the value (or the default of a new record) as it is. `check` columns are
    compared with what is known and never stored (a name beside an employee number).
    """

    field: str
    label: Message
    reader: Reader
    help: Message
    example: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    clearable: bool = True
    check: bool = False
    sensitive: bool = False
    empty: Any = None


Check = Callable[[dict[str, Any]], Iterable[tuple[str, Message]]]


def no_check(_record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Nothing to check beyond the single cells."""
    return ()


@dataclass(frozen=True)
class Kind:
    """A sort of record that can be imported. `key` names the fields that identify one.

    `check` sees a record as it will be (what the file says over what is known) and yields the
    field and what was expected for each contradiction. `needs` are the kinds to import before.
    """

    name: str
    title: Message
    about: Message
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    check: Check = no_check
    needs: tuple[str, ...] = ()
    sheet_names: tuple[str, ...] = ()
    defaults: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """The columns by field."""
        return {column.field: column for column in self.columns}

    def column(self, name: str) -> Column:
        """The column of a field."""
        return self.by_field[name]

    @cached_property
    def stored(self) -> tuple[Column, ...]:
        """The columns whose values are kept."""
        return tuple(column for column in self.columns if not column.check)
