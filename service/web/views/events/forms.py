"""The forms of events."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField, TextAreaField

from service.operations.events.change import EventValues
from service.web.formats import WEEKDAYS
from service.web.language import language
from service.web.records import choices
from service.web.records.fields import (
    CheckboxesField,
    DayField,
    RecordForm,
    ReferenceField,
    Required,
    WholeNumberField,
    WordField,
    ZoneField,
    label,
)
from service.web.views.events.index import kind_choices


class TimeField(StringField):
    """A time of day; the operation reads it."""

    def __init__(self, label: Any, **given: Any) -> None:
        super().__init__(label, render_kw={"type": "time"}, **given)


def weekday_choices() -> list[tuple[str, str]]:
    """The days of the week; 0 is Monday."""
    names = WEEKDAYS[language()]
    return [(str(number), f"周{name}" if language() == "zh" else name) for number, name in enumerate(names)]


def number_of(value: str | None) -> int | None:
    """The number of a choice."""
    return int(value) if value and value.isdigit() else None


class PlaceForm(RecordForm):
    """When and where; what the audience is told of a change."""

    date = DayField(label("date"), validators=[Required()])
    starts = TimeField(label("starts"), validators=[Required()])
    ends = TimeField(label("ends"), validators=[Required()])
    place = StringField(label("place"))
    notice = StringField(label("notice"), description=lazy_gettext("改期或取消的原因，会告诉参加的人；可不填"))


class EventForm(PlaceForm):
    """An event."""

    kind = ReferenceField(label("kind"), validators=[Required()])
    title = StringField(label("title"), validators=[Required()])
    place = StringField(label("place"), description=lazy_gettext("如：区机关三楼会议室"))
    community = ReferenceField(label("community"), description=lazy_gettext("在社区举行时选择；可不选"))
    zone = ZoneField(label("zone"))
    everyone = BooleanField(lazy_gettext("全体在职干部"))
    grid_workers = BooleanField(lazy_gettext("网格员（选了社区时为该社区的网格员）"))
    units = CheckboxesField(label("units"))
    branches = CheckboxesField(label("branches"))
    people = TextAreaField(label("people"), description=lazy_gettext("工号或姓名，用“、”或换行分开"))
    sign_up = BooleanField(lazy_gettext("需要报名：以上对象可以报名，报上的才参加；满员后候补"))
    seats = WholeNumberField(label("seats"), description=lazy_gettext("不填为不限"))
    sign_up_until = DayField(label("sign_up_until"), description=lazy_gettext("含当天；不填为活动当天"))
    note = TextAreaField(label("note"))

    def prepare(self) -> EventForm:
        """Fill the choices in."""
        self.kind.choices = choices.with_blank(kind_choices(active_only=True))
        if self.kind.data and self.kind.data not in dict(kind_choices(active_only=True)):
            # A kind no longer in use still stands on the events that have it.
            self.kind.choices = [*self.kind.choices, *(pair for pair in kind_choices() if pair[0] == self.kind.data)]
        self.community.choices = choices.with_blank(choices.communities())
        self.units.choices = choices.units()
        self.branches.choices = choices.branches()
        return self

    def values(self) -> EventValues:
        """What the operation takes."""
        return EventValues(
            kind_id=self.kind.data,
            title=self.title.data,
            date=self.date.data,
            starts=self.starts.data,
            ends=self.ends.data,
            place=self.place.data,
            community_id=self.community.data,
            zone=self.zone.data,
            everyone=bool(self.everyone.data),
            grid_workers=bool(self.grid_workers.data),
            unit_ids=tuple(self.units.data or ()),
            branch_ids=tuple(self.branches.data or ()),
            people=self.people.data,
            seats=self.seats.data,
            sign_up=bool(self.sign_up.data),
            sign_up_until=self.sign_up_until.data,
            note=self.note.data,
            notice=self.notice.data,
        )


def groups(*, when: list[str], told: bool) -> list[tuple[str, list[str]]]:
    """The groups of the form: what and when, where, who, seats, notes."""
    return [
        ("", ["kind", "title", *when, "starts", "ends"]),
        (_("地点"), ["place", "community", "zone"]),
        (_("叫谁参加"), ["everyone", "grid_workers", "units", "branches", "people"]),
        (_("席位和报名"), ["sign_up", "seats", "sign_up_until"]),
        (_("说明"), ["note", *(["notice"] if told else [])]),
    ]


class SeriesForm(EventForm):
    """A series: an event form whose date is a rhythm."""

    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(label("last_day"), validators=[Required()], description=lazy_gettext("含当天"))
    weekday = WordField(label("weekday"))
    every_weeks = WholeNumberField(label("every_weeks"), description=lazy_gettext("1 为每周，2 为隔周"))
    skip_holidays = BooleanField(lazy_gettext("避开节假日"))
    without = TextAreaField(label("without"), description=lazy_gettext("这些日期不办，如 2026-12-28；用“、”或换行分开"))

    def prepare(self) -> SeriesForm:
        """Fill the choices in."""
        super().prepare()
        self.weekday.choices = weekday_choices()
        return self
