"""The list of placements: who serves where on a day."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.adapters.sheets.kinds import KINDS
from service.models import Placement, RoleName
from service.operations.engagements import last_day_of
from service.operations.papers.words import place_name
from service.operations.placements import PlacementFilter, list_placements
from service.operations.placements.find import STATES
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.database import session
from service.web.formats import day as day_words
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices, spans
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.views.placements.area import SEERS, blueprint, placement_tabs
from service.web.views.placements.words import kind_choices, kind_words, link, pairs, state_cell


def wanted() -> PlacementFilter:
    """What the address asks for; unasked, what is in force."""
    arguments = request.args
    state = arguments.get("state") or "in_force"
    return PlacementFilter(
        text=arguments.get("q", "")[:64],
        kind=arguments.get("kind") or None,
        unit_id=arguments.get("unit", type=id_number),
        community_id=arguments.get("community", type=id_number),
        programme_id=arguments.get("programme", type=id_number),
        state=state if state in STATES else None,
        sort=arguments.get("sort", "last" if state == "in_force" else "-first"),
    )


def columns() -> list[Column]:
    """The columns of the list."""
    return [
        Column("person", _("人员"), lambda p: Cell(p.cadre.name, link(p), small=p.cadre.employee_number), sort=True),
        Column("unit", _("派出单位"), lambda p: p.unit.name if p.unit else None),
        Column("kind", _("类别"), kind_words),
        Column("post", _("到岗地点"), lambda p: place_name(p), sort=True, wrap=True),
        Column("role", _("岗位"), lambda p: _(p.role)),
        Column("partner", _("互换网格员"), partner),
        Column("first", _("开始"), lambda p: short_day(p.first_day), sort=True),
        Column("last", _("结束"), lambda p: short_day(last_day_of(p)), sort=True),
        Column("state", _("状态"), state_cell),
        Column("exempts", _("免排每月值勤"), lambda p: _("是") if p.exempts else _("否"), shown=False),
        Column("programme", _("所属项目"), lambda p: p.programme.name if p.programme else None, shown=False, wrap=True),
    ]


def partner(placement: Placement) -> str | None:
    """Who comes to the unit in exchange."""
    return placement.grid_worker.name if placement.grid_worker else None


@blueprint.get("/")
@allow(*SEERS)
def index() -> ResponseReturnValue:
    """The placements in the reader's scope; unasked, those in force today."""
    actor = current_actor()
    admin = actor.has(RoleName.ADMIN)
    day = spans.day_argument("day") or today()
    filters = [
        Filter("q", _("姓名、拼音、工号、岗位、网格员或项目")),
        Filter("day", _("哪一天"), day=True),
        Filter("state", _("状态"), [*pairs(STATES)[1:], ("all", _("全部"))], any_text=_("在任")),
        Filter("kind", _("类别"), kind_choices()),
    ]
    if admin:
        filters += [
            Filter("unit", _("派出单位"), choices.units()),
            Filter("community", _("社区"), choices.communities()),
        ]
    return render_listing(
        Listing(
            title=_("任职一览"),
            subtitle=_("%(day)s 的轮岗、驻派、小队和巡察：谁在哪里，到什么时候", day=day_words(day, year=True)),
            columns=columns(),
            page=page_of(session(), list_placements(actor, day, wanted())),
            filters=filters,
            tabs=placement_tabs(),
            export="placements" if admin and "placements" in KINDS else None,
            empty=(_("这一天没有在任的安排"), _("项目批准后，安排会显示在这里；可改日期，或查看即将开始的。")),
        )
    )
