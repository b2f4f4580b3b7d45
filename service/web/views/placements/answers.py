"""Answers before a programme is solved: a unit's officer for its people, a community's head for its posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from service.messages import Message, NotFound
from service.models import ProgrammePost, RoleName
from service.operations.programmes.answers import (
    MOST_WISHES,
    answer_as_community,
    answer_as_unit,
    candidates_to_wish,
    community_questions,
    unit_questions,
)
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.records.fields import RecordForm, ReferenceField, Required, WordField
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import visible_tabs
from service.web.records.lookups import units_of_people
from service.web.views.placements.area import blueprint, placement_tabs

YES_NO = {"yes": True, "no": False}
ANSWERS = {True: "yes", False: "no", None: ""}


class AnswerForm(RecordForm):
    """Consent and ordered wishes."""

    consent = WordField(lazy_gettext("答复"), validators=[Required()])
    wish_1 = ReferenceField(lazy_gettext("第一意愿"))
    wish_2 = ReferenceField(lazy_gettext("第二意愿"))
    wish_3 = ReferenceField(lazy_gettext("第三意愿"))
    wish_4 = ReferenceField(lazy_gettext("第四意愿"))
    wish_5 = ReferenceField(lazy_gettext("第五意愿"))

    def prepare(self, options: Sequence[tuple[int, str]], texts: tuple[str, str]) -> AnswerForm:
        """Give the choices; `texts` are what yes and no mean."""
        self.consent.choices = [("", _("请选择")), ("yes", texts[0]), ("no", texts[1])]
        for name in wish_names():
            self[name].choices = [("", _("不选")), *options]
        return self

    def answered(self) -> bool | None:
        """What was said."""
        return YES_NO.get(self.consent.data or "")

    def wishes(self) -> list[int]:
        """The wishes in their order."""
        return [self[name].data for name in wish_names() if self[name].data]


def wish_names() -> list[str]:
    """The fields of wishes."""
    return [f"wish_{number}" for number in range(1, MOST_WISHES + 1)]


def known_answer(consent: bool | None, wishes: Sequence[Any]) -> dict[str, Any]:
    """An answer that was given as the form shows it."""
    chosen = {name: int(wish) for name, wish in zip(wish_names(), wishes, strict=False)}
    return {"consent": ANSWERS[consent], **chosen}


@blueprint.get("/answers")
@allow(RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD)
def answers() -> ResponseReturnValue:
    """What the reader is asked."""
    return render_template(
        "placements/answers.html",
        people=unit_questions(session(), current_actor(), now()),
        posts=community_questions(session(), current_actor()),
        wished=_wished(community_questions(session(), current_actor())),
        tabs=visible_tabs(placement_tabs()),
    )


def _wished(posts: Sequence[ProgrammePost]) -> dict[int, list[str]]:
    found = {}
    for post in posts:
        names = {
            one.cadre_id: one.cadre.name for one in candidates_to_wish(session(), current_actor(), post.programme_id)
        }
        found[post.id] = [names[wish] for wish in post.wishes if wish in names]
    return found


@blueprint.post("/answers/people/<int:candidate_id>")
@allow(RoleName.UNIT_OFFICER)
def answer_person(candidate_id: int) -> ResponseReturnValue:
    """Say whether somebody of the unit may go; a blank takes the answer back."""
    consent = YES_NO.get(request.form.get("consent", ""))
    told = {True: _("已答复：同意"), False: _("已答复：不同意"), None: _("已撤回答复")}[consent]
    return act(
        lambda current: answer_as_unit(current, current_actor(), now(), candidate_id, consent),
        told,
        url_for("placements.answers"),
    )


@blueprint.post("/answers/people")
@allow(RoleName.UNIT_OFFICER)
def answer_all() -> ResponseReturnValue:
    """Agree to all of a programme's candidates who have no answer yet."""
    programme_id = request.form.get("programme", type=id_number)
    with transaction() as current:
        left = [
            one.id
            for one in unit_questions(current, current_actor(), now())
            if one.programme_id == programme_id and one.unit_consent is None
        ]
        for candidate_id in left:
            answer_as_unit(current, current_actor(), now(), candidate_id, True)
    flash(_("已同意 %(count)s 人", count=len(left)), "success")
    return redirect(url_for("placements.answers"))


@blueprint.route("/answers/posts/<int:programme_post_id>", methods=["GET", "POST"])
@allow(RoleName.COMMUNITY_HEAD)
def answer_post(programme_post_id: int) -> ResponseReturnValue:
    """Say whether a post takes part, and whom the community wishes for."""
    posts = community_questions(session(), current_actor())
    post = next((one for one in posts if one.id == programme_post_id), None)
    if post is None:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    found = candidates_to_wish(session(), current_actor(), post.programme_id)
    units = units_of_people([one.cadre_id for one in found], post.programme.first_day)
    options = [
        (one.cadre_id, f"{one.cadre.name}（{units[one.cadre_id].name if one.cadre_id in units else '—'}）")
        for one in found
    ]
    form = AnswerForm(data=known_answer(post.consent, post.wishes))
    worker = post.post.grid_worker
    yes = _("同意，%(name)s 愿意互换", name=worker.name) if worker else _("同意")
    form.prepare(options, (yes, _("不同意")))
    page = FormPage(
        _("答复：%(name)s", name=post.post.name),
        url_for("placements.answers"),
        [("", ["consent"]), (_("希望谁来（按先后，可不填）"), wish_names())],
        _("提交答复"),
        subtitle=f"{post.programme.name} · {post.programme.first_day} – {post.programme.last_day}",
        note=_("项目批准前可随时修改。意愿会尽量满足，不保证。"),
    )
    return handle(
        form,
        page,
        lambda current: answer_as_community(
            current, current_actor(), now(), programme_post_id, form.answered(), form.wishes()
        ),
        lambda row: (url_for("placements.answers"), _("答复已保存")),
    )
