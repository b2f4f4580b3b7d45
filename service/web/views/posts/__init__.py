"""Lasting posts: list, page, form; vacancies, people, hand-overs, sites."""

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.posts import (
    detail,
    editing,
    hand_overs,
    index,
    making,
    overview,
    settings,
    sites,
    squads,
    stages,
)
from service.web.views.posts.area import blueprint

NAVIGATION = [
    NavigationItem(
        60, N_("岗位与工程"), "building-gear", "posts.index", frozenset({RoleName.COMMUNITY_HEAD}), frozenset({"posts"})
    ),
]

__all__ = [
    "NAVIGATION", "blueprint", "detail", "editing", "hand_overs", "index", "making", "overview", "settings", "sites",
    "squads", "stages",
]  # fmt: skip
