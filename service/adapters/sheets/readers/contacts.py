"""Telephone numbers and mail addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from service.adapters.sheets.cells import Cell, WrongCell, half_width
from service.adapters.sheets.columns import UNCHANGED
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers.texts import Plain, given
from service.messages import Message

_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"0\d{2,3}-?[2-9]\d{6,7}(?:-\d{1,6})?|[2-9]\d{6,7}")
# Names that lead nowhere by definition; the library refuses them.
RESERVED = (".test", ".invalid", ".localhost", ".local", ".arpa", ".onion")
_MASKED = re.compile(r"\+?[\d-]*\*{2,}\d*")
# What is plainly an address; anything else is for the library to judge (it takes a tenth of a millisecond each).
_PLAIN_MAIL = re.compile(
    r"([A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*)@((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24})"
)
# An old sheet's identity number must never be taken for a telephone number, let alone kept.
_IDENTITY = re.compile(r"\d{17}[\dXx]")


@dataclass(frozen=True, slots=True)
class Phone(Plain):
    """A telephone number; a masked one (138****5678) says nothing and leaves the number as it is."""

    def read(self, cell: Cell, context: Context) -> object:
        """The digits, or UNCHANGED."""
        text = re.sub(r"[\s()]", "", half_width(given(cell)))
        if _MASKED.fullmatch(text):
            return UNCHANGED
        if _IDENTITY.fullmatch(text):
            raise WrongCell(Message("电话号码；不得填写身份证号"))
        mobile = _MOBILE.fullmatch(text.replace("-", ""))
        if mobile:
            return mobile.group(1)
        if _LANDLINE.fullmatch(text):
            return text
        raise WrongCell(self.expects())

    def expects(self) -> Message:
        """What a number looks like."""
        return Message("11 位手机号，或带区号的固定电话（如 0731-22222222）")


@dataclass(frozen=True, slots=True)
class Mail(Plain):
    """A mail address."""

    most: int = 254

    def read(self, cell: Cell, context: Context) -> str:
        """The address, normalised."""
        text = half_width(given(cell))
        plain = _PLAIN_MAIL.fullmatch(text)
        if plain and len(text) <= 64 and not text.lower().endswith(RESERVED):
            return f"{plain.group(1)}@{plain.group(2).lower()}"
        try:
            return validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            raise WrongCell(self.expects()) from None

    def expects(self) -> Message:
        """What an address looks like."""
        return Message("电子邮箱，如 name@example.com")
