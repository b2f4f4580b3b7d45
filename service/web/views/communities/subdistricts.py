"""Subdistricts and towns: a short list to add to and to rename."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from wtforms import StringField

from service.models import Community, RoleName, Subdistrict
from service.operations.communities import list_subdistricts, save_subdistrict
from service.operations.editing import find_in_district
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.paging import page_of
from service.web.records.fields import RecordForm, Required, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Action, Cell, Column, Listing, render_listing
from service.web.records.tabs import place_tabs
from service.web.views.communities.area import blueprint

GROUPS = [("", ["code", "name"])]


class SubdistrictForm(RecordForm):
    """A subdistrict."""

    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])


@blueprint.get("/subdistricts")
@allow(RoleName.ADMIN)
def subdistricts() -> ResponseReturnValue:
    """The subdistricts and towns."""
    counted = session().execute(
        select(Community.subdistrict_id, func.count())
        .where(Community.district_id == current_actor().district_id)
        .group_by(Community.subdistrict_id)
    )
    counts = {row[0]: row[1] for row in counted}
    return render_listing(
        Listing(
            title=_("街道（镇）"),
            columns=[
                Column("name", _("名称"), lambda s: s.name),
                Column("code", _("编码"), lambda s: s.code),
                Column(
                    "communities",
                    _("社区数"),
                    lambda s: Cell(counts.get(s.id, 0), url_for("communities.index", subdistrict=s.id)),
                    numeric=True,
                ),
                Column(
                    "actions",
                    "",
                    lambda s: Cell(
                        actions=[Action(_("修改"), url_for("communities.edit_subdistrict", subdistrict_id=s.id))]
                    ),
                ),
            ],
            page=page_of(session(), list_subdistricts(current_actor())),
            tabs=place_tabs(),
            export="subdistricts",
            new=(_("新增街道（镇）"), url_for("communities.new_subdistrict")),
            empty=(_("还没有街道（镇）"), _("社区和村属于街道或镇，请先新增。")),
        )
    )


@blueprint.route("/subdistricts/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_subdistrict() -> ResponseReturnValue:
    """Make a subdistrict."""
    form = SubdistrictForm()
    back = url_for("communities.subdistricts")
    return handle(
        form,
        FormPage(_("新增街道（镇）"), back, GROUPS, _("保存")),
        lambda current: save_subdistrict(current, current_actor(), now(), form.code.data or "", form.name.data or ""),
        lambda row: (back, _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/subdistricts/<int:subdistrict_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_subdistrict(subdistrict_id: int) -> ResponseReturnValue:
    """Change a subdistrict."""
    row = find_in_district(session(), current_actor(), Subdistrict, subdistrict_id)
    form = SubdistrictForm(obj=row)
    back = url_for("communities.subdistricts")
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=row.name), back, GROUPS, _("保存")),
        lambda current: save_subdistrict(
            current,
            current_actor(),
            now(),
            form.code.data or "",
            form.name.data or "",
            subdistrict_id,
            form.version_read(),
        ),
        lambda saved: (back, _("已保存 %(name)s", name=saved.name)),
        lambda: find_in_district(session(), current_actor(), Subdistrict, subdistrict_id),
    )
