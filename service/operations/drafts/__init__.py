"""Plans that are not published yet: found, changed by hand, judged, undone, discarded."""

from service.operations.drafts.change import add_duty, discard_draft, move_duty, pin_duty, remove_duty, unpin_duty
from service.operations.drafts.check import MoveCheck, check_move
from service.operations.drafts.find import draft_of, is_outdated, open_draft
from service.operations.drafts.store import store_draft
from service.operations.drafts.undo import last_change, undo_last

__all__ = [
    "MoveCheck",
    "add_duty",
    "check_move",
    "discard_draft",
    "draft_of",
    "is_outdated",
    "last_change",
    "move_duty",
    "open_draft",
    "pin_duty",
    "remove_duty",
    "store_draft",
    "undo_last",
    "unpin_duty",
]
