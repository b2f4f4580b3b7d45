"""The planning pages: a month's board, a day, a duty, the draft, publishing, versions."""

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.plan import adding, board, draft, duty, publish, relaxations, solve, versions, why
from service.web.views.plan.shared import blueprint

NAVIGATION = (
    NavigationItem(20, N_("排班"), "table", "plan.index", frozenset({RoleName.ADMIN}), frozenset({"plan", "runs"})),
)
__all__ = [
    "NAVIGATION",
    "adding",
    "blueprint",
    "board",
    "draft",
    "duty",
    "publish",
    "relaxations",
    "solve",
    "versions",
    "why",
]
