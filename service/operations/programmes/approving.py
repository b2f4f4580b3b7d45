"""A proposal approved: its placements come into force, with what that means told first and checked at that moment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.placement.audit import audit_placement
from scheduler.problem import Text
from service.messages import Conflict, Message
from service.models import Cadre, Placement, Post, Programme, ProgrammePost, ProgrammeState, Proposal
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.engagements import Clash, EngagementKind, Wanted, conflicts, last_day_of
from service.operations.locks import lock_district
from service.operations.programmes.find import placements_of
from service.operations.programmes.instance import build_instance
from service.operations.programmes.instance.posts import term_of
from service.operations.programmes.placing import Term, follow, new_placement, told
from service.operations.programmes.proposals import find_proposal, open_proposal
from service.operations.programmes.taking_part import open_programme
from service.operations.scope import today_of


@dataclass(frozen=True, slots=True)
class Coming:
    """A placement that an approval makes."""

    cadre: Cadre
    post: Post
    role: str
    term: Term


@dataclass(frozen=True, slots=True)
class Approval:
    """What approving a proposal does as things are now.

    `gone`: placements in force that the proposal does not have. `hindering`: rules broken and services that clash;
    with any of these it cannot be approved. `duties`: published duties within the terms, freed by the next re-plan.
    `others`: what else falls within the terms. `token` stands for all of it.
    """

    coming: list[Coming]
    kept: int
    gone: list[Placement]
    hindering: list[Message | Text]
    duties: list[Message]
    others: list[Message]
    first: date
    token: str

    @property
    def exemptions(self) -> int:
        """How many are taken off the monthly duty."""
        return len({one.cadre.id for one in self.coming if one.term.exempts})


def preview_approval(session: Session, actor: Actor, now: datetime, proposal: Proposal) -> Approval:
    """What approving a proposal would do: recounted against the tables as they are now.

    Raises:
        ProblemError: the tables hold what no instance may.
    """
    programme = proposal.programme
    stored = open_proposal(proposal)
    first = max(stored.first, min(today_of(session, actor.district_id, now), programme.last_day))
    recount = audit_placement(build_instance(session, programme, first), stored.plan.placements)
    standing = {
        (one.cadre_id, one.post_id, one.role): one
        for one in placements_of(session, programme.id)
        if last_day_of(one) >= first
    }
    wanted = {(int(one.person), int(one.post), one.role) for one in stored.plan.placements}
    coming = _coming(session, programme, sorted(wanted - standing.keys()), first)
    gone = [standing[key] for key in sorted(standing.keys() - wanted)]
    clashes = conflicts(session, actor.district_id, [_wanted(one, programme, gone) for one in coming])
    hindering: list[Message | Text] = [violation.text for violation in recount.violations]
    hindering += told(session, [clash for clash in clashes if clash.hinders])
    duties = [clash for clash in clashes if not clash.hinders and clash.engagement.kind is EngagementKind.DUTY]
    others = [clash for clash in clashes if not clash.hinders and clash.engagement.kind is not EngagementKind.DUTY]
    found = Approval(
        coming, len(wanted & standing.keys()), gone, hindering, told(session, duties), told(session, others), first, ""
    )
    return replace(found, token=_token(proposal, found, duties))


def _wanted(one: Coming, programme: Programme, gone: list[Placement]) -> Wanted:
    replaced = frozenset(placement.id for placement in gone)
    return Wanted(one.cadre.id, one.term.first, one.term.last, one.term.exempts, replaced, programme.id)


def _coming(session: Session, programme: Programme, keys: list[tuple[int, int, str]], first: date) -> list[Coming]:
    """New placements with their terms: the post's own days in the programme, none of them before `first`."""
    posts: Mapping[int, ProgrammePost] = {
        row.post_id: row
        for row in session.scalars(select(ProgrammePost).where(ProgrammePost.programme_id == programme.id))
    }
    found = []
    for cadre_id, post_id, role in keys:
        cadre, row = session.get(Cadre, cadre_id), posts.get(post_id)
        if cadre is None or row is None:
            continue  # the audit names whoever takes no part any more
        days = term_of(row, max(first, programme.first_day), programme.last_day)
        found.append(Coming(cadre, row.post, role, Term(days.first, days.last, programme.exempts)))
    return found


def _token(proposal: Proposal, found: Approval, duties: list[Clash]) -> str:
    parts = [
        proposal.id,
        [(one.cadre.id, one.post.id, one.role, one.term.first, one.term.last) for one in found.coming],
        [one.id for one in found.gone],
        [text.zh if isinstance(text, Text) else str(text) for text in found.hindering],
        [(clash.wanted.cadre_id, clash.engagement.first) for clash in duties],
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def approve(session: Session, actor: Actor, now: datetime, proposal_id: int, token: str) -> Approval:
    """Bring a proposal into force exactly as its preview with this token told.

    Raises:
        NotAllowed: the actor is no admin.
        Conflict: the preview has changed meanwhile, a rule is broken, somebody is engaged elsewhere, or the programme
            is cancelled.
    """
    proposal = find_proposal(session, actor, proposal_id)
    lock_district(session, actor.district_id)
    programme = open_programme(session, actor, proposal.programme_id)
    found = preview_approval(session, actor, now, proposal)
    if found.hindering:
        raise Conflict(Message("方案与现在的数据不符，不能批准：%(what)s", what=found.hindering[0]))
    if found.token != token:
        raise Conflict(Message("情况已有变化，请核对最新内容后再批准"))
    if programme.last_day < found.first:
        raise Conflict(Message("该项目的任期已经结束"))
    before = programme.state
    for placement in found.gone:
        leave_on(session, placement, found.first - timedelta(days=1), None, now)
    for one in found.coming:
        new_placement(session, one.cadre, one.post, one.role, one.term, programme=programme, proposal_id=proposal.id)
    if programme.state != ProgrammeState.APPROVED:
        programme.state, programme.approved_at, programme.approved_by = ProgrammeState.APPROVED, now, actor.name
    record(
        session, actor, now, "proposal.approve", proposal,
        before={"state": before},
        after={"state": programme.state, "coming": len(found.coming), "kept": found.kept, "gone": len(found.gone),
               "exemptions": found.exemptions, "duties_freed": len(found.duties)},
    )  # fmt: skip
    return found


def leave_on(session: Session, placement: Placement, last: date, reason: str | None, now: datetime) -> None:
    """Let a placement end on a day (that day included); one that would not have begun is cancelled instead.

    Both halves of an exchange are one placement: they end together.
    """
    if last < placement.first_day:
        placement.cancelled_at = now
    else:
        placement.ended_on = last
    placement.end_reason = reason
    placement.sequence += 1
    follow(session, placement)
