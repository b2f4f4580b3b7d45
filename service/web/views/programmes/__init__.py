"""Programmes: rounds of rotation, batches of postings, squads, inspection rounds."""

from service.messages import NC_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.programmes import (
    candidates,
    conditions,
    detail,
    editing,
    index,
    placements,
    posts,
    proposals,
)
from service.web.views.programmes.area import blueprint

NAVIGATION = (
    NavigationItem(
        60,
        NC_("rail", "轮岗与派驻"),
        "arrow-left-right",
        "programmes.index",
        frozenset({RoleName.ADMIN}),
        frozenset({"programmes", "posts"}),
    ),
)

__all__ = [
    "NAVIGATION", "blueprint", "candidates", "conditions", "detail", "editing", "index", "placements", "posts",
    "proposals",
]  # fmt: skip
