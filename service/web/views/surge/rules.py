"""The fourth and fifth step: the rest rules, and who may be called."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField

from service.models import RoleName, SurgeOperation, SurgeState
from service.operations.surge.declaring import CallingValues, RestValues, save_calling, save_rest
from service.operations.surge.find import find_operation
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.records import choices
from service.web.records.fields import CheckboxesField, RecordForm, Required, WholeNumberField
from service.web.records.forms import FormPage, handle
from service.web.views.surge.area import blueprint, tabs


class RestForm(RecordForm):
    """The rest rules; a blank figure binds nobody."""

    rest_hours = WholeNumberField(
        lazy_gettext("两班之间至少休息（小时）"), validators=[Required()],
        description=lazy_gettext("从一班结束到下一班开始；0 到 24"),
    )  # fmt: skip
    max_consecutive = WholeNumberField(lazy_gettext("最多连续值守（天）"), validators=[Required()])
    min_consecutive = WholeNumberField(lazy_gettext("至少连续值守（天）"), validators=[Required()])
    min_days_off = WholeNumberField(lazy_gettext("每次至少休息（天）"), validators=[Required()])
    max_weekends = WholeNumberField(lazy_gettext("最多值守几个周末"), description=lazy_gettext("不填为不限"))
    max_nights = WholeNumberField(lazy_gettext("每人最多夜班（个）"), description=lazy_gettext("不填为不限"))
    max_hours = WholeNumberField(lazy_gettext("每人最多工时（小时）"), description=lazy_gettext("不填为不限"))
    min_hours = WholeNumberField(
        lazy_gettext("每人至少工时（小时）"), description=lazy_gettext("不填为不限；自动均衡，一般不必填")
    )
    relief_after = WholeNumberField(
        lazy_gettext("几天后换班接替（天）"), description=lazy_gettext("到期由新的一批人接替；不填为不换")
    )

    def values(self) -> RestValues:
        """What the operation takes."""
        return RestValues(**{name: self[name].data for name in RestValues.__slots__})


REST_GROUPS = [
    (lazy_gettext("休息"), ["rest_hours", "max_consecutive", "min_days_off", "min_consecutive"]),
    (lazy_gettext("每人上限"), ["max_nights", "max_weekends", "max_hours", "min_hours"]),
    (lazy_gettext("轮换接替"), ["relief_after"]),
]


def _hours(minutes: int | None) -> int | None:
    return None if minutes is None else minutes // 60


@blueprint.route("/<int:operation_id>/rest", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def rest(operation_id: int) -> ResponseReturnValue:
    """The rest rules."""
    operation = find_operation(session(), current_actor(), operation_id)
    same = ("max_consecutive", "min_consecutive", "min_days_off", "max_weekends", "max_nights", "relief_after")
    known = {name: getattr(operation, name) for name in (*same, "version")}
    form = RestForm(
        data={
            **known,
            "rest_hours": operation.min_rest_minutes // 60,
            "max_hours": _hours(operation.max_minutes),
            "min_hours": _hours(operation.min_minutes) or None,
        }
    )
    return handle(
        form,
        _page(operation, _("休息规则"), REST_GROUPS),
        lambda current: save_rest(current, current_actor(), now(), operation_id, form.values(), form.version_read()),
        lambda row: (_next(row, "surge.who"), _("已保存休息规则")),
        lambda: find_operation(session(), current_actor(), operation_id),
    )


def _page(operation: SurgeOperation, title: str, groups: list[tuple[str, list[str]]]) -> FormPage:
    preparing = operation.state == SurgeState.PREPARING
    back = url_for("surge.check" if preparing else "surge.board", operation_id=operation.id)
    note = None if preparing else _("对以后生成的班表有效；现行班表不变。")
    return FormPage(
        title, back, groups, _("保存，下一步") if preparing else _("保存"), operation.name, note, tabs(operation)
    )


def _next(operation: SurgeOperation, endpoint: str) -> str:
    preparing = operation.state == SurgeState.PREPARING
    return url_for(endpoint if preparing else "surge.board", operation_id=operation.id)


class CallingForm(RecordForm):
    """Who may be called; what becomes of the monthly duty."""

    unit_ids = CheckboxesField(lazy_gettext("召集哪些单位"), description=lazy_gettext("不选为全部单位"))
    unit_share = WholeNumberField(
        lazy_gettext("每个单位最多派出（百分比）"),
        validators=[Required()],
        description=lazy_gettext("占单位人数的百分比"),
    )
    keeps_floors = BooleanField(lazy_gettext("各单位留足在岗底数"))
    only_listed = BooleanField(lazy_gettext("只召集名单中标明可召集的人"))
    reserve = WholeNumberField(
        lazy_gettext("预备（百分比）"), validators=[Required()],
        description=lazy_gettext("比测算人数多召集的百分比：班次由大家分担，有人不能来时有余地"),
    )  # fmt: skip
    exempts = BooleanField(lazy_gettext("下沉期间暂停每月一日值勤"))
    credits = BooleanField(lazy_gettext("值守可抵当月值勤"))
    credit_shifts = WholeNumberField(lazy_gettext("抵当月值勤至少值守（班）"), validators=[Required()])

    def prepare(self) -> CallingForm:
        """Fill the choices in."""
        self.unit_ids.choices = choices.units()
        return self

    def values(self) -> CallingValues:
        """What the operation takes."""
        named = {name: self[name].data for name in CallingValues.__slots__ if name != "unit_ids"}
        flags = {name: bool(named[name]) for name in ("keeps_floors", "only_listed", "exempts", "credits")}
        return CallingValues(**{**named, **flags, "unit_ids": tuple(self.unit_ids.data or ())})


WHO_GROUPS = [
    (lazy_gettext("召集"), ["unit_share", "reserve", "keeps_floors", "only_listed"]),
    (lazy_gettext("每月一日值勤"), ["exempts", "credits", "credit_shifts"]),
    (lazy_gettext("单位"), ["unit_ids"]),
]


@blueprint.route("/<int:operation_id>/who", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def who(operation_id: int) -> ResponseReturnValue:
    """Who may be called."""
    operation = find_operation(session(), current_actor(), operation_id)
    form = CallingForm(
        data={name: getattr(operation, name) for name in (*CallingValues.__slots__, "version")}
    ).prepare()
    return handle(
        form,
        _page(operation, _("召集范围"), WHO_GROUPS),
        lambda current: save_calling(current, current_actor(), now(), operation_id, form.values(), form.version_read()),
        lambda row: (_next(row, "surge.check"), _("已保存召集范围")),
        lambda: find_operation(session(), current_actor(), operation_id),
    )
