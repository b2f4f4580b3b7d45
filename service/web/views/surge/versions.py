"""The versions of an operation's roster, each readable as it was."""

from __future__ import annotations

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.messages import Message, NotFound
from service.models import RoleName
from service.operations.surge.find import find_operation, rosters_of, works_of
from service.operations.surge.proposals import find_roster
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.paging import SIZES, Page
from service.web.views.surge.area import blueprint, tabs

ROSTER_STATES = {"proposed": "draft", "in_force": "published", "superseded": "plain", "discarded": "off"}
FILES = ("problem", "instance", "plan")


PARTS = ("problem", "instance", "plan")


@blueprint.get("/<int:operation_id>/versions")
@allow(RoleName.ADMIN)
def versions(operation_id: int) -> ResponseReturnValue:
    """All of them."""
    operation = find_operation(session(), current_actor(), operation_id)
    return render_template(
        "surge/versions.html", operation=operation, rosters=rosters_of(session(), operation), states=ROSTER_STATES,
        tabs=tabs(operation),
    )  # fmt: skip


@blueprint.get("/<int:operation_id>/versions/<int:number>")
@allow(RoleName.ADMIN)
def version(operation_id: int, number: int) -> ResponseReturnValue:
    """The shifts of a version."""
    operation = find_operation(session(), current_actor(), operation_id)
    roster = next((one for one in rosters_of(session(), operation) if one.number == number), None)
    if roster is None or roster.state in ("proposed", "discarded"):
        raise NotFound(Message("没有第 %(number)s 版班表", number=number))
    works = works_of(session(), operation, number=number)
    size = request.args.get("size", type=int)
    size = size if size in SIZES else 100
    page = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(works) // size)))
    return render_template(
        "surge/version.html", operation=operation, roster=roster, states=ROSTER_STATES, tabs=tabs(operation),
        page=Page(works[(page - 1) * size : page * size], page, size, len(works)),
        back=url_for("surge.versions", operation_id=operation_id),
    )  # fmt: skip


@blueprint.get("/rosters/<int:roster_id>/<part>.json")
@allow(RoleName.ADMIN)
def roster_file(roster_id: int, part: str) -> ResponseReturnValue:
    """What was solved and what came of it, as files that `grid-duty verify` takes."""
    if part not in PARTS:
        raise NotFound(Message("没有这个文件"))
    roster = find_roster(session(), current_actor(), roster_id)
    data = getattr(roster, part)
    if data is None:
        raise NotFound(Message("这一版由替换或解散产生，没有求解文件"))
    answer = Response(data, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="surge-{roster.operation_id}-{roster.number}-{part}.json"'
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
