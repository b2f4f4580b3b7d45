"""How a district plans: mode, weights and bounds, kept as JSON in `District.planning` and refused when wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from sqlalchemy.orm import Session

from scheduler.problem import WEIGHT_NAMES
from scheduler.rules import DEFAULT_WEIGHTS
from service.messages import FieldProblem, InvalidInput, Message
from service.models import District, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.post_settings import PostSettings

MOST_POINTS = 1_000_000


class Mode(StrEnum):
    """The two readings of 每月一日: a day each, spread over the month, or everybody on one fixed day."""

    STAGGERED = "staggered"
    FIXED_DAY = "fixed_day"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FixedDaySettings(_Part):
    """What holds in the fixed-day mode in place of the units', zones' and calendar's own figures.

    `day_of_month`: the day (the last one of a shorter month). `nearest_workday`: where the calendar
    closes that day, the nearest open one of the month is taken (the later one of two as near).
    `min_present`: cadres each unit keeps in the office (null: the unit's own floor).
    `max_parties_per_day`: visits a zone takes that day. `min_on_duty`, `max_on_duty`: cadres on duty
    (null: 0, and everybody).
    """

    day_of_month: int = Field(1, ge=1, le=31)
    nearest_workday: bool = True
    min_present: int | None = Field(1, ge=0, le=10_000)
    max_parties_per_day: int = Field(10, ge=1, le=1_000)
    min_on_duty: int | None = Field(None, ge=0, le=1_000_000)
    max_on_duty: int | None = Field(None, ge=0, le=1_000_000)

    @model_validator(mode="after")
    def _in_order(self) -> FixedDaySettings:
        if self.min_on_duty is not None and self.max_on_duty is not None and self.min_on_duty > self.max_on_duty:
            raise ValueError(f"min_on_duty ≤ max_on_duty ({self.max_on_duty})")
        return self


class ReplanWeights(_Part):
    """Weights of a re-plan: fewest unserved first, then fewest changes, then everything else."""

    unserved: int = Field(200_000, ge=0, le=MOST_POINTS)
    change_day: int = Field(2_000, ge=0, le=MOST_POINTS)
    change_zone: int = Field(1_000, ge=0, le=MOST_POINTS)


class PlanningSettings(_Part):
    """How a district plans. Null takes the installation's setting (config/grid-duty.toml).

    `duties_per_month`: what a new cadre owes. `weights`: points by soft rule. `day_load`: percentages of
    the average number on duty that give a day's min and max where the calendar names none.
    `short_notice_days`: a change told fewer days before the duty counts as short notice in the ledger.
    `keep_days`: duties from today to so many days ahead stay as they are in a re-plan.
    `duty_starts`, `duty_ends`: the hours of a duty in calendar feeds (24 hours, both or neither; null: all day).
    `posts`: what is handed over at posts, and the stages of a site's works.
    """

    mode: Mode = Mode.STAGGERED
    fixed_day: FixedDaySettings = FixedDaySettings()
    duties_per_month: int = Field(1, ge=0, le=31)
    weights: dict[str, int] = Field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    replan_weights: ReplanWeights = ReplanWeights()
    spacing_days: int = Field(5, ge=1, le=31)
    interval_days: tuple[int, int] = (21, 40)
    min_gap_days: int = Field(7, ge=1, le=31)
    day_load: tuple[int, int] = (80, 130)
    keep_days: int | None = Field(None, ge=0, le=31)
    draft_from_day: int | None = Field(None, ge=1, le=28)
    publish_by_itself: bool | None = None
    short_notice_days: int = Field(3, ge=0, le=31)
    duty_starts: str | None = Field(None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    duty_ends: str | None = Field(None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    posts: PostSettings = PostSettings()

    @field_validator("duty_ends")
    @classmethod
    def _hours(cls, value: str | None, info: ValidationInfo) -> str | None:
        starts = info.data.get("duty_starts")
        if (value is None) != (starts is None) or (value is not None and starts is not None and value <= starts):
            raise ValueError(f"{starts or '—'} < {value or '—'}")
        return value

    @field_validator("weights")
    @classmethod
    def _every_rule(cls, value: dict[str, int]) -> dict[str, int]:
        """Rules that are not named keep their default weight."""
        strange = sorted(value.keys() - set(WEIGHT_NAMES))
        if strange:
            raise ValueError(f"{', '.join(strange)} ∉ {', '.join(WEIGHT_NAMES)}")
        for name, points in value.items():
            if not 0 <= points <= MOST_POINTS:
                raise ValueError(f"{name} = {points}: 0 – {MOST_POINTS}")
        return {name: value.get(name, DEFAULT_WEIGHTS[name]) for name in WEIGHT_NAMES}

    @field_validator("interval_days")
    @classmethod
    def _interval(cls, value: tuple[int, int]) -> tuple[int, int]:
        return _pair(value, 0, 366)

    @field_validator("day_load")
    @classmethod
    def _load(cls, value: tuple[int, int]) -> tuple[int, int]:
        low, high = _pair(value, 0, 1_000)
        if low > 100 or high < 100:
            raise ValueError("0 – 100, 100 – 1000")
        return value


def _pair(value: tuple[int, int], least: int, most: int) -> tuple[int, int]:
    if not least <= value[0] <= value[1] <= most:
        raise ValueError(f"{least} ≤ {value[0]} ≤ {value[1]} ≤ {most}")
    return value


def planning_of(district: District) -> PlanningSettings:
    """A district's settings; what it has not set is the default."""
    return PlanningSettings.model_validate(district.planning or {})


def save_planning(session: Session, actor: Actor, now: datetime, values: Mapping[str, Any]) -> PlanningSettings:
    """Change the actor's district's settings; keys that are not given stay as they are.

    Raises:
        NotAllowed: the actor is no admin.
        InvalidInput: a value is wrong; its problems name field, value and bound.
    """
    actor.require(RoleName.ADMIN)
    district = session.get_one(District, actor.district_id)
    before = planning_of(district).model_dump(mode="json")
    try:
        settings = PlanningSettings.model_validate({**before, **values})
    except ValidationError as error:
        raise InvalidInput(Message("排班设置有误，未保存"), _problems(error)) from None
    after = settings.model_dump(mode="json")
    if after != before:
        district.planning = after
        record(session, actor, now, "planning.update", district, before=before, after=after)
    return settings


def _problems(error: ValidationError) -> list[FieldProblem]:
    return [
        FieldProblem(
            field=".".join(str(part) for part in problem["loc"]),
            value=problem.get("input"),
            expected=Message("应符合：%(bound)s", bound=problem["msg"].removeprefix("Value error, ")),
        )
        for problem in error.errors(include_url=False)
    ]
