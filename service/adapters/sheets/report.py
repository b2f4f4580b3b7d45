"""A list of problems as a spreadsheet, to work through beside the file itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.adapters.sheets.cells import Cell
from service.adapters.sheets.export import neutral, write_xlsx
from service.adapters.sheets.problems import SheetProblem
from service.messages import Message
from service.words import translate

HEADS = (Message("工作表"), Message("行"), Message("列"), Message("列名"), Message("现在的内容"), Message("应为"))


def problems_file(problems: Iterable[SheetProblem], language: str) -> bytes:
    """The problems, one a row."""

    def rows() -> Iterator[list[Cell]]:
        yield [translate(head, language) for head in HEADS]
        for problem in problems:
            label = translate(problem.label, language) if problem.label else ""
            texts = (problem.letters, label, problem.value, translate(problem.expected, language))
            yield [neutral(problem.sheet), problem.row or None, *(neutral(text) or None for text in texts)]

    return write_xlsx(translate(Message("错误清单"), language), rows())
