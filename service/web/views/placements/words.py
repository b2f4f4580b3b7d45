"""The words of placements: kinds of posts, sides and stages of evaluations, papers, whom to ask for."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.messages import N_
from service.models import Placement, PostKind, ReviewGrade, ReviewSide, ReviewStage
from service.operations.engagements import last_day_of
from service.operations.feeds.placements import KINDS
from service.operations.name_order import NameOrder
from service.operations.papers.words import place_name
from service.operations.placements import state_on
from service.operations.placements.find import STATES
from service.operations.reviews import DueReview, needs_paper
from service.web.formats import short_day
from service.web.months import today
from service.web.records.listing import Cell

SIDES = {
    ReviewSide.CADRE: N_("干部本人"),
    ReviewSide.UNIT: N_("派出单位"),
    ReviewSide.COMMUNITY: N_("接收方"),
    ReviewSide.GRID_WORKER: N_("互换网格员"),
}
STAGES = {ReviewStage.MIDTERM: N_("期中评价"), ReviewStage.FINAL: N_("期满评价")}
GRADES = {
    ReviewGrade.GOOD: N_("好"),
    ReviewGrade.FAIRLY_GOOD: N_("较好"),
    ReviewGrade.FAIR: N_("尚可"),
    ReviewGrade.POOR: N_("不好"),
}
REVIEW_STATES = {
    "overdue": N_("已逾期，未填写"),
    "open": N_("请填写"),
    "later": N_("未到时间"),
    "written": N_("已填写"),
}
REVIEW_MARKS = {"overdue": "clash", "open": "draft", "later": "plain", "written": "good"}
STATE_MARKS = {"in_force": "published", "coming": "draft", "ended": "plain", "cancelled": "off"}
PAPERS = {
    "notice": N_("通知和名单"),
    "group": N_("小队、巡察组组成名单"),
    "unit": N_("致派出单位的函"),
    "place": N_("介绍信"),
    "person": N_("到岗通知（干部）"),
    "worker": N_("到岗通知（网格员）"),
}
ORDERS = {NameOrder.STROKES: N_("姓氏笔画"), NameOrder.PINYIN: N_("拼音"), NameOrder.UNIT: N_("单位次序")}
CONTACTS = {
    "post_contact": N_("岗位联系人"),
    "grid_head": N_("网格长"),
    "grid_worker": N_("网格员"),
    "community_contact": N_("社区联系人"),
    "unit_officer": N_("单位联络员"),
}


def said(words: dict[Any, str], key: str) -> str:
    """A word of one of these lists in the reader's language."""
    return str(_(words[key])) if key in words else key


def pairs(words: dict[Any, str]) -> list[tuple[Any, str]]:
    """One of these lists as the choices of a select."""
    return [(str(key), str(_(text))) for key, text in words.items()]


def kind_words(placement: Placement) -> str:
    """双向轮岗, 驻村, …"""
    return said(KINDS, placement.post.kind)


def kind_choices() -> list[tuple[Any, str]]:
    """The kinds of posts as choices."""
    return [
        (str(PostKind.GRID_WORKER), _("双向轮岗")),
        (str(PostKind.VILLAGE), _("驻村")),
        (str(PostKind.ENTERPRISE), _("驻企")),
        (str(PostKind.COMPOUND), _("攻坚小队（小区）")),
        (str(PostKind.LIFT), _("攻坚小队（电梯）")),
        (str(PostKind.UNIT), _("巡察")),
    ]


def state_cell(placement: Placement) -> Cell:
    """Where a placement stands today; that it ended early is said below."""
    state = state_on(placement, today())
    early = placement.ended_on is not None and state != "cancelled" and placement.ended_on < placement.last_day
    small = _("原定至 %(day)s", day=short_day(placement.last_day)) if early else None
    return Cell(said(STATES, state), state=STATE_MARKS[state], small=small)


def term(placement: Placement) -> str:
    """2026-12-01 至 2027-03-31."""
    return str(_("%(first)s 至 %(last)s", first=placement.first_day, last=last_day_of(placement)))


def link(placement: Placement) -> str:
    """The page of a placement."""
    return url_for("placements.detail", placement_id=placement.id)


def side_words(due: DueReview) -> str:
    """Who writes, with the name: 派出单位（区财政局）."""
    placement = due.placement
    names = {
        ReviewSide.CADRE: placement.cadre.name,
        ReviewSide.UNIT: placement.unit.name if placement.unit else None,
        ReviewSide.COMMUNITY: place_name(placement),
        ReviewSide.GRID_WORKER: placement.grid_worker.name if placement.grid_worker else None,
    }
    name = names[ReviewSide(due.side)]
    words = said(SIDES, due.side)
    if name is not None:
        words = str(_("%(side)s（%(name)s）", side=words, name=name))
    return words


def on_paper(due: DueReview) -> bool:
    """Whether this side writes on paper and an admin enters it."""
    return due.side == ReviewSide.COMMUNITY and needs_paper(due.placement)
