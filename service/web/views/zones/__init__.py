"""Zones: list, page, form; and the skills they need."""

from service.messages import NC_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.zones import editing, index, skills
from service.web.views.zones.area import blueprint

NAVIGATION = [
    NavigationItem(
        40,
        NC_("rail", "网格"),
        "geo-alt",
        "zones.index",
        frozenset({RoleName.ADMIN, RoleName.COMMUNITY_HEAD}),
        frozenset({"zones", "communities"}),
    )
]

__all__ = ["NAVIGATION", "blueprint", "editing", "index", "skills"]
