"""The list of posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from service.models import Placement, Post, PostKind, RoleName
from service.operations.posts import PostFilter, holders_on, last_day_of, list_posts
from service.operations.posts.find import parks_of
from service.operations.posts.vacancies import vacancies_on
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.database import session
from service.web.formats import label, short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import post_tabs
from service.web.views.posts.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
FEW = 3


def wanted() -> PostFilter:
    """What the address asks for."""
    arguments = request.args
    return PostFilter(
        text=arguments.get("q", ""),
        kind=arguments.get("kind") or None,
        community_id=arguments.get("community", type=id_number),
        park=arguments.get("park") or None,
        state=arguments.get("state") or "active",
        sort=arguments.get("sort", "code"),
    )


def holders_by_post(posts: Sequence[Post]) -> dict[int, list[Placement]]:
    """Who holds each of these posts today."""
    found: dict[int, list[Placement]] = defaultdict(list)
    ids = [post.id for post in posts]
    for row in holders_on(session(), current_actor().district_id, today(), Post.id.in_(ids)) if ids else []:
        found[row.post_id].append(row)
    return found


def holder_cell(rows: Sequence[Placement]) -> Cell:
    """Who holds a post: up to three names, linked where there is one."""
    if not rows:
        return Cell(None)
    names = "、".join(row.cadre.name for row in rows[:FEW])
    if len(rows) > FEW:
        names = _("%(names)s 等 %(count)s 人", names=names, count=len(rows))
    one = rows[0] if len(rows) == 1 and current_actor().has(RoleName.ADMIN) else None
    small = rows[0].unit.name if len(rows) == 1 and rows[0].unit else None
    return Cell(names, url_for("people.detail", cadre_id=one.cadre_id) if one else None, small=small)


def state_cell(post: Post, lacking: int, held: int) -> Cell:
    """Whether a post is in use, and what it lacks."""
    if post.active_to is not None and post.active_to <= today():
        return Cell(_("已停用"), state="off")
    if lacking:
        return Cell(_("缺 %(count)s 人", count=lacking), state="clash")
    return Cell(_("有人任职"), state="good") if held else Cell(_("无人任职"), state="plain")


def columns(rows: Sequence[Post]) -> list[Column]:
    """The columns of the list."""
    held = holders_by_post(rows)
    lacking: dict[int, int] = defaultdict(int)
    for one in vacancies_on(session(), current_actor(), today()):
        lacking[one.post.id] += one.lacking

    def ends(post: Post) -> str | None:
        days = [last_day_of(row) for row in held[post.id]]
        return short_day(min(days)) if days else None

    return [
        Column("name", _("名称"), lambda p: Cell(p.name, url_for("posts.detail", post_id=p.id)), sort=True),
        Column("code", _("编码"), lambda p: p.code, sort=True, shown=False),
        Column("kind", _("类别"), lambda p: label(p.kind), sort=True),
        Column("community", _("社区"), lambda p: p.community.name if p.community else None, sort=True),
        Column("park", _("园区"), lambda p: p.park, sort=True),
        Column("holders", _("现任"), lambda p: holder_cell(held[p.id])),
        Column("ends", _("最近到期"), ends),
        Column("state", _("状态"), lambda p: state_cell(p, lacking[p.id], len(held[p.id]))),
        Column("priority", _("优先级"), lambda p: p.priority, sort=True, numeric=True, shown=False),
        Column("load", _("负荷"), lambda p: p.load, numeric=True, shown=False),
        Column("address", _("地址"), lambda p: p.address, shown=False),
    ]


def filters(admin: bool) -> list[Filter]:
    """The filters of the list."""
    found = [Filter("q", _("名称、园区、单位或网格员")), Filter("kind", _("类别"), choices.kinds(PostKind))]
    parks = parks_of(session(), current_actor())
    if admin:
        found.append(Filter("community", _("社区"), choices.communities()))
    if parks:
        found.append(Filter("park", _("园区"), [(park, park) for park in parks]))
    states = [("vacant", _("今天缺人")), ("ended", _("已停用")), ("all", _("全部"))]
    return [*found, Filter("state", _("状态"), states, any_text=_("在用"))]


@blueprint.get("/")
@allow(*SEERS)
def index() -> ResponseReturnValue:
    """The posts in the reader's scope."""
    actor = current_actor()
    asked = wanted()
    query: Any = list_posts(session(), actor, today(), asked)
    if asked.state == "vacant":
        query = query.where(Post.id.in_({one.post.id for one in vacancies_on(session(), actor, today(), asked.kind)}))
    page = page_of(
        session(), query.options(joinedload(Post.community), joinedload(Post.unit), selectinload(Post.roles))
    )
    admin = actor.has(RoleName.ADMIN)
    more = []
    if admin:
        more = [
            Action(_("批量建岗"), url_for("posts.making")),
            Action(_("交接与阶段设置"), url_for("posts.settings")),
        ]
    return render_listing(
        Listing(
            title=_("岗位列表"),
            subtitle=_("网格员岗位、村、企业、改造小区、电梯和被巡察单位：要几个人、谁在任、到哪天"),
            columns=columns(page.rows),
            page=page,
            filters=filters(admin),
            tabs=post_tabs(),
            more=more,
            new=(_("新增岗位"), url_for("posts.new")) if admin else None,
            export="posts" if admin else None,
            empty=(
                _("还没有岗位"),
                _("可为网格员、村和单位一次建齐，也可逐个新增或从 Excel 导入企业、小区和电梯。")
                if admin
                else _("本社区有岗位或改造工程时会显示在这里。"),
            ),
        )
    )
