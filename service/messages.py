"""Words for users that leave layers which know no request: a source text with its figures, translated later.

The source texts are Chinese; `service.words` translates them. Operations, adapters and settings
raise and return `Message`s; pages, the API and the command line turn them into text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


def N_(source: str) -> str:
    """Mark a text for the catalogue without translating it yet."""
    return source


def NC_(context: str, source: str) -> str:
    """Mark a text whose English depends on where it stands: `NC_("rail", "人员")` is People there, Person elsewhere."""
    return source


class Message:
    """A source text with named figures: `Message("第%(row)d行", row=3)`."""

    __slots__ = ("params", "source")

    def __init__(self, source: str, /, **params: Any) -> None:
        self.source = source
        self.params = params

    def __str__(self) -> str:
        return self.source % self.params if self.params else self.source

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.source, self.params) == (other.source, other.params)

    def __hash__(self) -> int:
        return hash((self.source, tuple(sorted((k, str(v)) for k, v in self.params.items()))))


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A field that is wrong: its name as the user knows it, the value as given, what was expected."""

    field: str
    value: object
    expected: Message
    label: Message | None = None


class OperationError(Exception):
    """Something asked for cannot be done; nothing was changed. Carries the words for the user."""

    def __init__(self, message: Message, problems: Iterable[FieldProblem] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.problems = tuple(problems)


class InvalidInput(OperationError):
    """A form or file has wrong fields; `problems` names each."""


class NotFound(OperationError):
    """What was asked for does not exist in the actor's district (or is out of the actor's scope)."""


class NotAllowed(OperationError):
    """The actor's role or scope does not permit it."""


class Conflict(OperationError):
    """Somebody else changed it first; read again and decide."""
