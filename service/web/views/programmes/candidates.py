"""The candidates of a programme."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from service.models import Candidate, RoleName
from service.operations.memberships import unit_on
from service.operations.programmes.candidates import (
    CadreChoice,
    CandidateValues,
    add_candidates,
    cadres_left,
    change_candidate,
    find_candidate,
    list_candidates,
    remove_candidates,
    roles_of,
)
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import RecordForm, WholeNumberField, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.records.lookups import units_of_people
from service.web.views.programmes.area import blueprint, frame, programme_of
from service.web.views.programmes.members import chosen, consent_read, consent_word, do, known
from service.web.views.programmes.posts import ANSWERS, CodesField, skill_choices


@blueprint.get("/<int:programme_id>/candidates")
@allow(RoleName.ADMIN)
def candidates(programme_id: int) -> ResponseReturnValue:
    """The candidates of a programme."""
    programme = programme_of(programme_id)
    query = list_candidates(
        session(), current_actor(), programme_id, request.args.get("q", ""), request.args.get("unit", type=id_number)
    )
    return render_template(
        "programmes/candidates.html",
        page=page_of(session(), query),
        unit_of=lambda row: unit_on(row.cadre, programme.first_day),
        units=choices.units(),
        **frame(programme),
    )


def wanted(source: Any) -> CadreChoice:
    """Which cadres the address (or the form) asks for."""
    return CadreChoice(
        text=source.get("q", ""),
        unit_id=source.get("unit", type=id_number),
        skill_id=source.get("skill", type=id_number),
        home_community_id=source.get("community", type=id_number),
    )


@blueprint.get("/<int:programme_id>/candidates/add")
@allow(RoleName.ADMIN)
def choose_candidates(programme_id: int) -> ResponseReturnValue:
    """Cadres who could be candidates."""
    programme = programme_of(programme_id)
    page = page_of(session(), cadres_left(current_actor(), programme, wanted(request.args)), 100)
    return render_template(
        "programmes/add_candidates.html",
        page=page,
        unit_names=units_of_people([row.id for row in page.rows], programme.first_day),
        units=choices.units(),
        skills=choices.skills(),
        communities=choices.communities(),
        **frame(programme),
    )


@blueprint.post("/<int:programme_id>/candidates/add")
@allow(RoleName.ADMIN)
def take_candidates_in(programme_id: int) -> ResponseReturnValue:
    """Let the chosen cadres, or all that the filter finds, be candidates."""
    which = wanted(request.form) if request.form.get("all") else chosen()
    return do(
        lambda current: add_candidates(current, current_actor(), now(), programme_id, which),
        lambda count: _("已添加 %(count)s 名候选人", count=count),
        url_for("programmes.candidates", programme_id=programme_id),
    )


@blueprint.post("/<int:programme_id>/candidates/remove")
@allow(RoleName.ADMIN)
def take_candidates_out(programme_id: int) -> ResponseReturnValue:
    """Take the chosen candidates out."""
    return do(
        lambda current: remove_candidates(current, current_actor(), now(), programme_id, chosen()),
        lambda count: _("已移出 %(count)s 名候选人", count=count),
        url_for("programmes.candidates", programme_id=programme_id),
    )


class CandidateForm(RecordForm):
    """How a cadre is a candidate."""

    own_consent = WordField(label("own_consent"))
    unit_consent = WordField(label("unit_consent"))
    roles = CodesField(label("roles"), description=lazy_gettext("能担任的角色；不选表示都可以"))
    experienced = BooleanField(label("experienced"))
    max_posts = WholeNumberField(label("max_posts"))
    capacity = WholeNumberField(label("capacity"), description=lazy_gettext("同时承担的岗位负荷之和的上限"))
    min_posts = WholeNumberField(label("min_posts"), description=lazy_gettext("应当安排到的岗位数；0 表示可以不安排"))
    offers = CodesField(label("offers"), description=lazy_gettext("来单位交流的人能学到的专长；按住 Ctrl 可多选"))
    note = StringField(label("note"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.own_consent.choices = self.unit_consent.choices = ANSWERS

    def values(self) -> CandidateValues:
        """What the operation takes."""
        return CandidateValues(
            roles=tuple(self.roles.data or ()),
            offers=tuple(self.offers.data or ()),
            experienced=bool(self.experienced.data),
            capacity=self.capacity.data,
            max_posts=self.max_posts.data,
            min_posts=self.min_posts.data,
            own_consent=consent_read(self.own_consent.data),
            unit_consent=consent_read(self.unit_consent.data),
            note=self.note.data,
        )


def shown(row: Candidate) -> dict[str, Any]:
    """A candidate as the form shows it."""
    names = ("roles", "offers", "experienced", "capacity", "max_posts", "min_posts", "note")
    return {
        **{name: getattr(row, name) for name in names},
        "own_consent": consent_word(row.own_consent),
        "unit_consent": consent_word(row.unit_consent),
    }


@blueprint.route("/<int:programme_id>/candidates/<int:candidate_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_candidate(programme_id: int, candidate_id: int) -> ResponseReturnValue:
    """Change how a cadre is a candidate."""
    programme = programme_of(programme_id)
    row = find_candidate(session(), current_actor(), programme_id, candidate_id)
    form = CandidateForm(data=shown(row))
    form.roles.choices = known(roles_of(session(), programme))
    form.offers.choices = skill_choices()
    fields = [
        "own_consent",
        "unit_consent",
        "roles",
        "experienced",
        "max_posts",
        "capacity",
        "min_posts",
        "offers",
        "note",
    ]
    back = url_for("programmes.candidates", programme_id=programme_id)
    return handle(
        form,
        FormPage(row.cadre.name, back, [("", fields)], _("保存"), subtitle=programme.name),
        lambda current: change_candidate(current, current_actor(), now(), programme_id, candidate_id, form.values()),
        lambda saved: (back, _("已保存“%(name)s”", name=saved.cadre.name)),
    )
