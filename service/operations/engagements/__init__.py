"""The one conflict check: all that cadres are engaged in over a span of days, and what clashes with more.

Every programme, and whoever places people by hand, asks here; so nobody is in two places. To add a source of
engagements (a surge's calls), append a reader to `SOURCES` in `reading.py`: nothing else has to know.
"""

from service.operations.engagements.clashes import Clash, Wanted, busy_spans, clash_words, conflicts, hinders
from service.operations.engagements.kinds import Engagement, EngagementKind, Hold
from service.operations.engagements.reading import SOURCES, engagements, last_day_of, placements_in_force

__all__ = [
    "SOURCES",
    "Clash",
    "Engagement",
    "EngagementKind",
    "Hold",
    "Wanted",
    "busy_spans",
    "clash_words",
    "conflicts",
    "engagements",
    "hinders",
    "last_day_of",
    "placements_in_force",
]
