"""Placements: who serves where, who fills each post meanwhile, answers, evaluations, papers."""

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.placements import answers, detail, index, meanwhile, papers, reviews
from service.web.views.placements.area import blueprint

NAVIGATION = (
    NavigationItem(
        25,
        N_("轮岗与派驻"),
        "arrow-left-right",
        "placements.index",
        frozenset({RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD}),
        frozenset({"placements"}),
    ),
    NavigationItem(
        61,
        N_("任职一览"),
        "person-workspace",
        "placements.index",
        frozenset({RoleName.ADMIN}),
        frozenset({"placements"}),
    ),
)

__all__ = ["NAVIGATION", "answers", "blueprint", "detail", "index", "meanwhile", "papers", "reviews"]
