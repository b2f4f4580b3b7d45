"""Exemptions: list, form, cancelling and taking back."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from wtforms import BooleanField, StringField

from service.models import Exemption, ExemptionKind, RoleName
from service.operations.exemptions import (
    ExemptionValues,
    cancel_exemption,
    find_exemption,
    list_exemptions,
    restore_exemption,
    save_exemption,
)
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices, spans
from service.web.records.fields import DayField, PersonField, RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Action, Cell, Column, Listing, render_listing
from service.web.records.tabs import people_tabs

blueprint = Blueprint("exemptions", __name__, url_prefix="/exemptions")


def state(row: Exemption) -> Cell:
    """Where an exemption stands."""
    if row.cancelled_at is not None:
        return Cell(_("已取消"), state="off")
    if row.last_day is not None and row.last_day < today():
        return Cell(_("已结束"), state="plain")
    return Cell(_("进行中"), state="changed") if row.first_day <= today() else Cell(_("将开始"), state="draft")


def actions(row: Exemption) -> Cell:
    """What may be done with an exemption."""
    if not current_actor().has(RoleName.ADMIN):
        return Cell("")
    if row.placement_id is not None:
        return Cell(_("随任职变动"))
    if row.operation_id is not None:
        return Cell(_("随应急行动变动"))
    if row.cancelled_at is not None:
        return Cell(actions=[Action(_("恢复"), url_for("exemptions.restore", exemption_id=row.id), post=True)])
    confirm = _("将取消 %(name)s 的免排；之后仍可恢复。", name=row.cadre.name)
    return Cell(
        actions=[
            Action(_("修改"), url_for("exemptions.edit", exemption_id=row.id)),
            Action(_("取消免排"), url_for("exemptions.cancel", exemption_id=row.id), post=True, confirm=confirm),
        ]
    )


@blueprint.get("/")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def index() -> ResponseReturnValue:
    """The exemptions of people in scope."""
    query = list_exemptions(current_actor(), today(), spans.wanted()).options(joinedload(Exemption.cadre))
    page = page_of(session(), query)
    units = spans.units_of(page.rows)
    admin = current_actor().has(RoleName.ADMIN)
    return render_listing(
        Listing(
            title=_("免排"),
            subtitle=_("产假、驻派、借调等期间不承担每月值勤"),
            columns=[
                Column("cadre", _("姓名"), spans.person, sort=True),
                Column("unit", _("单位"), lambda r: units.get(r.cadre_id)),
                Column("kind", _("类别"), lambda r: word(r.kind), sort=True),
                Column("first_day", _("开始日期"), lambda r: short_day(r.first_day), sort=True),
                Column(
                    "last_day",
                    _("结束日期"),
                    lambda r: short_day(r.last_day) if r.last_day else _("长期"),
                    sort=True,
                ),
                Column("away", _("离岗"), lambda r: _("是") if r.away else _("否"), shown=False),
                Column("reason", _("事由"), lambda r: r.reason, wrap=True),
                Column("state", _("状态"), state),
                Column("actions", "", actions),
            ],
            page=page,
            filters=spans.filters(ExemptionKind),
            tabs=people_tabs(),
            new=(_("登记免排"), url_for("exemptions.new")) if admin else None,
            export="exemptions" if admin else None,
            empty=(_("没有免排记录"), _("免排的人员不计入应值勤人数。")),
        )
    )


class ExemptionForm(RecordForm):
    """An exemption."""

    cadre = PersonField(label("cadre"), validators=[Required()])
    kind = WordField(label("kind"))
    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(label("last_day"), description=lazy_gettext("含当天；不填表示长期"))
    reason = StringField(label("reason"), validators=[Required()])
    away = BooleanField(lazy_gettext("离岗（不计入单位在岗人数）"))

    def prepare(self) -> ExemptionForm:
        """Fill the choices in."""
        self.kind.choices = choices.kinds(ExemptionKind)
        return self

    def values(self) -> ExemptionValues:
        """What the operation takes."""
        return ExemptionValues(
            cadre=self.cadre.data or "",
            kind=self.kind.data or "",
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            reason=self.reason.data,
            away=bool(self.away.data),
        )


GROUPS = [("", ["cadre", "kind", "first_day", "last_day", "reason", "away"])]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Enter an exemption."""
    start = {
        "cadre": request.args.get("cadre", ""),
        "kind": ExemptionKind.POSTED,
        "first_day": today(),
        "away": True,
    }
    form = ExemptionForm(data=start).prepare()
    return handle(
        form,
        FormPage(_("登记免排"), url_for("exemptions.index"), GROUPS, _("保存")),
        lambda current: save_exemption(current, current_actor(), now(), form.values()),
        lambda row: (url_for("exemptions.index"), _("已登记 %(name)s 免排", name=row.cadre.name)),
    )


@blueprint.route("/<int:exemption_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(exemption_id: int) -> ResponseReturnValue:
    """Change an exemption."""
    row = find_exemption(session(), current_actor(), now(), exemption_id)
    known = {name: getattr(row, name) for name in ("kind", "first_day", "last_day", "away", "reason", "version")}
    form = ExemptionForm(data={**known, "cadre": f"{row.cadre.employee_number} {row.cadre.name}"}).prepare()
    return handle(
        form,
        FormPage(_("修改免排"), url_for("exemptions.index"), GROUPS, _("保存"), subtitle=row.cadre.name),
        lambda current: save_exemption(
            current, current_actor(), now(), form.values(), exemption_id, form.version_read()
        ),
        lambda saved: (url_for("exemptions.index"), _("已登记 %(name)s 免排", name=saved.cadre.name)),
        lambda: find_exemption(session(), current_actor(), now(), exemption_id),
    )


@blueprint.post("/<int:exemption_id>/cancel")
@allow(RoleName.ADMIN)
def cancel(exemption_id: int) -> ResponseReturnValue:
    """Cancel an exemption."""
    return act(
        lambda current: cancel_exemption(current, current_actor(), now(), exemption_id),
        _("已取消免排；可在“已取消”中恢复"),
        url_for("exemptions.index"),
    )


@blueprint.post("/<int:exemption_id>/restore")
@allow(RoleName.ADMIN)
def restore(exemption_id: int) -> ResponseReturnValue:
    """Take a cancellation back."""
    return act(
        lambda current: restore_exemption(current, current_actor(), now(), exemption_id),
        _("已恢复免排"),
        url_for("exemptions.index"),
    )
