"""The fairness ledger: what each cadre owed, did and bore, month by month, computed from what is published."""

from service.operations.ledger.figures import COMPARED, Figures, MonthLine, sum_of
from service.operations.ledger.lines import NOT_SERVED, ROLLING_MONTHS, Window, read_lines, window_to
from service.operations.ledger.standing import Bin, Group, Spread

__all__ = [
    "COMPARED",
    "NOT_SERVED",
    "ROLLING_MONTHS",
    "Bin",
    "Figures",
    "Group",
    "MonthLine",
    "Spread",
    "Window",
    "read_lines",
    "sum_of",
    "window_to",
]
