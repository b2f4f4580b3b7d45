"""The first two steps: what, when, for how long; and the shifts."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField

from service.messages import Conflict, InvalidInput
from service.models import RoleName, SurgeKind, SurgeOperation, SurgeState
from service.operations.surge.declaring import (
    OperationValues,
    ShiftValues,
    cancel_operation,
    save_operation,
    save_shifts,
)
from service.operations.surge.find import find_operation
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.months import today
from service.web.records import choices
from service.web.records.fields import DayField, RecordForm, Required, WholeNumberField, WordField, label
from service.web.records.forms import FormPage, act, handle
from service.web.views.surge.area import blueprint, tabs

MOST_SHIFTS = 6
GROUPS = [("", ["name", "kind", "first_day", "days", "notice", "note"])]


class OperationForm(RecordForm):
    """What, when, for how long."""

    name = StringField(label("name"), validators=[Required()])
    kind = WordField(label("kind"))
    first_day = DayField(label("first_day"), validators=[Required()])
    days = WholeNumberField(
        lazy_gettext("天数"),
        validators=[Required()],
        description=lazy_gettext("含开始当天，最多 92 天；召集后可以延长"),
    )
    notice = TextAreaField(
        lazy_gettext("通知用语"), description=lazy_gettext("附在每个人的召集短信后面，如携带物品、着装")
    )
    note = TextAreaField(label("note"))

    def prepare(self) -> OperationForm:
        """Fill the choices in."""
        self.kind.choices = choices.kinds(SurgeKind)
        return self

    def values(self) -> OperationValues:
        """What the operation takes."""
        return OperationValues(
            self.name.data or "", self.kind.data or "", self.first_day.data, self.days.data, self.notice.data,
            self.note.data,
        )  # fmt: skip


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Declare an operation."""
    form = OperationForm(data={"first_day": today(), "days": 14, "kind": SurgeKind.EPIDEMIC}).prepare()
    page = FormPage(
        _("发起应急行动"), url_for("surge.index"), GROUPS, _("保存，下一步填班次"),
        note=_("保存后还不会召集任何人。班次先按类别给出常用的，可以改。"),
    )  # fmt: skip

    def done(row: SurgeOperation) -> tuple[str, str]:
        return url_for("surge.shifts", operation_id=row.id), _("已保存“%(name)s”", name=row.name)

    return handle(form, page, lambda current: save_operation(current, current_actor(), now(), form.values()), done)


@blueprint.route("/<int:operation_id>/basics", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def basics(operation_id: int) -> ResponseReturnValue:
    """Change what, when, for how long."""
    operation = find_operation(session(), current_actor(), operation_id)
    known = {name: getattr(operation, name) for name in ("name", "kind", "first_day", "notice", "note", "version")}
    days = (operation.last_day - operation.first_day).days + 1
    form = OperationForm(data={**known, "days": days}).prepare()
    preparing = operation.state == SurgeState.PREPARING
    back = "surge.shifts" if preparing else "surge.board"
    page = FormPage(
        _("基本情况"), url_for("surge.check" if preparing else "surge.board", operation_id=operation_id), GROUPS,
        _("保存，下一步") if preparing else _("保存"), operation.name, tabs=tabs(operation),
    )  # fmt: skip
    return handle(
        form,
        page,
        lambda current: save_operation(
            current, current_actor(), now(), form.values(), operation_id, form.version_read()
        ),
        lambda row: (url_for(back, operation_id=row.id), _("已保存“%(name)s”", name=row.name)),
        lambda: find_operation(session(), current_actor(), operation_id),
    )


@blueprint.route("/<int:operation_id>/shifts", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def shifts(operation_id: int) -> ResponseReturnValue:
    """The shifts; a blank name leaves a line out."""
    operation = find_operation(session(), current_actor(), operation_id)
    form = RecordForm()
    typed: list[dict[str, Any]] = [
        {"name": one.name, "starts": one.starts, "ends": one.ends, "night": one.night} for one in operation.shifts
    ]
    problems: list[Any] = []
    refusal, status = None, 200
    if form.validate_on_submit():
        typed = _typed_shifts()
        values = [ShiftValues(**one) for one in typed if one["name"].strip()]
        try:
            with transaction() as current:
                save_shifts(current, current_actor(), now(), operation_id, values)
        except InvalidInput as error:
            problems, status = list(error.problems), 422
        except Conflict as error:
            refusal, status = error.message, 409
        else:
            flash(_("已保存班次"), "success")
            return redirect(url_for("surge.places", operation_id=operation_id))
    typed += [{"name": "", "starts": "", "ends": "", "night": False}] * (MOST_SHIFTS - len(typed))
    page = render_template(
        "surge/shifts.html", operation=operation, form=form, typed=typed, problems=problems, refusal=refusal,
        tabs=tabs(operation),
    )  # fmt: skip
    return page, status


def _typed_shifts() -> list[dict[str, Any]]:
    return [
        {
            "name": request.form.get(f"name-{number}", ""),
            "starts": request.form.get(f"starts-{number}", ""),
            "ends": request.form.get(f"ends-{number}", ""),
            "night": f"night-{number}" in request.form,
        }
        for number in range(MOST_SHIFTS)
    ]


@blueprint.post("/<int:operation_id>/cancel")
@allow(RoleName.ADMIN)
def cancel(operation_id: int) -> ResponseReturnValue:
    """Give an operation up that was not called up."""
    return act(
        lambda current: cancel_operation(current, current_actor(), now(), operation_id),
        _("已取消，没有召集任何人"),
        url_for("surge.index"),
    )
