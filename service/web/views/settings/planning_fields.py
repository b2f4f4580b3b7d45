"""The fields of the planning settings' form: where each value lies, its bounds, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from annotated_types import Ge, Le
from pydantic import BaseModel

from scheduler.rules.catalogue import SOFT_RULES
from service.messages import N_, Message
from service.operations.planning_settings import MOST_POINTS, FixedDaySettings, PlanningSettings

Kind = Literal["mode", "int", "optional", "bool", "choice", "time"]


@dataclass(frozen=True, slots=True)
class Field:
    """One value. `path` leads to it in the settings' JSON; `low` and `high` are its bounds, both included."""

    path: tuple[str | int, ...]
    title: str
    about: str = ""
    kind: Kind = "int"
    low: int = 0
    high: int = 0

    @property
    def name(self) -> str:
        """Its name in the form."""
        return ".".join(str(part) for part in self.path)


def WeightField(code: str) -> Field:
    """The weight of a soft rule."""
    return Field(("weights", code), "", low=0, high=MOST_POINTS)


def bounded(model: type[BaseModel], path: tuple[str | int, ...], title: str, about: str, kind: Kind = "int") -> Field:
    """A field with the bounds that the settings themselves declare."""
    bounds = model.model_fields[str(path[-1])].metadata
    low = next(int(bound.ge) for bound in bounds if isinstance(bound, Ge))  # type: ignore[call-overload]
    high = next(int(bound.le) for bound in bounds if isinstance(bound, Le))  # type: ignore[call-overload]
    return Field(path, title, about, kind, low, high)


def _own(name: str, title: str, about: str, kind: Kind = "int") -> Field:
    return bounded(PlanningSettings, (name,), title, about, kind)


def _fixed(name: str, title: str, about: str, kind: Kind = "int") -> Field:
    return bounded(FixedDaySettings, ("fixed_day", name), title, about, kind)


GROUPS: tuple[tuple[str, str, tuple[Field, ...]], ...] = (
    (
        N_("排班方式"),
        N_("“每月一日”可按每人一天错开安排，也可全体固定在同一天。"),
        (
            Field(("mode",), N_("方式"), "", "mode"),
            _own("duties_per_month", N_("新增人员每月次数"), N_("新录入的干部默认每月下网格几次")),
        ),
    ),
    (
        N_("间隔与密度"),
        N_("人员两次值勤之间、网格两次走访之间隔多久。"),
        (
            _own("min_gap_days", N_("两次值勤最少相隔（天）"), N_("同一人一个月内多次值勤时的硬性下限")),
            Field(("interval_days", 0), N_("与上次值勤相隔不少于（天）"), N_("少于时按天计分"), low=0, high=366),
            Field(("interval_days", 1), N_("与上次值勤相隔不多于（天）"), N_("多于时按天计分"), low=0, high=366),
            _own("spacing_days", N_("走访间隔窗口（开放日）"), N_("同一网格在连续这么多个开放日内多于一次走访时计分")),
            Field(("day_load", 0), N_("每日人数下限（平均数的百分之）"), N_("日历未指定人数的日子用"), low=0, high=100),
            Field(
                ("day_load", 1), N_("每日人数上限（平均数的百分之）"), N_("日历未指定人数的日子用"), low=100, high=1000
            ),
        ),
    ),
    (
        N_("固定日方式"),
        N_("仅在“全体同一天”方式下生效，代替单位、网格和日历各自的数字。"),
        (
            _fixed("day_of_month", N_("每月几号"), N_("当月没有这一天时取最后一天")),
            Field(("fixed_day", "nearest_workday"), N_("遇休息日改为最近的开放日"), "", "bool"),
            _fixed("min_present", N_("各单位留守人数"), N_("留空则用各单位自己的数字"), "optional"),
            _fixed("max_parties_per_day", N_("每个网格当天最多几组"), ""),
            _fixed("min_on_duty", N_("当天最少人数"), N_("留空为 0"), "optional"),
            _fixed("max_on_duty", N_("当天最多人数"), N_("留空为不限"), "optional"),
        ),
    ),
    (
        N_("夜间与重排"),
        N_("留空的项采用安装设置。"),
        (
            _own("draft_from_day", N_("从每月几号起起草下月"), N_("每夜起草，直到发布"), "optional"),
            _own("keep_days", N_("重排时保留未来几天不动"), N_("临近的值勤除非无法执行，否则不变"), "optional"),
            Field(("publish_by_itself",), N_("夜间方案自动发布"), N_("否则等待管理员审核"), "choice"),
            _own(
                "short_notice_days",
                N_("提前不足几天算临时变动"),
                N_("发布后的变动，离值勤不足这么多天的，在公平台账中单列"),
            ),
            *(
                Field(("replan_weights", code), title, about, low=0, high=MOST_POINTS)
                for code, title, about in (
                    ("unserved", N_("重排：每少安排一次"), N_("应远大于变动的分数，优先保证人人安排")),
                    ("change_day", N_("重排：改变一次日期"), N_("越大，已发布的日期越不易变")),
                    ("change_zone", N_("重排：改变一次网格"), N_("越大，已发布的网格越不易变")),
                )
            ),
        ),
    ),
    (
        N_("日历订阅"),
        N_("干部订阅的日历中，值勤显示为全天还是一段时间。两项都留空为全天；填写时须同时填写，结束晚于开始。"),
        (
            Field(("duty_starts",), N_("值勤开始时间"), "", "time"),
            Field(("duty_ends",), N_("值勤结束时间"), "", "time"),
        ),
    ),
)
ALL_FIELDS: tuple[Field, ...] = (
    *(field for _title, _about, fields in GROUPS for field in fields),
    *(WeightField(rule.code) for rule in SOFT_RULES),
)


def value_at(values: Any, path: tuple[str | int, ...]) -> Any:
    """The value that a path leads to."""
    for part in path:
        values = values[part]
    return values


def values_from(form: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Message]]:
    """The settings that a form holds, and what is wrong with it by field. A pair of bounds is a list."""
    values: dict[str, Any] = {"interval_days": [0, 0], "day_load": [0, 0], "fixed_day": {}, "replan_weights": {}}
    values["weights"] = {}
    errors: dict[str, Message] = {}
    for field in ALL_FIELDS:
        try:
            value = _read(field, form.get(field.name, "").strip())
        except ValueError:
            errors[field.name] = Message("应为 %(low)d 至 %(high)d 的整数", low=field.low, high=field.high)
            continue
        target = value_at(values, field.path[:-1])
        target[field.path[-1]] = value
    return values, errors


def _read(field: Field, text: str) -> Any:
    if field.kind == "mode":
        return text
    if field.kind == "bool":
        return text == "yes"
    if field.kind == "time":
        return text or None
    if field.kind == "choice":
        return {"yes": True, "no": False}.get(text)
    if field.kind == "optional" and not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1
    if not field.low <= number <= field.high:
        raise ValueError(text)
    return number
