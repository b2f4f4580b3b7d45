"""A cadre's day preferences: a month to pick days from, and those that were said."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField

from service.messages import N_
from service.models import DayPreference, RoleName
from service.operations.calendar import days_of
from service.operations.months import add_months, last_day
from service.operations.my_duties import own_cadre
from service.operations.preferences import MOST_POINTS, delete_preference, list_preferences, set_preference
from service.operations.publication.versions import duties_of_cadre, publication_in_force
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import day as day_words
from service.web.months import this_month, today
from service.web.navigation import NavigationItem
from service.web.records import spans
from service.web.records.fields import DayField, RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, act, handle

blueprint = Blueprint("my_preferences", __name__, url_prefix="/mine/preferences")
NAVIGATION = (
    NavigationItem(
        14,
        N_("日期意愿"),
        "calendar-heart",
        "my_preferences.index",
        frozenset({RoleName.CADRE}),
        frozenset({"my_preferences"}),
    ),
)


@blueprint.get("/")
@allow(RoleName.CADRE)
def index() -> ResponseReturnValue:
    """The coming month: the one that is planned next."""
    return redirect(url_for("my_preferences.month_view", month=add_months(this_month(), 1)))


def weeks(days: list[date]) -> list[list[date | None]]:
    """The days of a month in weeks from Monday."""
    padded: list[date | None] = [None] * days[0].weekday() + list(days)
    padded += [None] * (-len(padded) % 7)
    return [padded[start : start + 7] for start in range(0, len(padded), 7)]


@blueprint.get("/<month:month>")
@allow(RoleName.CADRE)
def month_view(month: date) -> ResponseReturnValue:
    """A month with what was said for its days."""
    actor = current_actor()
    cadre = own_cadre(session(), actor)
    days = {day.date: day for day in days_of(session(), actor.district_id, month, last_day(month))}
    rows = session().scalars(list_preferences(actor, today(), first=today()).where(DayPreference.cadre_id == cadre.id))
    coming = list(rows)
    return render_template(
        "mine/preferences.html",
        month=month,
        weeks=weeks(list(days)),
        days=days,
        points={row.date: row.points for row in coming},
        coming=coming,
        duties={row.date for row in duties_of_cadre(session(), actor.district_id, cadre.id, month, last_day(month))},
        published=publication_in_force(session(), actor.district_id, month) is not None,
    )


class OwnPreferenceForm(RecordForm):
    """How much a day is to be avoided, and why."""

    date = DayField(label("date"), validators=[Required()])
    points = WordField(label("points"), validators=[Required()])
    reason = StringField(label("reason"))

    def prepare(self) -> OwnPreferenceForm:
        """Fill the choices in."""
        said = {0: _("愿意"), 3: _("有些不便"), 5: _("不太方便"), 8: _("很不方便"), MOST_POINTS: _("尽量不排")}
        self.points.choices = [
            (str(count), f"{count} · {said[count]}" if count in said else str(count))
            for count in range(MOST_POINTS + 1)
        ]
        return self


@blueprint.route("/say", methods=["GET", "POST"])
@allow(RoleName.CADRE)
def say() -> ResponseReturnValue:
    """Say, or say anew, how much a day is to be avoided."""
    cadre = own_cadre(session(), current_actor())
    day = spans.day_argument("date")
    query = list_preferences(current_actor(), today(), first=day, last=day).where(DayPreference.cadre_id == cadre.id)
    known = session().scalar(query) if day else None
    start = {"date": day, "points": str(known.points if known else 5), "reason": known.reason if known else ""}
    form = OwnPreferenceForm(data=start).prepare()
    back = url_for("my_preferences.month_view", month=day.replace(day=1)) if day else url_for("my_preferences.index")
    page = FormPage(
        _("登记日期意愿"),
        back,
        [("", ["date", "points", "reason"])],
        _("保存"),
        note=_("0 为愿意，10 为尽量不排。排班会尽量照顾，但不保证；确实来不了，请向单位请假。"),
    )
    return handle(
        form,
        page,
        lambda current: set_preference(
            current,
            current_actor(),
            now(),
            cadre.employee_number,
            form.date.data,
            int(form.points.data) if (form.points.data or "").isdigit() else None,
            form.reason.data,
        ),
        lambda row: (
            url_for("my_preferences.month_view", month=row.date.replace(day=1)),
            _("已登记 %(day)s 的意愿", day=day_words(row.date)),
        ),
    )


@blueprint.post("/<int:preference_id>/delete")
@allow(RoleName.CADRE)
def delete(preference_id: int) -> ResponseReturnValue:
    """Take back what was said."""
    month = request.form.get("month", "")
    back = f"{url_for('my_preferences.index')}{month}" if len(month) == 7 and month[:4].isdigit() else None
    return act(
        lambda current: delete_preference(current, current_actor(), now(), preference_id),
        _("已删除"),
        back or url_for("my_preferences.index"),
    )
