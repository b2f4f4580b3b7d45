"""The blueprint of programmes, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from service.models import Programme
from service.operations.programmes.find import STAGES, find_programme, stage_of
from service.web.access import current_actor
from service.web.database import session
from service.web.months import today
from service.web.records.listing import Cell

blueprint = Blueprint("programmes", __name__, url_prefix="/programmes")
LOOKS = {"preparing": "draft", "approved": "published", "running": "good", "ended": "plain", "cancelled": "off"}
TABS = ("show", "posts", "candidates", "conditions", "proposals", "placements")


def programme_of(programme_id: int) -> Programme:
    """A programme of the reader's district."""
    return find_programme(session(), current_actor(), programme_id)


def stage(programme: Programme) -> Cell:
    """Where a programme stands."""
    found = stage_of(programme, today())
    return Cell(_(STAGES[found]), state=LOOKS[found])


def tabs(programme: Programme) -> list[dict[str, Any]]:
    """The pages of one programme."""
    here = (request.endpoint or "").split(".")[-1]
    titles = {
        "show": _("概况"),
        "posts": _("参加的岗位"),
        "candidates": _("候选人"),
        "conditions": _("上限与锁定"),
        "proposals": _("方案"),
        "placements": _("已批准的安排"),
    }
    return [
        {
            "title": titles[name],
            "url": url_for(f"programmes.{name}", programme_id=programme.id),
            "current": name == here,
        }
        for name in TABS
    ]


def frame(programme: Programme) -> dict[str, Any]:
    """What every page of a programme has: itself, its tabs, where it stands, whether it may be changed."""
    return {
        "programme": programme,
        "tabs": tabs(programme),
        "stage": stage(programme),
        "open": programme.state != "cancelled",
    }
