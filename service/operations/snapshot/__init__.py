"""The frozen state of a month in the tables, as the scheduler wants it."""

from service.operations.snapshot.facts import Change, FactKind, Facts, How, changes_between, facts_hash
from service.operations.snapshot.history import PublishedDuty
from service.operations.snapshot.kept import Released
from service.operations.snapshot.period import DayInForce, days_in_force
from service.operations.snapshot.take import KEEP_DAYS, Snapshot, frozen_read, is_empty, take_snapshot

__all__ = [
    "KEEP_DAYS",
    "Change",
    "DayInForce",
    "FactKind",
    "Facts",
    "How",
    "PublishedDuty",
    "Released",
    "Snapshot",
    "changes_between",
    "days_in_force",
    "facts_hash",
    "frozen_read",
    "is_empty",
    "take_snapshot",
]
