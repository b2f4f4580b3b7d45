"""Changing days, and entering a year: each makes a new revision."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from service.models import DayKind, RoleName
from service.operations.calendar import DayChange, adopt_year, change_days, newest_number, seed_calendar
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.formats import WEEKDAYS
from service.web.language import language
from service.web.months import this_month, today
from service.web.records import choices
from service.web.records.fields import (
    CheckboxesField,
    DayField,
    RecordForm,
    Required,
    WholeNumberField,
    WordField,
    label,
)
from service.web.records.forms import FormPage, act, handle
from service.web.records.spans import day_argument
from service.web.views.calendar.area import blueprint


class DaysForm(RecordForm):
    """What is to hold on some days. `version` is the number of the revision that was read."""

    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(label("last_day"), validators=[Required()], description=lazy_gettext("含当天"))
    weekdays = CheckboxesField(lazy_gettext("只改这些星期"), description=lazy_gettext("都不选表示每一天"))
    kind = WordField(label("kind"))
    open = WordField(label("open"))
    burden = WholeNumberField(
        label("burden"), description=lazy_gettext("1 到 9；周末和节日一般为 2 以上。不填表示不改")
    )
    own_limits = BooleanField(lazy_gettext("改在岗人数上下限（两项都留空表示按人数自动计算）"))
    min_on_duty = WholeNumberField(label("min_on_duty"))
    max_on_duty = WholeNumberField(label("max_on_duty"))
    reason = StringField(
        label("reason"), validators=[Required()], description=lazy_gettext("显示在日历上，如“区委全会”")
    )
    confirmed = BooleanField(lazy_gettext("按正式通知确认（不再标为暂定）"))

    def prepare(self) -> DaysForm:
        """Fill the choices in."""
        names = WEEKDAYS[language()]
        self.weekdays.choices = [
            (number, f"周{name}" if language() == "zh" else name) for number, name in enumerate(names)
        ]
        self.kind.choices = choices.with_blank(choices.kinds(DayKind), _("不改"))
        self.open.choices = [("", _("不改")), ("1", _("可排班")), ("0", _("不排班"))]
        return self

    def change(self) -> DayChange:
        """What the operation takes."""
        return DayChange(
            first=self.first_day.data,
            last=self.last_day.data,
            weekdays=frozenset(self.weekdays.data or ()),
            kind=self.kind.data or None,
            open={"1": True, "0": False}.get(self.open.data or ""),
            burden=self.burden.data,
            own_limits=bool(self.own_limits.data),
            min_on_duty=self.min_on_duty.data,
            max_on_duty=self.max_on_duty.data,
            reason=(self.reason.data or "").strip() or None,
            confirmed=bool(self.confirmed.data),
        )


def groups() -> list[tuple[str, list[str]]]:
    """The form in its groups."""
    return [
        (_("哪些日期"), ["first_day", "last_day", "weekdays"]),
        (_("改成什么"), ["kind", "open", "burden", "own_limits", "min_on_duty", "max_on_duty"]),
        (_("为什么"), ["reason", "confirmed"]),
    ]


@blueprint.route("/change", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def change() -> ResponseReturnValue:
    """Change days."""
    day = day_argument("day")
    start: dict[str, Any] = {
        "first_day": day,
        "last_day": day,
        "version": newest_number(session(), current_actor().district_id),
    }
    form = DaysForm(data=start).prepare()
    month = (day or today()).replace(day=1)
    page = FormPage(
        _("修改日期"),
        url_for("calendar.month_view", month=month),
        groups(),
        _("保存为新版本"),
        note=_("只能改今天及以后的日期。已发布的排班表不会自动改变；夜间会按新日历重排，或在排班页立即重排。"),
    )

    def done(row: Any) -> tuple[str, str]:
        first: date = form.first_day.data or this_month()
        return url_for("calendar.month_view", month=first.replace(day=1)), _(
            "已保存为日历第 %(number)s 版", number=row.number
        )

    return handle(
        form,
        page,
        lambda current: change_days(current, current_actor(), now(), form.change(), form.version_read()),
        done,
        lambda: _renewed(form),
    )


def _renewed(form: DaysForm) -> None:
    form.version.data = str(newest_number(session(), current_actor().district_id))
    form.version.raw_data = [form.version.data]


@blueprint.post("/seed")
@allow(RoleName.ADMIN)
def seed() -> ResponseReturnValue:
    """Enter the calendar of the State into an empty one."""
    return act(
        lambda current: seed_calendar(current, current_actor(), now()), _("已录入国家日历"), url_for("calendar.index")
    )


@blueprint.post("/year")
@allow(RoleName.ADMIN)
def adopt() -> ResponseReturnValue:
    """Enter a year."""
    year = request.form.get("year", type=int)
    expected = request.form.get("expected", type=id_number)
    return act(
        lambda current: adopt_year(current, current_actor(), now(), year, expected),
        _("已录入 %(year)s年日历", year=year),
        url_for("calendar.year_view", year=year),
    )
