"""Texts: codes, names of people, words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.adapters.sheets.cells import Broken, Cell, WrongCell, clean, half_width, text_of
from service.adapters.sheets.lookup import Context
from service.messages import Message

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._\-]*")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff·]) +(?=[\u3400-\u9fff·])")


def given(cell: Cell) -> str:
    """The cell as a clean text; a formula without a usable result is refused."""
    if isinstance(cell, Broken):
        raise WrongCell(Message("单元格的公式没有可用的结果，请改为直接填写"))
    return clean(text_of(cell))


def _bounded(text: str, most: int) -> str:
    if len(text) > most:
        raise WrongCell(Message("不超过 %(most)d 个字，现有 %(length)d 个", most=most, length=len(text)))
    return text


@dataclass(frozen=True, slots=True)
class Plain:
    """What texts have in common."""

    most: int = 120
    cacheable: bool = False

    def write(self, value: str | None) -> Cell | Message:
        """As it is."""
        return value

    def show(self, value: str | None) -> str | Message:
        """As it is."""
        return value or ""

    def choices(self, context: Context) -> list[str | Message]:
        """Free text has none."""
        return []


@dataclass(frozen=True, slots=True)
class Words(Plain):
    """Free text."""

    def read(self, cell: Cell, context: Context) -> str:
        """The text, cleaned."""
        return _bounded(given(cell), self.most)

    def expects(self) -> Message:
        """How long it may be."""
        return Message("文字，不超过 %(most)d 个字", most=self.most)


@dataclass(frozen=True, slots=True)
class PersonName(Plain):
    """A person's name: the spaces that pad two-character names go."""

    most: int = 64

    def read(self, cell: Cell, context: Context) -> str:
        """The name without padding."""
        name = _BETWEEN_CHINESE.sub("", given(cell))
        if re.fullmatch(r"[\d\W_]+", name):
            raise WrongCell(Message("人员姓名，不能全是数字或符号"))
        return _bounded(name, self.most)

    def expects(self) -> Message:
        """A name."""
        return Message("人员姓名，不超过 %(most)d 个字", most=self.most)


@dataclass(frozen=True, slots=True)
class Code(Plain):
    """A code or number that identifies: always text, leading zeros kept, full-width digits made ordinary."""

    most: int = 32

    def read(self, cell: Cell, context: Context) -> str:
        """The code."""
        if isinstance(cell, float) and not cell.is_integer():
            raise WrongCell(self.expects())
        code = half_width(given(cell)).replace(" ", "")
        if not _CODE.fullmatch(code):
            raise WrongCell(self.expects())
        return _bounded(code, self.most)

    def expects(self) -> Message:
        """What a code is made of."""
        return Message("字母、数字、“-”“_”“.”，以字母或数字开头，不超过 %(most)d 个字符", most=self.most)
