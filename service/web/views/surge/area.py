"""The blueprint of surges, with the steps of declaring and the tabs of one under way."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from service.models import RoleName, SurgeOperation, SurgeState
from service.web.access import current_actor

blueprint = Blueprint("surge", __name__, url_prefix="/surge")
STATES = {"preparing": "draft", "active": "published", "stood_down": "off", "cancelled": "off"}


def steps(operation: SurgeOperation | None) -> list[dict[str, Any]]:
    """The steps of declaring an operation."""
    named = [
        ("surge.basics", _("1 基本情况")),
        ("surge.shifts", _("2 班次")),
        ("surge.places", _("3 点位与需求")),
        ("surge.rest", _("4 休息规则")),
        ("surge.who", _("5 召集范围")),
        ("surge.check", _("6 核对召集")),
    ]
    if operation is None:
        return []
    return [_tab(endpoint, title, operation) for endpoint, title in named]


def tabs(operation: SurgeOperation) -> list[dict[str, Any]]:
    """The pages of an operation: the steps while it is prepared, else what it is watched by."""
    if not current_actor().has(RoleName.ADMIN):
        return []
    if operation.state == SurgeState.PREPARING:
        return steps(operation)
    named = [
        ("surge.board", _("现场")),
        ("surge.callout_page", _("召集名单")),
        ("surge.strength_page", _("力量统计")),
        ("surge.places", _("点位与需求")),
    ]
    if operation.state == SurgeState.ACTIVE:
        # What is over is looked at, and changed no more.
        named += [("surge.rest", _("休息规则")), ("surge.who", _("召集范围"))]
    named.append(("surge.versions", _("历次班表")))
    return [_tab(endpoint, title, operation) for endpoint, title in named]


def _tab(endpoint: str, title: str, operation: SurgeOperation) -> dict[str, Any]:
    return {
        "url": url_for(endpoint, operation_id=operation.id),
        "title": title,
        "current": request.endpoint == endpoint or FAMILY.get(request.endpoint or "") == endpoint,
    }


FAMILY = {
    "surge.add_places": "surge.places",
    "surge.new_place": "surge.places",
    "surge.edit_place": "surge.places",
    "surge.day": "surge.board",
    "surge.messages": "surge.callout_page",
    "surge.version": "surge.versions",
    "surge.people_page": "surge.who",
    "surge.list_new": "surge.who",
}
