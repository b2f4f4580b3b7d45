"""The list of programmes."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import Programme, ProgrammeKind, RoleName
from service.operations.programmes.find import STAGES, ProgrammeFilter, figures_of, list_programmes
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.formats import label, short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import post_tabs
from service.web.views.programmes.area import blueprint, stage


def name(row: Programme) -> Cell:
    """A programme, linked."""
    return Cell(row.name, url_for("programmes.show", programme_id=row.id), small=row.code)


@blueprint.get("/")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The programmes."""
    wanted = ProgrammeFilter(
        request.args.get("q", ""), request.args.get("kind") or None, request.args.get("stage") or None
    )
    page = page_of(session(), list_programmes(current_actor(), today(), wanted), 25)
    figures = figures_of(session(), [row.id for row in page.rows])
    return render_listing(
        Listing(
            title=_("轮岗与派驻"),
            subtitle=_("双向轮岗、驻派、攻坚小队、巡察：一次设定，统一求解，批准后自动免排每月值勤"),
            columns=[
                Column("name", _("名称"), name),
                Column("kind", _("类别"), lambda r: label(r.kind)),
                Column("days", _("任期"), lambda r: f"{short_day(r.first_day)} – {short_day(r.last_day)}"),
                Column("state", _("状态"), stage),
                Column("posts", _("参加的岗位"), lambda r: figures[r.id].posts, numeric=True),
                Column("candidates", _("候选人"), lambda r: figures[r.id].candidates, numeric=True),
                Column("placements", _("已安排"), lambda r: figures[r.id].placements, numeric=True),
            ],
            page=page,
            filters=[
                Filter("q", _("名称或编码")),
                Filter("kind", _("类别"), choices.kinds(ProgrammeKind)),
                Filter("stage", _("状态"), [(key, _(text)) for key, text in STAGES.items()]),
            ],
            tabs=post_tabs(),
            new=(_("新建项目"), url_for("programmes.new")),
            empty=(
                _("还没有项目"),
                _(
                    "先登记岗位（网格员岗位、村、企业、小区、被巡察单位），再新建一个项目，添加岗位和候选人，求解出方案。"
                ),
            ),
        )
    )
