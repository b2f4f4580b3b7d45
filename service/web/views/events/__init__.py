"""Events in the duty's calendar: list, page, forms, series, kinds, attendance."""

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.events import branches, detail, editing, index, kinds, marking, moving, series
from service.web.views.events.area import blueprint

NAVIGATION = (
    NavigationItem(
        55,
        N_("活动"),
        "calendar-event",
        "events.index",
        frozenset({RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD}),
        frozenset({"events"}),
    ),
)

__all__ = ["NAVIGATION", "blueprint", "branches", "detail", "editing", "index", "kinds", "marking", "moving", "series"]
