"""Bad input: where it is, what stood there, what was expected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.problem.text import Text

SHOWN_LENGTH = 80


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: its path (`cadres[17].home_zone`), its value, what was expected."""

    path: str
    value: object
    expected: Text

    def text(self) -> Text:
        """The error as a sentence."""
        path = _printable(self.path)
        given = self.value if isinstance(self.value, Text) else _as_json(self.value)
        zh, en = (given.zh, given.en) if isinstance(given, Text) else (given, given)
        return Text(f"{path} = {zh}：应为{self.expected.zh}", f"{path} = {en}: expected {self.expected.en}")


def _as_json(value: object) -> str:
    """A value as the file has it, cut where it is long: no more of it is looked at than is shown."""
    shown = ""
    for part in json.JSONEncoder(ensure_ascii=False, default=str).iterencode(value):
        shown += part
        if len(shown) > SHOWN_LENGTH:
            break
    return _printable(shown)


def _printable(text: str) -> str:
    """A text that any terminal and log can show: nothing that steers them, and not too much."""
    shown = text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…"
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in shown)


class ProblemError(ValueError):
    """An instance or plan is not of the documented form. `errors` names the fields (the first hundred)."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.text().en for error in self.errors[:5]))
