"""The calendar: a month, a year, changing days, revisions."""

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.calendar import editing, looking, revisions
from service.web.views.calendar.area import blueprint

NAVIGATION = [
    NavigationItem(
        50,
        N_("日历"),
        "calendar3",
        "calendar.index",
        frozenset({RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD}),
        frozenset({"calendar"}),
    )
]

__all__ = ["NAVIGATION", "blueprint", "editing", "looking", "revisions"]
