"""The left rail: each area registers its entry; only what the role may see is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext, pgettext

from service.models import RoleName
from service.web.access import current_actor


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry: `position` orders (10 overview, 20 plan, 30 people, 40 zones, 50 calendar, 80 figures, 90 settings).

    `title` is a source text, `icon` a Bootstrap icon's name; `area` marks the entry as current for all
    endpoints of these blueprints.
    """

    position: int
    title: str
    icon: str
    endpoint: str
    roles: frozenset[RoleName]
    areas: frozenset[str]


def rail_title(source: str) -> str:
    """An entry's words; where a text has English of its own for the rail (`NC_("rail", …)`), that."""
    own = str(pgettext("rail", source))
    return own if own != source else str(gettext(source))


def init_navigation(app: Flask, items: Iterable[NavigationItem]) -> None:
    """Give the templates `navigation()`."""
    ordered = sorted(items, key=lambda item: item.position)

    def navigation() -> list[dict[str, Any]]:
        roles = current_actor().roles
        shown = [item for item in ordered if not item.roles.isdisjoint(roles)]
        here = [item for item in shown if request.blueprint in item.areas]
        # Of two entries that hold a page, the one with fewer areas is about it in particular.
        current = min(here, key=lambda item: len(item.areas), default=None)
        return [
            {
                "title": rail_title(item.title),
                "icon": item.icon,
                "url": url_for(item.endpoint),
                "current": item is current,
            }
            for item in shown
        ]

    app.jinja_env.globals["navigation"] = navigation
