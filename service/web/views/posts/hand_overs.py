"""Hand-overs: the list of those that concern the reader, and each with its items to write and to mark."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from service.messages import InvalidInput
from service.models import PostKind, RoleName
from service.operations.posts.hand_over import HandOverState, find_hand_over, hand_overs
from service.operations.posts.hand_over_items import (
    Source,
    add_item,
    fill_list,
    lines_from,
    mark_item,
    may_mark,
    may_write,
    remove_item,
)
from service.operations.posts.succession import evident_predecessors, link_evident
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import words
from service.web.months import today
from service.web.paging import page_of_rows
from service.web.records import choices
from service.web.records.forms import act
from service.web.records.listing import visible_tabs
from service.web.records.tabs import post_tabs
from service.web.views.posts.area import blueprint
from service.web.views.posts.overview import kind_asked

EVERYBODY = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD, RoleName.CADRE)
MARKERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.CADRE)
STATES = {
    HandOverState.UNLISTED: "draft",
    HandOverState.UNDER_WAY: "plain",
    HandOverState.OVERDUE: "clash",
    HandOverState.DONE: "good",
}


@blueprint.get("/hand-overs", endpoint="hand_overs")
@allow(*EVERYBODY)
def index() -> ResponseReturnValue:
    """The hand-overs that concern the reader."""
    actor = current_actor()
    found = hand_overs(session(), actor, now(), kind_asked(), request.args.get("q", ""))
    state = request.args.get("state")
    shown = [one for one in found if one.state == state] if state in set(HandOverState) else found
    admin = actor.has(RoleName.ADMIN)
    return render_template(
        "posts/hand_overs.html",
        tabs=visible_tabs(post_tabs()),
        page=page_of_rows(shown),
        figures={state: sum(one.state == state for one in found) for state in HandOverState},
        states=STATES,
        evident=len(evident_predecessors(session(), actor, now())) if admin else 0,
        kinds=choices.kinds(PostKind),
        today=today(),
    )


@blueprint.post("/hand-overs/link")
@allow(RoleName.ADMIN)
def link() -> ResponseReturnValue:
    """Let every placement follow whom it evidently follows."""
    with transaction() as current:
        count = link_evident(current, current_actor(), now())
    flash(_("已为 %(count)s 人关联前任", count=count), "success")
    return redirect(url_for("posts.hand_overs"))


@blueprint.get("/hand-overs/<int:placement_id>")
@allow(*EVERYBODY)
def hand_over(placement_id: int) -> ResponseReturnValue:
    """A hand-over."""
    return page(placement_id)


def page(placement_id: int, problem: str | None = None, typed: str = "") -> str:
    """The page of a hand-over, with what was wrong with an item typed in."""
    actor = current_actor()
    one = find_hand_over(session(), actor, now(), placement_id)
    sources = {source: lines_from(session(), actor, one, source) for source in Source} if may_write(actor, one) else {}
    present = {item.what for item in one.items}
    return render_template(
        "posts/hand_over.html",
        one=one,
        states=STATES,
        may_write=may_write(actor, one),
        may_mark=may_mark(actor, one),
        sources={name: sum(line not in present for line in lines) for name, lines in sources.items()},
        problem=problem,
        typed=typed,
        post_page=actor.has(RoleName.ADMIN, RoleName.COMMUNITY_HEAD),
    )


def back(placement_id: int) -> str:
    """The page of a hand-over."""
    return url_for("posts.hand_over", placement_id=placement_id)


@blueprint.post("/hand-overs/<int:placement_id>/fill")
@allow(*MARKERS)
def fill(placement_id: int) -> ResponseReturnValue:
    """Put a template or the last list on the list."""
    source = request.form.get("source", "")
    return act(
        lambda current: fill_list(current, current_actor(), now(), placement_id, source),
        _("已列入交接清单"),
        back(placement_id),
    )


@blueprint.post("/hand-overs/<int:placement_id>/items")
@allow(*MARKERS)
def new_item(placement_id: int) -> ResponseReturnValue:
    """Put an item on the list."""
    typed = request.form.get("what", "")
    try:
        with transaction() as current:
            add_item(current, current_actor(), now(), placement_id, typed)
    except InvalidInput as error:
        return page(placement_id, words(error.problems[0].expected), typed), 422
    flash(_("已列入交接清单"), "success")
    return redirect(back(placement_id))


@blueprint.post("/hand-overs/<int:placement_id>/items/<int:item_id>/delete")
@allow(*MARKERS)
def delete_item(placement_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item off."""

    def removed(current: Session) -> None:
        remove_item(current, current_actor(), now(), placement_id, item_id)

    return act(removed, _("已删除"), back(placement_id))


@blueprint.post("/hand-overs/<int:placement_id>/mark")
@allow(*MARKERS)
def mark(placement_id: int) -> ResponseReturnValue:
    """Mark an item (or all that are left) as done, or take the mark back."""
    item_id = request.form.get("item", type=id_number)
    done = request.form.get("done") != "no"
    with transaction() as current:
        count = mark_item(current, current_actor(), now(), placement_id, item_id, done)
    text = _("已办结 %(count)s 项", count=count) if done else _("已撤销办结")
    flash(text, "success")
    return redirect(back(placement_id))
