"""Typed readers: one file a sort of value."""

from service.adapters.sheets.readers.choices import Choice, YesNo
from service.adapters.sheets.readers.contacts import Mail, Phone
from service.adapters.sheets.readers.days import Day
from service.adapters.sheets.readers.needs import ShiftNeeds
from service.adapters.sheets.readers.numbers import Decimal, Whole
from service.adapters.sheets.readers.references import Counts, OrderedReferences, Reference, References, WordList
from service.adapters.sheets.readers.texts import Code, PersonName, Words
from service.adapters.sheets.readers.times import TimeOfDay

__all__ = [
    "Choice", "Code", "Counts", "Day", "Decimal", "Mail", "OrderedReferences", "PersonName", "Phone", "Reference",
    "References", "ShiftNeeds", "TimeOfDay", "Whole", "WordList", "Words", "YesNo",
]  # fmt: skip
