"""The posts that take part in a programme."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import SelectMultipleField

from service.models import Post, PostKind, Programme, ProgrammeKind, ProgrammePost, RoleName
from service.operations.programmes.settings import POST_KINDS
from service.operations.programmes.taking_part import (
    PostFilter,
    ProgrammePostValues,
    add_posts,
    change_post,
    find_programme_post,
    list_programme_posts,
    posts_left,
    remove_posts,
)
from service.operations.skills import list_skills
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import DayField, RecordForm, ReferenceField, WholeNumberField, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.views.programmes.area import blueprint, frame, programme_of
from service.web.views.programmes.members import chosen, consent_read, consent_word, do

ANSWERS = [("", lazy_gettext("未答复")), ("yes", lazy_gettext("同意")), ("no", lazy_gettext("不同意"))]


class CodesField(SelectMultipleField):
    """Several codes, chosen in a list."""

    def pre_validate(self, form: Any) -> None:
        """Nothing: the operation checks."""


def skill_choices() -> list[tuple[str, str]]:
    """The skills by code."""
    return [(row.code, f"{row.name}（{row.code}）") for row in session().scalars(list_skills(current_actor()))]


@blueprint.get("/<int:programme_id>/posts")
@allow(RoleName.ADMIN)
def posts(programme_id: int) -> ResponseReturnValue:
    """The posts of a programme."""
    programme = programme_of(programme_id)
    query = list_programme_posts(session(), current_actor(), programme_id, request.args.get("q", ""))
    return render_template("programmes/posts.html", page=page_of(session(), query), **frame(programme))


def wanted(source: Any) -> PostFilter:
    """Which posts the address (or the form) asks for."""
    return PostFilter(
        text=source.get("q", ""),
        kind=source.get("kind") or None,
        community_id=source.get("community", type=id_number),
        park=source.get("park") or None,
    )


@blueprint.get("/<int:programme_id>/posts/add")
@allow(RoleName.ADMIN)
def choose_posts(programme_id: int) -> ResponseReturnValue:
    """Posts that could take part."""
    programme = programme_of(programme_id)
    query = posts_left(current_actor(), programme, wanted(request.args)).options(joinedload(Post.community))
    kinds = [(str(kind), word(kind)) for kind in PostKind if kind in POST_KINDS[programme.kind]]
    parks = select(Post.park).where(Post.district_id == programme.district_id, Post.park.is_not(None)).distinct()
    return render_template(
        "programmes/add_posts.html",
        page=page_of(session(), query, 100),
        kinds=kinds,
        parks=[(park, park) for park in session().scalars(parks.order_by(Post.park))],
        communities=choices.communities(),
        **frame(programme),
    )


@blueprint.post("/<int:programme_id>/posts/add")
@allow(RoleName.ADMIN)
def take_posts_in(programme_id: int) -> ResponseReturnValue:
    """Let the chosen posts, or all that the filter finds, take part."""
    which = wanted(request.form) if request.form.get("all") else chosen()
    return do(
        lambda current: add_posts(current, current_actor(), now(), programme_id, which),
        lambda count: _("已添加 %(count)s 个岗位", count=count),
        url_for("programmes.posts", programme_id=programme_id),
    )


@blueprint.post("/<int:programme_id>/posts/remove")
@allow(RoleName.ADMIN)
def take_posts_out(programme_id: int) -> ResponseReturnValue:
    """Take the chosen posts out."""
    return do(
        lambda current: remove_posts(current, current_actor(), now(), programme_id, chosen()),
        lambda count: _("已移出 %(count)s 个岗位", count=count),
        url_for("programmes.posts", programme_id=programme_id),
    )


class ProgrammePostForm(RecordForm):
    """How a post takes part."""

    first_day = DayField(label("first_day"), description=lazy_gettext("不填则与项目相同"))
    last_day = DayField(label("last_day"), description=lazy_gettext("不填则与项目相同"))
    consent = WordField(label("consent"))
    min_experienced = WholeNumberField(label("min_experienced"))
    offers = CodesField(label("offers"), description=lazy_gettext("到这里任职能学到的专长；按住 Ctrl 可多选"))
    second_look_of = ReferenceField(label("second_look_of"), description=lazy_gettext("首次巡察的人员不参加回头看"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.consent.choices = ANSWERS

    def values(self) -> ProgrammePostValues:
        """What the operation takes."""
        return ProgrammePostValues(
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            min_experienced=self.min_experienced.data,
            consent=consent_read(self.consent.data),
            offers=tuple(self.offers.data or ()),
            second_look_of_id=self.second_look_of.data,
        )


def first_looks(row: ProgrammePost) -> list[tuple[Any, str]]:
    """Posts of inspections that a second look can be of: of the same unit, here or in earlier rounds."""
    query = (
        select(ProgrammePost)
        .join(Programme, Programme.id == ProgrammePost.programme_id)
        .join(Post, Post.id == ProgrammePost.post_id)
        .where(
            ProgrammePost.district_id == row.district_id,
            Programme.kind == ProgrammeKind.INSPECTION,
            Post.unit_id == row.post.unit_id,
            ProgrammePost.id != row.id,
        )
        .options(joinedload(ProgrammePost.post), joinedload(ProgrammePost.programme))
    )
    return [(one.id, f"{one.post.name}（{one.programme.name}）") for one in session().scalars(query)]


@blueprint.route("/<int:programme_id>/posts/<int:row_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_post(programme_id: int, row_id: int) -> ResponseReturnValue:
    """Change how a post takes part."""
    programme = programme_of(programme_id)
    row = find_programme_post(session(), current_actor(), programme_id, row_id)
    data = {
        "first_day": row.first_day, "last_day": row.last_day, "consent": consent_word(row.consent),
        "min_experienced": row.min_experienced, "offers": row.offers, "second_look_of": row.second_look_of_id,
    }  # fmt: skip
    form = ProgrammePostForm(data=data)
    form.offers.choices = skill_choices()
    form.second_look_of.choices = choices.with_blank(first_looks(row))
    fields = ["first_day", "last_day", "consent", "min_experienced", "offers"]
    if programme.kind == ProgrammeKind.INSPECTION:
        fields.append("second_look_of")
    back = url_for("programmes.posts", programme_id=programme_id)
    return handle(
        form,
        FormPage(row.post.name, back, [("", fields)], _("保存"), subtitle=programme.name),
        lambda current: change_post(current, current_actor(), now(), programme_id, row_id, form.values()),
        lambda saved: (back, _("已保存“%(name)s”", name=saved.post.name)),
    )
