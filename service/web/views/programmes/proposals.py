"""Proposals of a programme: asked for, looked at, changed by hand, approved."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.placement.problem import Placement
from scheduler.placement.rules import SOFT_RULES
from service.messages import Conflict, InvalidInput, NotFound
from service.models import Proposal, RoleName
from service.operations.programmes.approving import approve, preview_approval
from service.operations.programmes.proposals import (
    HandChange,
    Stored,
    change_by_hand,
    find_proposal,
    list_proposals,
    open_proposal,
    siblings_of,
)
from service.operations.programmes.runs import active_run_of, request_proposal, runs_of_programme
from service.operations.programmes.telling import (
    difference,
    lines_of,
    pair_words,
    people_left,
    posts_short,
    tell_people,
    why_of,
    workable,
)
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import words
from service.web.paging import page_of, page_of_rows
from service.web.views.programmes.area import blueprint, frame, programme_of
from service.web.views.runs import download

SECONDS = (10, 30, 60, 300)


@blueprint.get("/<int:programme_id>/proposals")
@allow(RoleName.ADMIN)
def proposals(programme_id: int) -> ResponseReturnValue:
    """The proposals, and the form that asks for more."""
    programme = programme_of(programme_id)
    return render_template(
        "programmes/proposals.html",
        page=page_of(session(), list_proposals(session(), current_actor(), programme_id), 25),
        runs=runs_of_programme(session(), programme.district_id, programme_id, most=5),
        under_way=active_run_of(session(), programme_id, programme.district_id),
        seconds=SECONDS,
        **frame(programme),
    )


@blueprint.post("/<int:programme_id>/proposals")
@allow(RoleName.ADMIN)
def ask(programme_id: int) -> ResponseReturnValue:
    """Queue a solve."""
    seconds = request.form.get("seconds", type=int)
    options = {"time_limit": float(seconds)} if seconds in SECONDS else {}
    day = day_of_form("refill_from")
    try:
        with transaction() as current:
            run = request_proposal(current, current_actor(), now(), programme_id, options, refill_from=day)
            current.flush()
            run_id = run.id
    except (Conflict, InvalidInput) as error:
        flash(words(error.message), "error")
        return redirect(url_for("programmes.proposals", programme_id=programme_id))
    return redirect(url_for("runs.show", run_id=run_id))


def day_of_form(name: str) -> date | None:
    """A day of the form; None where it is blank or no day."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def shown(proposal: Proposal, stored: Stored) -> dict[str, Any]:
    """What the pages of a proposal have in common."""
    return {"proposal": proposal, "stored": stored, **frame(proposal.programme)}


@blueprint.get("/proposals/<int:proposal_id>")
@allow(RoleName.ADMIN)
def proposal(proposal_id: int) -> ResponseReturnValue:
    """A proposal: its pairs, its points by rule, the next best beside it, who and what is left over."""
    row = find_proposal(session(), current_actor(), proposal_id)
    stored = open_proposal(row)
    left = page_of_rows(people_left(stored), 25)
    lines = lines_of(session(), stored)
    titles = {rule.code: rule for rule in SOFT_RULES}
    others = [one for one in siblings_of(session(), row) if one.id != row.id]
    return render_template(
        "programmes/proposal.html",
        lines=lines,
        new_count=sum(not line.kept for line in lines),
        score=[(titles[code], points) for code, points in stored.plan.score.items() if points],
        others=[(one, difference(stored, open_proposal(one))) for one in others],
        left=left,
        left_lines=tell_people(stored, left.rows),
        short=posts_short(stored),
        names=lambda triple: words(pair_words(stored, Placement(*triple))),
        **shown(row, stored),
    )


@blueprint.get("/proposals/<int:proposal_id>/why")
@allow(RoleName.ADMIN)
def why(proposal_id: int) -> ResponseReturnValue:
    """Why one pair: its points by rule, the alternatives on both sides, what refusing it would cost."""
    row = find_proposal(session(), current_actor(), proposal_id)
    stored = open_proposal(row)
    person, post = request.args.get("person", type=id_number), request.args.get("post", type=id_number)
    role = request.args.get("role", "")
    found = why_of(stored, str(person), str(post), role)
    line = next(line for line in lines_of(session(), stored) if line.placement == found.placement)
    return render_template(
        "programmes/why.html",
        why=found,
        line=line,
        workable={
            other.placement
            for other in (*found.for_person, *found.for_post)
            if workable(stored, found.placement, other.placement)
        },
        titles={rule.code: rule.title for rule in SOFT_RULES},
        pair=lambda one: words(pair_words(stored, one)),
        names=lambda triple: words(pair_words(stored, Placement(*triple))),
        **shown(row, stored),
    )


@blueprint.post("/proposals/<int:proposal_id>/change")
@allow(RoleName.ADMIN)
def change(proposal_id: int) -> ResponseReturnValue:
    """A new proposal with one placement taken out or put in place of another."""
    form = request.form
    taken, given = _triple(form.get("taken", "")), _triple(form.get("given", ""))
    try:
        with transaction() as current:
            made = change_by_hand(current, current_actor(), now(), proposal_id, HandChange(taken, given))
            address, number = url_for("programmes.proposal", proposal_id=made.id), made.number
    except (Conflict, InvalidInput) as error:
        flash(words(error.message), "error")
        return redirect(url_for("programmes.proposal", proposal_id=proposal_id))
    flash(_("已另存为方案 %(number)s，原方案不变", number=number), "success")
    return redirect(address)


def _triple(text: str) -> tuple[int, int, str] | None:
    """`12:34:攻坚员` as it stands in the page's own fields; None where it is blank."""
    person, _sign, rest = text.partition(":")
    post, _sign, role = rest.partition(":")
    try:
        return (id_number(person), id_number(post), role) if role else None
    except ValueError:
        return None


@blueprint.route("/proposals/<int:proposal_id>/approve", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def approval(proposal_id: int) -> ResponseReturnValue:
    """What approving does, in figures and names; then the approval."""
    row = find_proposal(session(), current_actor(), proposal_id)
    if request.method == "POST":
        try:
            with transaction() as current:
                found = approve(current, current_actor(), now(), proposal_id, request.form.get("token", ""))
                count = len(found.coming)
        except (Conflict, InvalidInput, NotFound) as error:
            flash(words(error.message), "error")
            return redirect(url_for("programmes.approval", proposal_id=proposal_id))
        flash(_("方案已批准：新安排 %(count)s 项", count=count), "success")
        return redirect(url_for("programmes.placements", programme_id=row.programme_id))
    preview = preview_approval(session(), current_actor(), now(), row)
    return render_template("programmes/approve.html", preview=preview, proposal=row, **frame(row.programme))


@blueprint.get("/proposals/<int:proposal_id>/instance.json")
@allow(RoleName.ADMIN)
def instance_file(proposal_id: int) -> ResponseReturnValue:
    """The very bytes that a proposal was solved from, for `grid-duty solve`."""
    row = find_proposal(session(), current_actor(), proposal_id)
    return download(row.instance, f"placement-{row.programme.code}-{row.number}.json")


@blueprint.get("/proposals/<int:proposal_id>/plan.json")
@allow(RoleName.ADMIN)
def plan_file(proposal_id: int) -> ResponseReturnValue:
    """A proposal as a plan file, for `grid-duty verify`."""
    row = find_proposal(session(), current_actor(), proposal_id)
    return download(row.plan, f"placement-plan-{row.programme.code}-{row.number}.json")
