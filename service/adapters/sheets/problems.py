"""What is wrong in a file: where, what stands there, what was expected; and messages as JSON can hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.messages import FieldProblem, Message


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One problem: sheet, row (as the spreadsheet numbers it; 0: the whole sheet), column, value, what was expected.

    A `notice` is no error: it says what was passed over or guessed, and does not hinder the import.
    """

    sheet: str
    row: int
    letters: str
    label: Message | None
    value: str
    expected: Message
    notice: bool = False

    def as_field_problem(self) -> FieldProblem:
        """The same for pages and logs that know fields only."""
        place = f"{self.sheet}!{self.letters}{self.row}" if self.row else self.sheet
        return FieldProblem(place, self.value, self.expected, self.label)


def message_to_json(message: Message | None) -> Any:
    """A message as JSON: its source text and its figures, messages among them included."""
    if message is None:
        return None
    params = {
        key: message_to_json(value) if isinstance(value, Message) else value for key, value in message.params.items()
    }
    return {"source": message.source, "params": params}


def message_from_json(data: Any) -> Message | None:
    """The message again."""
    if data is None:
        return None
    params = {
        key: message_from_json(value) if isinstance(value, dict) else value for key, value in data["params"].items()
    }
    return Message(data["source"], **params)


def problem_to_json(problem: SheetProblem) -> dict[str, Any]:
    """A problem as JSON."""
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "letters": problem.letters,
        "label": message_to_json(problem.label),
        "value": problem.value,
        "expected": message_to_json(problem.expected),
        "notice": problem.notice,
    }


def problem_from_json(data: dict[str, Any]) -> SheetProblem:
    """The problem again."""
    expected = message_from_json(data["expected"])
    assert expected is not None
    return SheetProblem(
        data["sheet"],
        data["row"],
        data["letters"],
        message_from_json(data["label"]),
        data["value"],
        expected,
        data["notice"],
    )
