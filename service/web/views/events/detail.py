"""An event's page: what, when, where, who; clashes with duties; attendance, seats; the sheet to sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from service.models import Cadre, Event, Presence, RoleName
from service.operations.actor import Actor
from service.operations.events import AttendanceLine, attendance_of, clashes_of, find_event
from service.operations.events.attendance import markable
from service.operations.events.calls import branch_calls, call_words
from service.operations.events.find import figures_of, people_scope
from service.operations.events.seats import seats_of
from service.operations.events.workers import grid_workers_of
from service.operations.feeds.appointments import place_of
from service.operations.history import history_of
from service.operations.names import matches
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label
from service.web.months import today
from service.web.paging import SIZES, Page
from service.web.records.listing import Cell
from service.web.views.events.area import blueprint
from service.web.views.events.index import state_of

SEERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD, RoleName.CADRE)
FEW = 6
STATES = {Presence.PRESENT: "good", Presence.EXCUSED: "off", Presence.ABSENT: "bad"}


def audience_words(event: Event) -> str:
    """Whom an event calls: by name where they are few, else how many units, branches and people."""
    if len(event.calls) <= FEW:
        return call_words(event, _("全体干部"), _("网格员"))
    units, branches = (sum(getattr(call, name) is not None for call in event.calls) for name in ("unit", "branch"))
    people = len(event.calls) - units - branches
    parts = [
        (event.everyone, _("全体干部")),
        (event.grid_workers, _("网格员")),
        (units, _("%(count)s 个单位", count=units)),
        (branches, _("%(count)s 个党支部", count=branches)),
        (people, _("%(count)s 名指定人员", count=people)),
    ]
    return "、".join(text for some, text in parts if some)


def facts(event: Event) -> list[tuple[str, Any]]:
    """What the event is."""
    called = audience_words(event)
    found: list[tuple[str, Any]] = [
        (_("类别"), event.kind.name),
        (_("对值勤的影响"), label(event.kind.blocks)),
        (_("地点"), place_of(event) or None),
        (_("参加对象"), called),
        (_("编号"), event.code),
    ]
    if event.sign_up:
        found.append((_("席位数"), event.seats or _("不限")))
        found.append((_("报名截止"), (event.sign_up_until or event.date).isoformat()))
    elif event.seats:
        found.append((_("席位数"), event.seats))
    if event.series is not None and current_actor().has(RoleName.ADMIN):
        found.append((_("系列"), Cell(event.series.title, url_for("events.series_page", series_id=event.series.id))))
    if event.note:
        found.append((_("说明"), event.note))
    return found


def shown_lines(lines: Sequence[AttendanceLine]) -> list[AttendanceLine]:
    """The lines that the address asks for: by name, number, unit or branch, and by state."""
    text, state = request.args.get("q", ""), request.args.get("state", "")
    found = [line for line in lines if matches(text, line.name, line.number, line.unit, line.branch, person=True)]
    if state == "unmarked":
        return [line for line in found if line.state is None]
    return [line for line in found if line.state == state] if state in set(Presence) else found


def page_of_lines(lines: Sequence[AttendanceLine]) -> Page[AttendanceLine]:
    """The page of lines that the address asks for."""
    wanted = request.args.get("size", type=int)
    size = wanted if wanted in SIZES else 50
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(lines) // size)))
    return Page(lines[(number - 1) * size : number * size], number, size, len(lines))


@blueprint.get("/<int:event_id>")
@allow(*SEERS)
def detail(event_id: int) -> ResponseReturnValue:
    """An event."""
    actor = current_actor()
    event = find_event(session(), actor, now(), event_id)
    admin = actor.has(RoleName.ADMIN)
    may_see = admin or actor.has(RoleName.UNIT_OFFICER, RoleName.CADRE)
    lines = attendance_of(session(), actor, now(), event) if may_see else []
    allowed = markable(actor, lines) if event.cancelled_at is None else set()
    people = None if admin else people_scope(actor, today())
    own = set() if admin or not event.sign_up else _own(actor)
    return render_template(
        "events/detail.html",
        event=event,
        state=state_of(event),
        facts=facts(event),
        figures=figures_of(session(), [event], people)[event.id],
        clashes=clashes_of(session(), event.district_id, today(), Event.id == event.id) if admin else [],
        branches=branch_calls(event) if event.kind.sends_branches or any(c.zone_id for c in event.calls) else [],
        lines=page_of_lines(shown_lines(lines)),
        total=len(lines),
        allowed=allowed,
        left=sum(line.state is None and not line.away and line.cadre_id in allowed for line in lines),
        on_leave=sum(line.away and line.state is None for line in lines),
        states=STATES,
        state_choices=[("unmarked", _("未登记")), *((str(state), label(state)) for state in Presence)],
        marks=list(Presence) if event.date <= today() else [Presence.EXCUSED],
        seats=[seat for seat in seats_of(session(), event) if admin or seat.cadre_id in own],
        entries=history_of(session(), actor, event) if admin else None,
        officer=actor.has(RoleName.ADMIN, RoleName.UNIT_OFFICER),
        open_to_sign=event.sign_up
        and event.cancelled_at is None
        and today() <= (event.date if admin else (event.sign_up_until or event.date)),
    )


def _own(actor: Actor) -> set[int]:
    """Whose seats others than admins see: those of people of theirs."""
    return set(session().scalars(select(Cadre.id).where(people_scope(actor, today()))))


@blueprint.get("/<int:event_id>/sheet")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.CADRE)
def sheet(event_id: int) -> ResponseReturnValue:
    """The sheet to sign, for printing on A4; of those the reader may mark."""
    actor = current_actor()
    event = find_event(session(), actor, now(), event_id)
    lines = attendance_of(session(), actor, now(), event)
    workers = grid_workers_of(session(), event) if actor.has(RoleName.ADMIN) else []
    return render_template(
        "events/sheet.html", event=event, lines=lines, workers=workers, place=place_of(event), blank_lines=3
    )
