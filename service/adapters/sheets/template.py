"""Templates to fill in: heads, an explained example row, drop-downs, and a sheet that says what each column is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.export import new_workbook, width_of, write_csv
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers import Day
from service.adapters.sheets.workbook import column_letters
from service.messages import Message
from service.words import translate

LAST_ROW = 5000
LONGEST_LIST = 250
LONGEST_TIP = 250
LONGEST_TITLE = 32
EXAMPLE = Message("（示例）")
ABOUT_SHEET, CHOICES_SHEET = Message("填写说明"), Message("选项")
YES, NO, OWN_KEY = Message("是"), Message("否"), Message("是（唯一编号）")


class _Template:
    """One template in one language."""

    def __init__(self, kind: Kind, context: Context, language: str) -> None:
        self.kind, self.context, self.language = kind, context, language
        self.buffer = io.BytesIO()
        self.book = new_workbook(self.buffer)
        bold = {"bold": True, "bg_color": "#F1F2F4", "bottom": 1, "valign": "vcenter"}
        self.head = self.book.add_format(bold)
        self.needed = self.book.add_format(bold | {"font_color": "#8C1D17"})
        self.example = self.book.add_format({"italic": True, "font_color": "#59616B", "num_format": "@"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"num_format": "@"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})

    def words(self, message: Message | str) -> str:
        """A text in the template's language."""
        return translate(message, self.language) if isinstance(message, Message) else message

    def build(self) -> bytes:
        """The file."""
        sheet = self.book.add_worksheet(self.words(self.kind.title)[:31])
        about = self.book.add_worksheet(self.words(ABOUT_SHEET)[:31])
        choices = self.book.add_worksheet(self.words(CHOICES_SHEET)[:31])
        choices.hide()
        for place, column in enumerate(self.kind.columns):
            self.fill_column(sheet, choices, place, column)
        sheet.freeze_panes(1, 1)
        self.explain(about)
        self.book.close()
        return self.buffer.getvalue()

    def fill_column(self, sheet: Any, choices: Any, place: int, column: Column) -> None:
        """Head, example and drop-down of a column."""
        label = self.words(column.label)
        sheet.write_string(
            0, place, f"{label} *" if column.required else label, self.needed if column.required else self.head
        )
        sheet.write_string(1, place, example_of(self.kind, column, self.language), self.example)
        width = max(width_of(label) + 4, width_of(example_of(self.kind, column, self.language)) + 2, 10)
        sheet.set_column(place, place, min(width, 40), self.day if isinstance(column.reader, Day) else self.text)
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": label[:LONGEST_TITLE],
            "input_message": f"{self.words(column.help)}"[:LONGEST_TIP],
        }
        offered = [self.words(choice) for choice in column.reader.choices(self.context)]
        if offered:
            rule |= {"validate": "list", "source": self.source(choices, place, offered), "error_type": "warning"}
        sheet.data_validation(1, place, LAST_ROW, place, rule)

    def source(self, choices: Any, place: int, offered: list[str]) -> list[str] | str:
        """The values of a drop-down: in place where short, else on the hidden sheet."""
        if sum(len(text) + 1 for text in offered) <= LONGEST_LIST and not any("," in text for text in offered):
            return offered
        choices.write_column(0, place, offered)
        letters = column_letters(place)
        return f"='{self.words(CHOICES_SHEET)}'!${letters}$1:${letters}${len(offered)}"

    def explain(self, about: Any) -> None:
        """The sheet that says what each column is."""
        intro = [
            self.kind.about,
            Message("第 2 行是示例，导入时自动跳过，可以保留也可以删去。红色、带 * 的列新增时必填。"),
            Message("表头不必在第一行，列的先后不限，不需要的列可以删去：没有的列保持原值，留空的选填列会清空原值。"),
        ]
        for row, message in enumerate(intro):
            about.write_string(row, 0, self.words(message))
        for place, message in enumerate(ABOUT_HEADS):
            about.write_string(4, place, self.words(message), self.head)
        for row, column in enumerate(self.kind.columns, start=5):
            for place, text in enumerate(about_row(self.kind, column, self.language)):
                about.write_string(row, place, text, self.wrapped)
        for place, width in enumerate((18, 16, 52, 44, 24, 48)):
            about.set_column(place, place, width)


ABOUT_HEADS = (
    Message("列名"),
    Message("必填"),
    Message("说明"),
    Message("填什么"),
    Message("示例"),
    Message("也可写作"),
)


def about_row(kind: Kind, column: Column, language: str) -> Sequence[str]:
    """What there is to say about a column: name, needed or not, meaning, form, example, other heads."""
    needed = OWN_KEY if column.field == kind.key[0] and len(kind.key) == 1 else YES if column.required else NO
    return (
        translate(column.label, language),
        translate(needed, language),
        translate(column.help, language),
        translate(column.reader.expects(), language),
        column.example,
        "、".join(column.synonyms),
    )


def example_of(kind: Kind, column: Column, language: str) -> str:
    """The example row's cell: the first one is marked, so that an import passes the row over."""
    if column is kind.columns[0]:
        return f"{translate(EXAMPLE, language)}{column.example}"
    return column.example


def template_of(kind: Kind, context: Context, form: str, language: str) -> bytes:
    """A template as `xlsx` (drop-downs of what the district has) or `csv`."""
    if form == "csv":
        heads = [translate(column.label, language) for column in kind.columns]
        return write_csv([list(heads), [example_of(kind, column, language) for column in kind.columns]])
    return _Template(kind, context, language).build()
