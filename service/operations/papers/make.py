"""Papers made into files: one for a placement, or all of a programme in one file or in a folder (zip)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.adapters.papers import Paper, pdf_file, word_file
from service.messages import Message, NotAllowed, NotFound
from service.models import District, Placement, Post, Programme, ProgrammeKind, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.editing import find_in_district
from service.operations.engagements import last_day_of
from service.operations.my_duties import officers_of
from service.operations.papers.details import PaperDetails, details_of
from service.operations.papers.letters import applies, letter
from service.operations.papers.notices import group, in_name_order, notice
from service.operations.papers.words import Speaker
from service.operations.placements.find import community_of, find_placement, loaded
from service.operations.placements.mine import contacts_of

FORMS = ("docx", "pdf")
KINDS: dict[str, tuple[str, ...]] = {
    ProgrammeKind.ROTATION: ("notice", "unit", "place", "person", "worker"),
    ProgrammeKind.POSTING: ("notice", "unit", "place", "person"),
    ProgrammeKind.SQUAD: ("notice", "group", "unit", "person"),
    ProgrammeKind.INSPECTION: ("notice", "group", "unit", "person"),
}
LETTER_KINDS = ("unit", "place", "person", "worker")
# The same papers give the same archive.
ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def file_of(papers: Sequence[Paper], form: str) -> bytes:
    """One file (docx, pdf) of papers."""
    return word_file(papers) if form == "docx" else pdf_file(papers)


def archive_of(papers: Sequence[Paper], form: str) -> bytes:
    """A zip with a file for each paper, numbered in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, paper in enumerate(papers, start=1):
            name = "".join("_" if character in '\\/:*?"<>|' else character for character in paper.name)
            entry = zipfile.ZipInfo(f"{number:03d}-{name}.{form}", ZIP_TIME)
            archive.writestr(entry, file_of([paper], form))
    return buffer.getvalue()


def placements_of_programme(session: Session, actor: Actor, programme_id: int) -> list[Placement]:
    """The placements of a programme that stand or stood, for its papers."""
    rows = session.scalars(
        select(Placement)
        .join(Post, Post.id == Placement.post_id)
        .where(
            Placement.district_id == actor.district_id,
            Placement.programme_id == programme_id,
            Placement.cancelled_at.is_(None),
        )
        .options(*loaded())
        .order_by(Post.code, Placement.role, Placement.id)
    ).unique()
    return [row for row in rows if last_day_of(row) >= row.first_day]


def _mark(session: Session, actor: Actor) -> Message | None:
    synthetic = session.get_one(District, actor.district_id).synthetic
    return Message("样例数据，人员和单位均为虚构") if synthetic else None


def _contacts(session: Session, placement: Placement, kind: str) -> list[str]:
    if kind == "worker" and placement.unit_id is not None:
        return list(officers_of(session, placement.district_id, placement.unit_id))
    return [one.name for one in contacts_of(session, placement, placement.first_day)]


def programme_papers(
    session: Session, actor: Actor, now: datetime, programme_id: int, kind: str, language: str
) -> tuple[list[Paper], PaperDetails]:
    """The papers of a kind (of KINDS, or `all`) of a programme, letters in the order of names; noted in the audit log.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: the programme has no such papers, or nothing of it is approved.
    """
    actor.require(RoleName.ADMIN)
    programme = find_in_district(session, actor, Programme, programme_id)
    kinds = KINDS[programme.kind] if kind == "all" else (kind,)
    placements = placements_of_programme(session, actor, programme_id)
    if kind != "all" and kind not in KINDS[programme.kind]:
        raise NotFound(Message("这类项目没有这种文书"))
    if not placements:
        raise NotFound(Message("还没有批准的安排，批准后才能出具文书"))
    details = details_of(session, actor, now, programme)
    speaker, mark = Speaker(language), _mark(session, actor)
    papers: list[Paper] = []
    for wanted in kinds:
        if wanted == "notice":
            papers.append(notice(programme, placements, details, speaker, mark))
        elif wanted == "group":
            for _, held in groupby(placements, key=lambda one: one.post_id):
                papers.append(group(programme, list(held), details, speaker, mark))
        else:
            papers += [
                letter(wanted, one, _contacts(session, one, wanted), details, speaker, mark)
                for one in in_name_order(placements, details.order)
                if applies(wanted, one)
            ]
    if not papers:
        raise NotFound(Message("这类项目没有这种文书"))
    record(session, actor, now, "programme.print", programme, after={"papers": kind, "count": len(papers)})
    return papers, details


def letters_for(actor: Actor, placement: Placement) -> list[str]:
    """The letters of a placement that the actor may have: each side its own."""
    may = {
        "unit": actor.has(RoleName.UNIT_OFFICER) and placement.unit_id == actor.unit_id,
        "person": actor.has(RoleName.CADRE) and placement.cadre_id == actor.cadre_id,
        "place": _is_heads(actor, community_of(placement)),
        "worker": _is_heads(actor, placement.grid_worker.community if placement.grid_worker else None),
    }
    admin = actor.has(RoleName.ADMIN)
    return [kind for kind in LETTER_KINDS if (admin or may[kind]) and applies(kind, placement)]


def _is_heads(actor: Actor, community: object) -> bool:
    mine = actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None
    return mine and community is not None and getattr(community, "id", None) == actor.community_id


def placement_paper(
    session: Session, actor: Actor, now: datetime, placement_id: int, kind: str, language: str
) -> Paper:
    """One letter of a placement, for the side that it is written to.

    Raises:
        NotFound: the placement is out of the actor's scope, was cancelled, or has no such letter.
        NotAllowed: the letter is another side's.
    """
    placement = find_placement(session, actor, placement_id)
    cancelled = placement.cancelled_at is not None or last_day_of(placement) < placement.first_day
    if kind not in LETTER_KINDS or not applies(kind, placement) or cancelled:
        raise NotFound(Message("这项安排没有这种文书"))
    if kind not in letters_for(actor, placement):
        raise NotAllowed(Message("您没有进行此操作的权限"))
    details = details_of(session, actor, now, placement.programme)
    contacts = _contacts(session, placement, kind)
    return letter(kind, placement, contacts, details, Speaker(language), _mark(session, actor))
