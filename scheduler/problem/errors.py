"""Bad input: where it is, what stood there, what was expected."""

from __future__ import annotations

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
        shown = repr(self.value)
        if len(shown) > SHOWN_LENGTH:
            shown = shown[:SHOWN_LENGTH] + "…"
        return Text(
            f"{self.path} = {shown}：应为{self.expected.zh}", f"{self.path} = {shown}: expected {self.expected.en}"
        )


class ProblemError(ValueError):
    """An instance or plan is not of the documented form. `errors` names the fields (the first hundred)."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.text().en for error in self.errors[:5]))
