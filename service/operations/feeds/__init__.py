"""Calendar feeds: secret addresses, and the duties that stand behind them."""

from service.operations.feeds.events import DutyCalendar, calendar_of, single_duty
from service.operations.feeds.tokens import FeedRevoked, feed_of, make_feed, note_reading, open_feed, revoke_feed

__all__ = [
    "DutyCalendar",
    "FeedRevoked",
    "calendar_of",
    "feed_of",
    "make_feed",
    "note_reading",
    "open_feed",
    "revoke_feed",
    "single_duty",
]
