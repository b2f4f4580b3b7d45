"""Evaluations: what is due and still missing, and the form of one side."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import TextAreaField

from service.models import PlacementReview, RoleName
from service.operations.names import matches
from service.operations.papers.words import place_name
from service.operations.reviews import MOST_REMARKS, DueReview, due_reviews, find_due, save_review
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import short_day
from service.web.paging import page_of_rows
from service.web.records.fields import RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.views.placements.area import EVERYBODY, SEERS, blueprint, placement_tabs
from service.web.views.placements.words import (
    GRADES,
    REVIEW_MARKS,
    REVIEW_STATES,
    SIDES,
    STAGES,
    kind_words,
    link,
    on_paper,
    pairs,
    said,
    side_words,
    term,
)


class ReviewForm(RecordForm):
    """An evaluation in a word and a text."""

    grade = WordField(label("grade"), validators=[Required()])
    remarks = TextAreaField(label("remarks"), validators=[Required()], render_kw={"rows": 8})


def shown(dues: list[DueReview]) -> list[DueReview]:
    """Those that the address asks for; unasked, those to write now and overdue ones."""
    state, side, stage = (request.args.get(name, "") for name in ("state", "side", "stage"))
    text = request.args.get("q", "")
    wanted = {state} if state in REVIEW_STATES else {"overdue", "open"} if state != "all" else set(REVIEW_STATES)
    return [
        due
        for due in dues
        if due.state in wanted
        and side in ("", due.side)
        and stage in ("", due.stage)
        and matches(text, due.placement.cadre.name, place_name(due.placement), side_words(due), person=True)
    ]


def actions(due: DueReview) -> Cell:
    """Write or change, where it is the reader's."""
    if not due.may_write or due.state == "later":
        return Cell()
    text = _("修改") if due.review else _("代录") if current_actor().has(RoleName.ADMIN) else _("填写")
    return Cell(actions=[Action(text, address(due))])


def address(due: DueReview) -> str:
    """The form of an evaluation."""
    return url_for("placements.review", placement_id=due.placement.id, stage=due.stage, side=due.side)


def state_cell(due: DueReview) -> Cell:
    """Where an evaluation stands: who wrote it, or that it comes on paper."""
    small = None
    if due.review is not None:
        small = said(GRADES, due.review.grade) if due.may_read else None
    elif on_paper(due):
        small = _("纸质填写，由管理员代录")
    return Cell(said(REVIEW_STATES, due.state), state=REVIEW_MARKS[due.state], small=small)


def columns() -> list[Column]:
    """The columns of the list."""
    return [
        Column("person", _("人员"), lambda d: Cell(d.placement.cadre.name, link(d.placement))),
        Column(
            "place", _("到岗地点"), lambda d: Cell(place_name(d.placement), small=kind_words(d.placement)), wrap=True
        ),
        Column("stage", _("评价阶段"), lambda d: said(STAGES, d.stage)),
        Column("side", _("由谁填写"), side_words, wrap=True),
        Column("due", _("应填日期"), lambda d: short_day(d.due)),
        Column("state", _("状态"), state_cell),
        Column("actions", "", actions),
    ]


@blueprint.get("/reviews")
@allow(*SEERS)
def reviews() -> ResponseReturnValue:
    """The evaluations in the reader's scope: who is still missing."""
    dues = due_reviews(session(), current_actor(), now())
    counts = {state: sum(due.state == state for due in dues) for state in REVIEW_STATES}
    return render_listing(
        Listing(
            title=_("任职评价"),
            subtitle=_(
                "已逾期 %(overdue)s 份，待填写 %(open)s 份，已填写 %(written)s 份。用文字评价，不打分、不排名。",
                **counts,
            ),
            columns=columns(),
            page=page_of_rows(shown(dues)),
            filters=[
                Filter("q", _("姓名、地点或填写方")),
                Filter("stage", _("评价阶段"), pairs(STAGES)),
                Filter("side", _("由谁填写"), pairs(SIDES)),
                Filter("state", _("状态"), [*pairs(REVIEW_STATES), ("all", _("全部"))], any_text=_("逾期和待填写")),
            ],
            tabs=placement_tabs(),
            empty=(_("没有逾期或待填写的评价"), _("任期过半和期满前 14 天起可以填写；到时会列在这里。")),
        )
    )


@blueprint.route("/<int:placement_id>/reviews/<string:stage>/<string:side>", methods=["GET", "POST"])
@allow(*EVERYBODY)
def review(placement_id: int, stage: str, side: str) -> ResponseReturnValue:
    """Write an evaluation, or change it."""
    due = find_due(session(), current_actor(), now(), placement_id, stage, side)
    written = due.review
    known = {"grade": written.grade, "remarks": written.remarks, "version": written.version} if written else {}
    form = ReviewForm(data=known)
    form.grade.choices = [("", _("请选择")), *pairs(GRADES)]
    form.remarks.description = _("写做了什么、效果如何、有何建议；最多 %(most)s 字", most=MOST_REMARKS)
    own = current_actor().has(RoleName.CADRE) and not current_actor().has(*SEERS)
    back = url_for("my_placements.index") if own else link(due.placement)
    page = FormPage(
        f"{said(STAGES, stage)} · {due.placement.cadre.name}",
        back,
        [("", ["grade", "remarks"])],
        _("保存评价"),
        subtitle=f"{place_name(due.placement)} · {term(due.placement)} · {side_words(due)}",
        note=_readers(due),
    )
    return handle(
        form,
        page,
        lambda current: save_review(
            current, current_actor(), now(), placement_id, stage, side, form.grade.data or "", form.remarks.data,
            form.version_read(),
        ),
        lambda row: (back, _("评价已保存")),
        lambda: _latest(placement_id, stage, side),
    )  # fmt: skip


def _latest(placement_id: int, stage: str, side: str) -> PlacementReview | None:
    return find_due(session(), current_actor(), now(), placement_id, stage, side).review


def _readers(due: DueReview) -> str:
    if due.side in ("cadre", "grid_worker"):
        return str(_("只有填写方和组织部门能看到。每次修改都有记录。"))
    return str(_("派出单位、接收方、干部本人和组织部门能看到。每次修改都有记录。"))
