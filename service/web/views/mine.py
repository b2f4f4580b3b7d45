"""A cadre's own page: the next duty, what comes after, the year; made for a phone."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import N_
from service.models import RoleName
from service.operations.engagements import last_day_of
from service.operations.events.mine import my_events
from service.operations.feeds import feed_of, single_duty
from service.operations.my_duties import my_duties, my_year, own_cadre
from service.operations.my_why import my_why
from service.operations.papers.words import place_name
from service.operations.placements import my_placement_today
from service.operations.programmes.answers import invitations
from service.operations.reviews import to_write
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.downloads import download
from service.web.language import language
from service.web.months import today
from service.web.navigation import NavigationItem
from service.web.records.year import LOADS, year_cells

blueprint = Blueprint("mine", __name__, url_prefix="/mine")
OWN = frozenset({RoleName.CADRE})
NAVIGATION = (
    NavigationItem(12, N_("我的值勤"), "person-check", "mine.index", OWN, frozenset({"mine"})),
    NavigationItem(18, N_("我的资料"), "person-vcard", "mine.record", OWN, frozenset()),
)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@blueprint.get("/")
@allow(RoleName.CADRE)
def index() -> ResponseReturnValue:
    """The next duty and the year."""
    year = min(max(request.args.get("year", today().year, type=int), FIRST_YEAR), LAST_YEAR)
    mine = my_duties(session(), current_actor(), now())
    shown = my_year(session(), current_actor(), year)
    duties = [detail.duty for detail in shown.duties]
    return render_template(
        "mine/index.html",
        mine=mine,
        next=mine.coming[0] if mine.coming else None,
        away=(mine.coming[0].date - today()).days if mine.coming else 0,
        year=year,
        duties=shown.duties,
        cells=year_cells(duties, shown.absences, shown.exemptions, year),
        loads=LOADS,
        events=my_events(session(), current_actor(), now(), today()).coming[:4],
        feed=feed_of(session(), current_actor()),
        placements=[
            {"place": place_name(one), "role": one.role, "last": last_day_of(one), "exempts": one.exempts}
            for one in my_placement_today(session(), current_actor(), now())
        ],
        owed=sum(one.own_consent is None for one in invitations(session(), current_actor()))
        + len(to_write(session(), current_actor(), now())),
    )


@blueprint.get("/duty/<day:day>.ics")
@allow(RoleName.CADRE)
def duty_file(day: date) -> ResponseReturnValue:
    """One duty for a calendar."""
    cadre = own_cadre(session(), current_actor())
    page = url_for("mine.index", _external=True)
    data = single_duty(session(), cadre.district_id, cadre.id, day, language(), page)
    return download(data, _("网格值勤-%(day)s", day=day.isoformat()), "ics")


@blueprint.get("/duty/<day:day>/why")
@allow(RoleName.CADRE)
def why(day: date) -> ResponseReturnValue:
    """Why the duty falls on the reader, on that day, in that zone."""
    return render_template("mine/why.html", why=my_why(session(), current_actor(), day))


@blueprint.get("/record")
@allow(RoleName.CADRE)
def record() -> ResponseReturnValue:
    """The actor's own record."""
    return redirect(url_for("people.detail", cadre_id=own_cadre(session(), current_actor()).id))
