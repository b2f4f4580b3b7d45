"""References to what exists, one or several, and counts by what exists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.adapters.sheets.cells import Cell, WrongCell, half_width
from service.adapters.sheets.lookup import Context, Ref
from service.adapters.sheets.readers.texts import given
from service.messages import Message

_SEPARATORS = re.compile(r"[、,，;；|]+")
_COUNT = re.compile(r"(.+?)(?:[:：×xX*＊](\d{1,3})|[(（](\d{1,3})[)）])?")


def resolve(text: str, lookup: str, context: Context) -> Ref:
    """What a text means; says so where leading zeros had to be put back.

    Raises:
        WrongCell: nothing, or several things.
    """
    ref, guessed = context.lookups[lookup].find(text)
    if guessed:
        context.note(Message("“%(text)s”按编号 %(code)s 处理（补上了前导零）", text=text, code=ref.code))
    return ref


def parts(cell: Cell) -> list[str]:
    """The members of a list in one cell (、 ， ； or new lines between them)."""
    text = given(cell.replace("\n", "、") if isinstance(cell, str) else cell)
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing, by code or name. `by_code`: exported by its code (names of people repeat)."""

    lookup: str
    what: Message
    by_code: bool = False
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> Ref:
        """What is meant."""
        return resolve(given(cell), self.lookup, context)

    def write(self, value: Ref | None) -> Cell | Message:
        """Its name, or its code where names repeat."""
        return None if value is None else value.code if self.by_code else value.sure

    def show(self, value: Ref | None) -> str | Message:
        """Name, with the code where that identifies."""
        return "" if value is None else f"{value.name}（{value.code}）" if self.by_code else value.name

    def expects(self) -> Message:
        """Code or name."""
        return Message("%(what)s的编号或名称", what=self.what)

    def choices(self, context: Context) -> list[str | Message]:
        """All names; none for people (a list of numbers helps nobody)."""
        return [] if self.by_code else [ref.sure for ref in context.lookups[self.lookup].refs]


@dataclass(frozen=True, slots=True)
class References:
    """Several things in one cell; a tuple without repetition, in order of code."""

    lookup: str
    what: Message
    by_code: bool = False
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> tuple[Ref, ...]:
        """What is meant."""
        return self.sorted(resolve(part, self.lookup, context) for part in parts(cell))

    @staticmethod
    def sorted(refs: Iterable[Ref]) -> tuple[Ref, ...]:
        """The canonical form of a value."""
        return tuple(sorted(set(refs), key=lambda ref: ref.code))

    def write(self, value: tuple[Ref, ...]) -> Cell | Message:
        """Names (or codes) with 、 between."""
        return "、".join(ref.code if self.by_code else ref.sure for ref in value) or None

    def show(self, value: tuple[Ref, ...]) -> str | Message:
        """Names with 、 between."""
        return "、".join(f"{ref.name}（{ref.code}）" if self.by_code else ref.name for ref in value)

    def expects(self) -> Message:
        """Codes or names with separators."""
        return Message("%(what)s的编号或名称，多个之间用“、”分开", what=self.what)

    def choices(self, context: Context) -> list[str | Message]:
        """A drop-down takes one value only."""
        return []


@dataclass(frozen=True, slots=True)
class OrderedReferences:
    """Several things in one cell whose order means something (wishes); a tuple without repetition."""

    lookup: str
    what: Message
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> tuple[Ref, ...]:
        """What is meant, in the order written."""
        return tuple(dict.fromkeys(resolve(part, self.lookup, context) for part in parts(cell)))

    def write(self, value: tuple[Ref, ...]) -> Cell | Message:
        """Codes with 、 between."""
        return "、".join(ref.code for ref in value) or None

    def show(self, value: tuple[Ref, ...]) -> str | Message:
        """Names with 、 between."""
        return "、".join(ref.name for ref in value)

    def expects(self) -> Message:
        """Codes or names with separators, in order."""
        return Message("%(what)s的编号或名称，按先后，多个之间用“、”分开", what=self.what)

    def choices(self, context: Context) -> list[str | Message]:
        """A drop-down takes one value only."""
        return []


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each: 「法律×1、调解×2」; one where no number is given."""

    lookup: str
    what: Message
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> tuple[tuple[Ref, int], ...]:
        """Pairs of what is meant and how many, in order of code."""
        counts: dict[Ref, int] = {}
        for part in parts(cell):
            match = _COUNT.fullmatch(half_width(part).replace(" ", ""))
            if match is None:
                raise WrongCell(self.expects())
            ref = resolve(match.group(1), self.lookup, context)
            count = int(match.group(2) or match.group(3) or 1)
            if count < 1 or ref in counts:
                raise WrongCell(self.expects())
            counts[ref] = count
        return tuple(sorted(counts.items(), key=lambda pair: pair[0].code))

    def write(self, value: tuple[tuple[Ref, int], ...]) -> Cell | Message:
        """As it is read."""
        return "、".join(f"{ref.sure}×{count}" for ref, count in value) or None

    def show(self, value: tuple[tuple[Ref, int], ...]) -> str | Message:
        """As it is read."""
        return "、".join(f"{ref.name}×{count}" for ref, count in value)

    def expects(self) -> Message:
        """How to write it."""
        return Message("%(what)s与次数（至少 1，不重复），如“法律×1、调解×2”", what=self.what)

    def choices(self, context: Context) -> list[str | Message]:
        """A drop-down takes one value only."""
        return []


@dataclass(frozen=True, slots=True)
class WordList:
    """Several words in one cell (roles): a tuple in order of spelling, without repetition."""

    most: int
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> tuple[str, ...]:
        """The words."""
        words = parts(cell)
        if any(len(word) > self.most for word in words):
            raise WrongCell(self.expects())
        return tuple(sorted(set(words)))

    def write(self, value: tuple[str, ...]) -> Cell | Message:
        """With 、 between."""
        return "、".join(value) or None

    def show(self, value: tuple[str, ...]) -> str | Message:
        """With 、 between."""
        return "、".join(value)

    def expects(self) -> Message:
        """Words with separators."""
        return Message("文字，每个不超过 %(most)d 个字，多个之间用“、”分开", most=self.most)

    def choices(self, context: Context) -> list[str | Message]:
        """Free text has none."""
        return []
