"""One of a few values, as words."""

from __future__ import annotations

from dataclasses import dataclass

from service.adapters.sheets.cells import Cell, WrongCell, comparable
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers.texts import given
from service.messages import Message
from service.words import LANGUAGES, translate


def _joined(words: list[Message]) -> Message:
    """「甲、乙、丙」 as one message, so that each word is translated."""
    source = "、".join(f"%(w{number})s" for number in range(len(words)))
    return Message(source, **{f"w{number}": word for number, word in enumerate(words)})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some values. `words` are (value, word); other spellings are accepted beside each word."""

    words: tuple[tuple[str, Message], ...]
    others: tuple[tuple[str, str], ...] = ()
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> str:
        """The value that the word stands for."""
        wanted = comparable(given(cell))
        for value, word in self.words:
            spellings = {comparable(value), *(comparable(translate(word, language)) for language in LANGUAGES)}
            if wanted in spellings:
                return value
        for value, spelling in self.others:
            if wanted == comparable(spelling):
                return value
        raise WrongCell(self.expects())

    def write(self, value: str | None) -> Cell | Message:
        """The word."""
        return dict(self.words).get(value) if value is not None else None

    def show(self, value: str | None) -> str | Message:
        """The word."""
        return dict(self.words).get(value, value) if value is not None else ""

    def expects(self) -> Message:
        """The words."""
        return Message("其中之一：%(words)s", words=_joined([word for _, word in self.words]))

    def choices(self, context: Context) -> list[str | Message]:
        """The words."""
        return [word for _, word in self.words]


YES, NO = Message("是"), Message("否")
_YES = frozenset({"是", "y", "yes", "true", "1", "1.0", "√", "✓", "有", "对"})
_NO = frozenset({"否", "n", "no", "false", "0", "0.0", "×", "✗", "x", "无", "不", "错"})


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> bool:
        """The truth."""
        if isinstance(cell, bool):
            return cell
        text = comparable(given(cell))
        if text in _YES or text in _NO:
            return text in _YES
        raise WrongCell(self.expects())

    def write(self, value: bool | None) -> Cell | Message:
        """是 or 否."""
        return None if value is None else YES if value else NO

    def show(self, value: bool | None) -> str | Message:
        """是 or 否."""
        return "" if value is None else YES if value else NO

    def expects(self) -> Message:
        """The two words."""
        return Message("是 或 否")

    def choices(self, context: Context) -> list[str | Message]:
        """The two words."""
        return [YES, NO]
