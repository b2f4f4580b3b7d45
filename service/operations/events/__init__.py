"""Events in the duty's calendar: study evenings, party classes, theme days, trainings; who is called, and who came."""

from service.operations.events.attendance import AttendanceLine, attendance_of, mark, mark_rest
from service.operations.events.blocking import DutyClash, blocked_days, clashes_of
from service.operations.events.change import EventValues, save_event
from service.operations.events.find import EventFilter, find_event, list_events
from service.operations.events.kinds import KindValues, list_kinds, save_kind, seed_kinds
from service.operations.events.moving import cancel_event, move_event, restore_event
from service.operations.events.series import SeriesValues, cancel_series, change_series, make_series

__all__ = [
    "AttendanceLine",
    "DutyClash",
    "EventFilter",
    "EventValues",
    "KindValues",
    "SeriesValues",
    "attendance_of",
    "blocked_days",
    "cancel_event",
    "cancel_series",
    "change_series",
    "clashes_of",
    "find_event",
    "list_events",
    "list_kinds",
    "make_series",
    "mark",
    "mark_rest",
    "move_event",
    "restore_event",
    "save_event",
    "save_kind",
    "seed_kinds",
]
