"""People wanted by shift, as people write them in a cell."""

from __future__ import annotations

from datetime import date

import pytest

from service.adapters.sheets.cells import WrongCell
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers import ShiftNeeds

CONTEXT = Context({})


@pytest.mark.parametrize(
    "text,needs",
    [
        ("早班 2；夜班 1", ((None, None, "夜班", 1), (None, None, "早班", 2))),
        ("早班2人，星期天 早班×3", ((None, None, "早班", 2), (6, None, "早班", 3))),
        ("2026-12-09 夜班 ：0", ((None, date(2026, 12, 9), "夜班", 0),)),
    ],
)
def test_needs_are_read_in_common_spellings(text: str, needs: tuple[object, ...]) -> None:
    assert ShiftNeeds().read(text, CONTEXT) == needs


@pytest.mark.parametrize("text", ["早班", "早班 2；早班 3", "早班 1001", "2026-13-01 早班 2"])
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(WrongCell):
        ShiftNeeds().read(text, CONTEXT)


def test_what_is_written_is_read_again() -> None:
    needs = ShiftNeeds().read("早班 2；周六 早班 3；2026-12-09 夜班 2", CONTEXT)
    assert ShiftNeeds().read(str(ShiftNeeds().write(needs)), CONTEXT) == needs
