"""Absences: list, form, cancelling and taking back, return from leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from wtforms import BooleanField, StringField

from service.messages import N_
from service.models import Absence, AbsenceKind, RoleName
from service.operations.absences import (
    AbsenceValues,
    cancel_absence,
    find_absence,
    list_absences,
    restore_absence,
    return_from_leave,
    save_absence,
)
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.formats import short_day
from service.web.months import today
from service.web.navigation import NavigationItem
from service.web.paging import page_of
from service.web.records import choices, spans
from service.web.records.fields import DayField, PersonField, RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import people_tabs

blueprint = Blueprint("absences", __name__, url_prefix="/absences")
# Admins reach it by the tabs of the people; for officers it is daily work.
NAVIGATION = (
    NavigationItem(
        32,
        N_("请假"),
        "calendar-x",
        "absences.index",
        frozenset({RoleName.UNIT_OFFICER}),
        frozenset({"absences"}),
    ),
)
EDITORS = (RoleName.ADMIN, RoleName.UNIT_OFFICER)


def state(row: Absence) -> Cell:
    """Where an absence stands."""
    if row.cancelled_at is not None:
        return Cell(_("已取消"), state="off")
    if row.returned_on is not None:
        return Cell(_("%(day)s 销假", day=short_day(row.returned_on)), state="good")
    if row.last_day < today():
        return Cell(_("已结束"), state="plain")
    return Cell(_("进行中"), state="changed") if row.first_day <= today() else Cell(_("将开始"), state="draft")


def actions(row: Absence) -> Cell:
    """What may be done with an absence."""
    name = row.cadre.name
    if row.cancelled_at is not None:
        return Cell(actions=[Action(_("恢复"), url_for("absences.restore", absence_id=row.id), post=True)])
    found = [Action(_("修改"), url_for("absences.edit", absence_id=row.id))]
    if row.returned_on is None and row.first_day <= today():
        found.append(Action(_("销假"), url_for("absences.return_", absence_id=row.id)))
    confirm = _("将取消 %(name)s 的请假；之后仍可恢复。", name=name)
    found.append(Action(_("取消请假"), url_for("absences.cancel", absence_id=row.id), post=True, confirm=confirm))
    return Cell(actions=found)


@blueprint.get("/")
@allow(*EDITORS)
def index() -> ResponseReturnValue:
    """The absences of people in scope."""
    query = list_absences(current_actor(), today(), spans.wanted()).options(joinedload(Absence.cadre))
    page = page_of(session(), query)
    units = spans.units_of(page.rows)
    admin = current_actor().has(RoleName.ADMIN)
    return render_listing(
        Listing(
            title=_("请假"),
            subtitle=_("休假、出差、培训和会议；这些日子不排班"),
            columns=[
                Column("cadre", _("姓名"), spans.person, sort=True),
                Column("unit", _("单位"), lambda r: units.get(r.cadre_id)),
                Column("kind", _("类别"), lambda r: word(r.kind), sort=True),
                Column("first_day", _("开始日期"), lambda r: short_day(r.first_day), sort=True),
                Column("last_day", _("结束日期"), lambda r: short_day(r.last_day), sort=True),
                Column("days", _("天数"), lambda r: (r.last_day - r.first_day).days + 1, numeric=True),
                Column("away", _("离岗"), lambda r: _("是") if r.away else _("否"), shown=False),
                Column("reason", _("事由"), lambda r: r.reason, wrap=True),
                Column("state", _("状态"), state),
                Column("actions", "", actions),
            ],
            page=page,
            filters=filters(),
            tabs=people_tabs(),
            new=(_("登记请假"), url_for("absences.new")),
            export="absences" if admin else None,
            empty=(_("没有请假记录"), _("登记后，排班会避开这些日子。")),
        )
    )


def filters() -> list[Filter]:
    """The filters of the list."""
    return spans.filters(AbsenceKind)


class AbsenceForm(RecordForm):
    """An absence."""

    cadre = PersonField(label("cadre"), validators=[Required()])
    kind = WordField(label("kind"))
    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(label("last_day"), validators=[Required()], description=lazy_gettext("含当天"))
    away = BooleanField(lazy_gettext("离岗（不计入单位在岗人数；会议、培训一般不勾选）"))
    reason = StringField(label("reason"))

    def prepare(self) -> AbsenceForm:
        """Fill the choices in."""
        self.kind.choices = choices.kinds(AbsenceKind)
        return self

    def values(self) -> AbsenceValues:
        """What the operation takes."""
        return AbsenceValues(
            cadre=self.cadre.data or "",
            kind=self.kind.data or "",
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            away=bool(self.away.data),
            reason=self.reason.data,
        )


GROUPS = [("", ["cadre", "kind", "first_day", "last_day", "away", "reason"])]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*EDITORS)
def new() -> ResponseReturnValue:
    """Enter an absence."""
    start: dict[str, Any] = {
        "cadre": request.args.get("cadre", ""),
        "kind": AbsenceKind.LEAVE,
        "first_day": today(),
        "last_day": today(),
        "away": True,
    }
    form = AbsenceForm(data=start).prepare()
    return handle(
        form,
        FormPage(_("登记请假"), url_for("absences.index"), GROUPS, _("保存")),
        lambda current: save_absence(current, current_actor(), now(), form.values()),
        lambda row: (url_for("absences.index"), told(row.cadre.name, row.first_day, row.last_day)),
    )


def told(name: str, first: date, last: date) -> str:
    """What is told when an absence was saved."""
    text: str = _("已登记 %(name)s %(first)s 至 %(last)s 请假", name=name, first=short_day(first), last=short_day(last))
    return text


@blueprint.route("/<int:absence_id>/edit", methods=["GET", "POST"])
@allow(*EDITORS)
def edit(absence_id: int) -> ResponseReturnValue:
    """Change an absence."""
    row = find_absence(session(), current_actor(), now(), absence_id)
    known = {name: getattr(row, name) for name in ("kind", "first_day", "last_day", "away", "reason", "version")}
    form = AbsenceForm(data={**known, "cadre": f"{row.cadre.employee_number} {row.cadre.name}"}).prepare()
    return handle(
        form,
        FormPage(_("修改请假"), url_for("absences.index"), GROUPS, _("保存"), subtitle=row.cadre.name),
        lambda current: save_absence(current, current_actor(), now(), form.values(), absence_id, form.version_read()),
        lambda saved: (url_for("absences.index"), told(saved.cadre.name, saved.first_day, saved.last_day)),
        lambda: find_absence(session(), current_actor(), now(), absence_id),
    )


class ReturnForm(RecordForm):
    """A return from leave."""

    returned_on = DayField(
        label("returned_on"), validators=[Required()], description=lazy_gettext("从这一天起恢复上班，可以排班")
    )


@blueprint.route("/<int:absence_id>/return", methods=["GET", "POST"])
@allow(*EDITORS)
def return_(absence_id: int) -> ResponseReturnValue:
    """Register a return from leave."""
    row = find_absence(session(), current_actor(), now(), absence_id)
    form = ReturnForm(data={"returned_on": today(), "version": row.version})
    title = _("%(name)s 销假", name=row.cadre.name)
    subtitle = f"{word(row.kind)} {short_day(row.first_day)} – {short_day(row.last_day)}"
    return handle(
        form,
        FormPage(title, url_for("absences.index"), [("", ["returned_on"])], _("销假"), subtitle=subtitle),
        lambda current: return_from_leave(
            current, current_actor(), now(), absence_id, form.returned_on.data, form.version_read()
        ),
        lambda saved: (url_for("absences.index"), _("%(name)s 已销假", name=saved.cadre.name)),
        lambda: find_absence(session(), current_actor(), now(), absence_id),
    )


@blueprint.post("/<int:absence_id>/cancel")
@allow(*EDITORS)
def cancel(absence_id: int) -> ResponseReturnValue:
    """Cancel an absence."""
    return act(
        lambda current: cancel_absence(current, current_actor(), now(), absence_id),
        _("已取消请假；可在“已取消”中恢复"),
        url_for("absences.index"),
    )


@blueprint.post("/<int:absence_id>/restore")
@allow(*EDITORS)
def restore(absence_id: int) -> ResponseReturnValue:
    """Take a cancellation back."""
    return act(
        lambda current: restore_absence(current, current_actor(), now(), absence_id),
        _("已恢复请假"),
        url_for("absences.index"),
    )
