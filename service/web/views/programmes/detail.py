"""One programme at a glance: where it stands, what is to be done next, its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from service.models import Candidate, Programme, ProgrammePost, Proposal, RoleName
from service.operations.history import history_of
from service.operations.programmes.find import figures_of, placements_of
from service.operations.programmes.runs import active_run_of, runs_of_programme
from service.operations.programmes.settings import settings_of
from service.operations.skills import list_skills
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.formats import label, short_day
from service.web.records.listing import Cell
from service.web.views.programmes.area import blueprint, frame, programme_of


@dataclass(frozen=True, slots=True)
class Answers:
    """How many have agreed, refused and not answered."""

    yes: int = 0
    no: int = 0
    open: int = 0


def answers(programme: Programme) -> dict[str, Answers]:
    """The answers to the questions that this programme asks."""
    columns: dict[str, Any] = {
        "own": Candidate.own_consent, "unit": Candidate.unit_consent, "post": ProgrammePost.consent,
    }  # fmt: skip
    found: dict[str, Answers] = {}
    for name, column in columns.items():
        if name not in settings_of(programme).consents:
            continue
        query = select(column, func.count()).where(column.class_.programme_id == programme.id).group_by(column)
        counts = {row[0]: row[1] for row in session().execute(query)}
        found[name] = Answers(counts.get(True, 0), counts.get(False, 0), counts.get(None, 0))
    return found


def facts(programme: Programme) -> list[tuple[str, object]]:
    """What the programme is."""
    settings = settings_of(programme)
    skills = {row.code: row.name for row in session().scalars(list_skills(current_actor()))}
    least, most = programme.wanted_least, programme.wanted_most
    wanted = _("按岗位各自的人数")
    if least is not None or most is not None:
        wanted = f"{least or 0} – {most if most is not None else _('不限')}"
    consents = {"own": _("本人"), "unit": _("单位"), "post": _("岗位一方")}
    found: list[tuple[str, object]] = [
        (_("类别"), label(programme.kind)),
        (_("编码"), programme.code),
        (_("任期"), f"{short_day(programme.first_day)} – {short_day(programme.last_day)}"),
        (_("每月值勤"), _("任职期间免排") if programme.exempts else _("照常承担")),
        (_("安排总数"), wanted),
        (
            _("须征得的同意"),
            "、".join(text for name, text in consents.items() if name in settings.consents) or _("不需要"),
        ),
    ]
    if settings.teach:
        found.append(
            (
                _("本轮要学的内容"),
                "、".join(f"{skills.get(code, code)}（{value}）" for code, value in settings.teach.items()),
            )
        )
    if programme.approved_at is not None:
        found.append((_("批准"), Cell(programme.approved_by, small=short_day(programme.approved_at.date()))))
    if programme.note:
        found.append((_("备注"), programme.note))
    return found


@blueprint.get("/<int:programme_id>")
@allow(RoleName.ADMIN)
def show(programme_id: int) -> ResponseReturnValue:
    """A programme."""
    programme = programme_of(programme_id)
    newest = session().scalar(
        select(Proposal)
        .where(Proposal.programme_id == programme_id, Proposal.rank == 1)
        .order_by(Proposal.id.desc())
        .limit(1)
    )
    runs = runs_of_programme(session(), programme.district_id, programme_id, most=1)
    return render_template(
        "programmes/show.html",
        facts=facts(programme),
        figures=figures_of(session(), [programme_id])[programme_id],
        answers=answers(programme),
        newest=newest,
        under_way=active_run_of(session(), programme_id, programme.district_id),
        last_run=runs[0] if runs else None,
        placed=len(placements_of(session(), programme_id)),
        entries=history_of(session(), current_actor(), programme),
        proposals_url=url_for("programmes.proposals", programme_id=programme_id),
        **frame(programme),
    )
