"""A person's page: next duty, the year, absences, exemptions, recusals, parties, memberships, history."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import StringField

from service.models import Absence, Cadre, DayPreference, Exemption, Recusal, RoleName
from service.operations.audit_log import mask_phone
from service.operations.cadres import find_cadre, reveal_phone
from service.operations.history import history_of
from service.operations.memberships import branch_on, unit_on
from service.operations.parties import parties_of
from service.operations.publication import duties_of_cadre
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label, short_day
from service.web.months import today
from service.web.records.fields import RecordForm, Required
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Cell
from service.web.records.year import LOADS, year_cells
from service.web.views.people.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.CADRE)


def facts(cadre: Cadre, own: bool) -> list[tuple[str, Any]]:
    """What the roster says."""
    unit, branch = unit_on(cadre, today()), branch_on(cadre, today())
    return [
        (_("工号"), cadre.employee_number),
        (_("单位"), Cell(unit.name, _unit_link(unit.id)) if unit else None),
        (_("党支部"), branch.name if branch else None),
        (_("职务"), cadre.position),
        (_("政治面貌"), label(cadre.affiliation)),
        (_("专长"), "、".join(sorted(row.skill.name for row in cadre.skills)) or None),
        (_("每月值勤天数"), cadre.duties_per_month),
        (_("居住网格"), cadre.home_zone.name if cadre.home_zone else None),
        (_("手机号"), cadre.phone if own else mask_phone(cadre.phone)),
        (_("邮箱"), cadre.mail),
        (_("入职日期"), short_day(cadre.joined_on)),
        (_("启用日期"), short_day(cadre.active_from)),
        (_("停用日期"), short_day(cadre.active_to)),
        (_("备注"), cadre.note),
    ]


def _unit_link(unit_id: int) -> str | None:
    may = current_actor().has(RoleName.ADMIN) or current_actor().unit_id == unit_id
    return url_for("units.detail", unit_id=unit_id) if may else None


def _rows(current: Session, table: Any, cadre_id: int, order: Any) -> Any:
    return current.scalars(select(table).where(table.cadre_id == cadre_id).order_by(order.desc())).all()


@blueprint.get("/<int:cadre_id>")
@allow(*SEERS)
def detail(cadre_id: int) -> ResponseReturnValue:
    """A person."""
    return _render(find_cadre(session(), current_actor(), now(), cadre_id))


def _render(cadre: Cadre) -> str:
    current, actor = session(), current_actor()
    year = min(max(request.args.get("year", today().year, type=int), 2000), 2100)
    duties = duties_of_cadre(current, actor.district_id, cadre.id, date(year, 1, 1), date(year, 12, 31))
    coming = duties_of_cadre(current, actor.district_id, cadre.id, today(), date.max)
    absences = _rows(current, Absence, cadre.id, Absence.first_day)
    exemptions = _rows(current, Exemption, cadre.id, Exemption.first_day)
    own = actor.cadre_id == cadre.id
    reader = actor.has(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    return render_template(
        "people/detail.html",
        cadre=cadre,
        own=own,
        may_list=reader,
        facts=facts(cadre, own),
        year=year,
        cells=year_cells(duties, absences, exemptions, year),
        next_duty=coming[0] if coming else None,
        loads=LOADS,
        absences=absences[:12],
        exemptions=exemptions,
        recusals=_rows(current, Recusal, cadre.id, Recusal.valid_from) if actor.has(RoleName.ADMIN) else [],
        preferences=[row for row in _rows(current, DayPreference, cadre.id, DayPreference.date) if row.date >= today()],
        parties=parties_of(current, actor.district_id, cadre.id),
        entries=history_of(current, actor, cadre) if reader else None,
        ended=cadre.active_to is not None and cadre.active_to <= today(),
    )


class ReasonForm(RecordForm):
    """Why somebody needs a telephone number in full."""

    reason = StringField(validators=[Required()])


@blueprint.route("/<int:cadre_id>/phone", methods=["GET", "POST"])
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def phone(cadre_id: int) -> ResponseReturnValue:
    """A telephone number in full, against a reason that is logged."""
    cadre = find_cadre(session(), current_actor(), now(), cadre_id)
    form = ReasonForm()
    form.reason.label.text = _("查看事由")
    back = url_for("people.detail", cadre_id=cadre_id)
    page = FormPage(
        _("查看 %(name)s 的完整手机号", name=cadre.name),
        back,
        [("", ["reason"])],
        _("查看"),
        note=_("手机号属于个人信息。查看人、时间和事由将记入操作日志，不能删除。"),
    )
    shown: dict[str, str | None] = {}

    def reveal(current: Session) -> Cadre:
        shown["phone"] = reveal_phone(current, current_actor(), now(), cadre_id, form.reason.data)
        return cadre

    def told(row: Cadre) -> tuple[str, str]:
        return back, _("%(name)s 的手机号：%(phone)s（本次查看已记录）", name=row.name, phone=shown["phone"] or "—")

    return handle(form, page, reveal, told)
