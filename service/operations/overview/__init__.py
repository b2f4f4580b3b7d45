"""The overview: is next month in order, what needs me, what happened last night, how the load lies."""

from service.operations.overview.state import Coverage, MonthStatus, Night, coverage_of, last_night, month_status
from service.operations.overview.tasks import Task, tasks_of

__all__ = [
    "Coverage",
    "MonthStatus",
    "Night",
    "Task",
    "coverage_of",
    "last_night",
    "month_status",
    "tasks_of",
]
