"""A post's page: what it is, who holds it, what it lacks, who held it, its works."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import Placement, Post, PostRole, RoleName
from service.operations.audit_log import mask_phone
from service.operations.editing import find_in_district
from service.operations.history import history_of
from service.operations.posts import find_post, history_of_post, last_day_of
from service.operations.posts.hand_over import HandOver, hand_overs
from service.operations.posts.sites import site_of
from service.operations.posts.stages import DONE
from service.operations.posts.succession import may_precede, set_predecessor
from service.operations.posts.usual import LASTING, is_site
from service.operations.posts.vacancies import wanting_posts
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label, short_day
from service.web.months import today
from service.web.records.fields import RecordForm, ReferenceField
from service.web.records.fields import label as field_label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Cell
from service.web.views.posts.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)


def facts(post: Post, admin: bool) -> list[tuple[str, Any]]:
    """What is known of a post."""
    point = None if post.latitude is None else f"{post.latitude:.5f}, {post.longitude:.5f}（WGS-84）"
    found: list[tuple[str, Any]] = [(_("类别"), label(post.kind)), (_("编码"), post.code)]
    if post.community is not None:
        link = url_for("communities.detail", community_id=post.community_id)
        found.append((_("社区"), Cell(post.community.name, link)))
    if post.zone is not None:
        found.append((_("网格"), Cell(post.zone.name, url_for("zones.detail", zone_id=post.zone_id))))
    if post.unit is not None:
        link = url_for("units.detail", unit_id=post.unit_id) if admin else ""
        found.append((_("单位"), Cell(post.unit.name, link or None)))
    if post.grid_worker is not None:
        found.append((_("网格员"), Cell(post.grid_worker.name, small=mask_phone(post.grid_worker.phone))))
    contact = Cell(post.contact_name or "—", small=mask_phone(post.contact_phone))
    more = [
        (_("园区"), post.park),
        (_("地址"), post.address),
        (_("联系人"), contact if post.contact_name or post.contact_phone else None),
        (_("位置"), point),
        (_("启用日期"), short_day(post.active_from) if post.active_from else None),
        (_("停用日期"), short_day(post.active_to) if post.active_to else None),
        (_("备注"), post.note),
    ]
    found += [pair for pair in more if pair[1] is not None]
    return [*found, (_("优先级"), post.priority), (_("负荷"), post.load)]


def role_lines(post: Post, rows: list[Placement]) -> list[tuple[PostRole, list[Placement], int]]:
    """Each role with who is in it today and how many it lacks."""
    wants = post.kind in LASTING or bool(
        session().scalar(wanting_posts(current_actor(), today()).where(Post.id == post.id))
    )
    found = []
    for role in post.roles:
        held = [row for row in rows if row.role == role.role]
        found.append((role, held, max(0, role.least - len(held)) if wants else 0))
    return found


@blueprint.get("/<int:post_id>")
@allow(*SEERS)
def detail(post_id: int) -> ResponseReturnValue:
    """A post."""
    actor = current_actor()
    post = find_post(session(), actor, post_id)
    rows = history_of_post(session(), post)
    day = today()
    held = [row for row in rows if row.first_day <= day <= last_day_of(row)]
    known = {role.role for role in post.roles}
    admin = actor.has(RoleName.ADMIN)
    return render_template(
        "posts/detail.html",
        post=post,
        facts=facts(post, admin),
        roles=role_lines(post, held),
        others=[row for row in held if row.role not in known],
        held=held,
        coming=[row for row in reversed(rows) if row.first_day > day],
        past=[row for row in rows if last_day_of(row) < day],
        last_day_of=last_day_of,
        ended=post.active_to is not None and post.active_to <= day,
        site=site_of(session(), post, day) if is_site(post) else None,
        hand_overs=_hand_overs(post),
        entries=history_of(session(), actor, post) if admin else None,
        today=day,
        done=DONE,
    )


def _hand_overs(post: Post) -> list[HandOver]:
    found = hand_overs(session(), current_actor(), now(), post.kind, post.code)
    return [one for one in found if one.placement.post_id == post.id]


class PredecessorForm(RecordForm):
    """Whom a placement follows."""

    predecessor = ReferenceField(field_label("predecessor"))


@blueprint.route("/placements/<int:placement_id>/predecessor", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def predecessor(placement_id: int) -> ResponseReturnValue:
    """Say whom a placement follows."""
    row = find_in_district(session(), current_actor(), Placement, placement_id)
    form = PredecessorForm(data={"predecessor": row.predecessor_id, "version": row.version})
    form.predecessor.choices = [("", _("没有前任")), *((one.id, _words(one)) for one in may_precede(session(), row))]
    back = url_for("posts.detail", post_id=row.post_id)
    title = _("%(name)s 接替谁", name=row.cadre.name)
    return handle(
        form,
        FormPage(title, back, [("", ["predecessor"])], _("保存"), f"{row.post.name} · {row.role}"),
        lambda current: set_predecessor(
            current, current_actor(), now(), placement_id, form.predecessor.data, form.version_read()
        ),
        lambda _row: (back, _("已保存")),
        lambda: row,
    )


def _words(row: Placement) -> str:
    span = f"{row.first_day.isoformat()} – {last_day_of(row).isoformat()}"
    return f"{row.cadre.name} · {row.role} · {span}"
