"""Form fields that read what people type, and say in plain words what they could not read.

Whether a value is allowed is for the operation to say; the fields only turn text into values.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FloatField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.widgets import TextInput

from service.operations.field_names import FIELDS


class Required:
    """Marks a field as one that must be filled in; the operation refuses it when it is not."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms reads a plain dict)

    def __call__(self, form: Any, field: Field) -> None:
        """Nothing: the operation checks."""


def label(name: str) -> Any:
    """A field's words, translated when shown."""
    from flask_babel import lazy_gettext

    return lazy_gettext(FIELDS[name])


def typed(values: Sequence[str]) -> str:
    """What was typed, with full-width digits and signs as ordinary ones."""
    return unicodedata.normalize("NFKC", values[0]).strip() if values else ""


class WholeNumberField(IntegerField):
    """A whole number; blank is null."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it."""
        text = typed(valuelist)
        self.data = None
        if text:
            try:
                self.data = int(text)
            except ValueError:
                raise ValueError(_("“%(value)s”不是整数", value=text)) from None


class DegreesField(FloatField):
    """A decimal number; blank is null."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it."""
        text = typed(valuelist)
        self.data = None
        if text:
            try:
                self.data = float(text)
            except ValueError:
                raise ValueError(_("“%(value)s”不是数字", value=text)) from None


class DayField(DateField):
    """A date: 2026-12-09, 2026/12/9, 2026.12.9 or 2026年12月9日; blank is null."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it."""
        text = typed(valuelist)
        self.data = None
        if text:
            parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
            try:
                year, month, day = (int(part) for part in parts.split("-"))
                self.data = date(year, month, day)
            except ValueError:
                raise ValueError(_("“%(value)s”不是日期，应如 2026-12-09", value=text)) from None


def _reference(value: Any) -> int | None:
    return int(value) if str(value).isdigit() else None


class WordField(SelectField):
    """A choice of an enumeration's words; the operation checks it."""

    def pre_validate(self, form: Any) -> None:
        """Nothing: whether there is such a word is for the operation to say."""


class ReferenceField(WordField):
    """A choice of rows by their ids; blank is null. That the id exists is for the operation to check."""

    def __init__(self, label: Any, validators: Any = (), **given: Any) -> None:
        super().__init__(label, validators, _reference, **given)


class CheckboxesField(SelectMultipleField):
    """Several rows by their ids, as boxes to tick."""

    def __init__(self, label: Any, validators: Any = (), **given: Any) -> None:
        super().__init__(label, validators, int, **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the ids; anything else was not on the page."""
        self.data = [int(value) for value in valuelist if value.isdigit()]

    def pre_validate(self, form: Any) -> None:
        """Nothing: whether there are such rows is for the operation to say."""


class PersonField(StringField):
    """A cadre by number or name, with suggestions while typing."""


class ZoneField(StringField):
    """A zone by code or name, with suggestions while typing."""


class RecordForm(FlaskForm):  # type: ignore[misc]
    """A form of one row; `version` is the row's as it was read."""

    version = HiddenField()

    def version_read(self) -> int | None:
        """The version of the row that the user had before them."""
        text = str(self.version.data or "")
        return int(text) if text.isdigit() else None
