"""Checks of what a user entered: each problem names the field, the value and the bound; all are told at once."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from service.messages import FieldProblem, InvalidInput, Message
from service.operations.field_names import field_name

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[0-9][0-9 \-]{5,18}[0-9]")
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._\-]*")
FIRST_YEAR, LAST_YEAR = 1940, 2100


class Checks:
    """Gathers problems; `done` raises them together as InvalidInput."""

    def __init__(self) -> None:
        self.problems: list[FieldProblem] = []

    def add(self, field: str, value: object, expected: Message, label: Message | None = None) -> None:
        """Note a problem of a field."""
        self.problems.append(FieldProblem(field, value, expected, label or field_name(field)))

    def done(self) -> None:
        """Refuse if anything is wrong.

        Raises:
            InvalidInput: with every problem found.
        """
        if self.problems:
            raise InvalidInput(Message("填写有误，尚未保存任何内容"), self.problems)

    def text(
        self, field: str, value: str | None, most: int, required: bool = False, label: Message | None = None
    ) -> str | None:
        """A text without spaces around it, of at most so many characters; blank is null."""
        text = (value or "").strip()
        if required and not text:
            self.add(field, "", Message("不能为空"), label)
        if len(text) > most:
            self.add(
                field,
                f"{text[:12]}…",
                Message("最多 %(most)s 个字，现为 %(count)s 个", most=most, count=len(text)),
                label,
            )
        return text or None

    def name(self, field: str, value: str | None, most: int, label: Message | None = None) -> str:
        """A text that must be given."""
        return self.text(field, value, most, True, label) or ""

    def code(self, field: str, value: str | None, most: int = 32) -> str:
        """A code: letters, digits, point, dash and underscore, beginning with a letter or digit."""
        text = self.name(field, value, most)
        if text and not CODE.fullmatch(text):
            self.add(field, text, Message("只能用字母、数字、“-”“_”“.”，且以字母或数字开头"))
        return text

    def number(self, field: str, value: int | None, low: int, high: int) -> int:
        """A whole number within bounds, both included; it must be given."""
        return low if (found := self.optional_number(field, value, low, high, required=True)) is None else found

    def optional_number(self, field: str, value: int | None, low: int, high: int, required: bool = False) -> int | None:
        """A whole number within bounds, or null."""
        if value is None:
            if required:
                self.add(field, "", Message("应为 %(low)s 到 %(high)s 的整数", low=low, high=high))
        elif not low <= value <= high:
            self.add(field, value, Message("应为 %(low)s 到 %(high)s 的整数", low=low, high=high))
        return value

    def degrees(self, field: str, value: float | None, most: int) -> float | None:
        """A latitude or longitude in WGS-84 degrees, or null."""
        if value is not None and not -most <= value <= most:
            self.add(field, value, Message("应在 %(low)s 到 %(high)s 度之间", low=-most, high=most))
        return value

    def one_of(self, field: str, value: str | None, kinds: type[StrEnum]) -> str:
        """One of an enumeration's values."""
        if value not in set(kinds):
            self.add(field, value or "", Message("请从列表中选择"))
        return value or ""

    def day(self, field: str, value: date | None, required: bool = False) -> date | None:
        """A plausible date."""
        if value is None:
            if required:
                self.add(field, "", Message("不能为空"))
        elif not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.add(field, value, Message("年份应在 %(low)s 到 %(high)s 之间", low=FIRST_YEAR, high=LAST_YEAR))
        return value

    def day_given(self, field: str, value: date | None) -> date:
        """A plausible date that must be given."""
        return self.day(field, value, required=True) or date.min

    def in_order(self, last_field: str, first: date | None, last: date | None) -> None:
        """A range of days must not end before it begins."""
        if first is not None and last is not None and last < first:
            self.add(last_field, last, Message("不能早于 %(first)s", first=first))

    def phone(self, field: str, value: str | None) -> str | None:
        """A telephone number, or null."""
        text = self.text(field, value, 32)
        if text and not PHONE.fullmatch(text):
            self.add(field, text, Message("应为 7 到 20 位数字，可含“+”“-”和空格"))
        return text

    def mail(self, field: str, value: str | None) -> str | None:
        """A mail address, or null."""
        text = self.text(field, value, 254)
        if text and not MAIL.fullmatch(text):
            self.add(field, text, Message("应为邮箱地址，如 name@example.com"))
        return text
