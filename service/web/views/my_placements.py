"""A cadre's own placements: where, when, whom to ask for, papers, evaluation; and what a programme asks beforehand."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import N_, Message, NotFound
from service.models import Post, PostKind, RoleName
from service.operations.engagements import last_day_of
from service.operations.papers import letters_for
from service.operations.papers.words import place_name
from service.operations.placements import MyPlacement, my_placements
from service.operations.programmes.answers import answer_as_cadre, invitations, posts_to_wish
from service.operations.reviews import DueReview, dues_of, reviews_of
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.navigation import NavigationItem
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Cell
from service.web.views.placements.answers import AnswerForm, known_answer, wish_names
from service.web.views.placements.words import (
    CONTACTS,
    GRADES,
    REVIEW_MARKS,
    REVIEW_STATES,
    STAGES,
    kind_words,
    said,
    side_words,
    state_cell,
    term,
)

blueprint = Blueprint("my_placements", __name__, url_prefix="/mine/placements")
NAVIGATION = (
    NavigationItem(
        15,
        N_("我的任职"),
        "person-workspace",
        "my_placements.index",
        frozenset({RoleName.CADRE}),
        frozenset({"my_placements"}),
    ),
)


@blueprint.get("/")
@allow(RoleName.CADRE)
def index() -> ResponseReturnValue:
    """The reader's placements."""
    actor = current_actor()
    mine = my_placements(session(), actor, now())
    shown = [one for one in mine if one.state in ("in_force", "coming")]
    asked = invitations(session(), actor)
    names = {one.programme_id: _post_names(one.programme_id) for one in asked}
    return render_template(
        "placements/mine.html",
        shown=shown,
        past=[one for one in mine if one not in shown],
        dues=_dues(mine),
        asked=asked,
        wished={one.id: [names[one.programme_id].get(wish, "") for wish in one.wishes] for one in asked},
        letters=letters_for,
        actor=actor,
        said_contact={key: _(text) for key, text in CONTACTS.items()},
        grades={str(grade): said(GRADES, grade) for grade in GRADES},
        stages={str(stage): said(STAGES, stage) for stage in STAGES},
        review_states={key: Cell(said(REVIEW_STATES, key), state=REVIEW_MARKS[key]) for key in REVIEW_STATES},
        place_name=place_name,
        kind_words=kind_words,
        side_words=side_words,
        state_cell=state_cell,
        last_day_of=last_day_of,
        term=term,
    )


def _dues(mine: list[MyPlacement]) -> dict[int, list[DueReview]]:
    written = reviews_of(session(), [one.placement.id for one in mine])
    return {
        one.placement.id: [
            due
            for due in dues_of(current_actor(), one.placement, written.get(one.placement.id, ()), today())
            if due.may_write or (due.may_read and due.review is not None)
        ]
        for one in mine
    }


def _post_words(post: Post) -> str:
    community = post.community or (post.zone.community if post.zone else None)
    if community is None and post.grid_worker is not None:
        community = post.grid_worker.community
    if community is None or post.kind in (PostKind.VILLAGE, PostKind.ENTERPRISE) or community.name in post.name:
        return post.name
    return f"{community.name} · {post.name}"


def _post_names(programme_id: int) -> dict[int, str]:
    return {post.id: _post_words(post) for post in posts_to_wish(session(), current_actor(), programme_id)}


@blueprint.route("/answers/<int:programme_id>", methods=["GET", "POST"])
@allow(RoleName.CADRE)
def answer(programme_id: int) -> ResponseReturnValue:
    """Say whether to take part, and which posts are wished for."""
    candidate = next((one for one in invitations(session(), current_actor()) if one.programme_id == programme_id), None)
    if candidate is None:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    names = _post_names(programme_id)
    form = AnswerForm(data=known_answer(candidate.own_consent, [one for one in candidate.wishes if one in names]))
    form.prepare(list(names.items()), (_("愿意参加"), _("不参加")))
    programme, back = candidate.programme, url_for("my_placements.index")
    page = FormPage(
        _("答复：%(name)s", name=programme.name),
        back,
        [("", ["consent"]), (_("希望去哪里（按先后，可不填）"), wish_names())],
        _("提交答复"),
        subtitle=f"{programme.first_day} – {programme.last_day}",
        note=_("项目批准前可随时修改。意愿会尽量满足，不保证。"),
    )
    return handle(
        form,
        page,
        lambda current: answer_as_cadre(current, current_actor(), now(), programme_id, form.answered(), form.wishes()),
        lambda row: (back, _("答复已保存")),
    )
