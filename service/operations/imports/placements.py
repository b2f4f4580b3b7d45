"""Candidates and placements as import sees them: lists as JSON, and placements with the exemption that each owns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from service.adapters.sheets.lookup import Lookup, Ref
from service.messages import Conflict, Message
from service.models import (
    Cadre,
    Candidate,
    Exemption,
    ExemptionKind,
    Placement,
    Post,
    PostKind,
    PostRole,
    ProgrammePost,
)
from service.operations.actor import Actor
from service.operations.audit_log import record as write_log
from service.operations.editing import described
from service.operations.engagements import EngagementKind, Wanted, clash_words, conflicts
from service.operations.imports.changes import Action, Change, Existing, Key, Plan, Record
from service.operations.imports.target import CrossProblem, TableTarget
from service.operations.programmes.placing import Term, follow, new_placement

Lookups = Mapping[str, Lookup]
WRITTEN = (Action.CREATED, Action.CHANGED)


@dataclass(frozen=True, slots=True)
class CandidateTarget(TableTarget):
    """The candidates of programmes that are not cancelled. Wishes are stored as post ids, offers as skill codes."""

    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    posts: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def prepared(self, session: Session, district_id: int) -> CandidateTarget:
        """The same with what the checks need: the posts and roles of each programme."""
        query = (
            select(ProgrammePost.programme_id, ProgrammePost.post_id, PostRole.role)
            .outerjoin(PostRole, PostRole.post_id == ProgrammePost.post_id)
            .where(ProgrammePost.district_id == district_id)
        )
        roles: dict[int, set[str]] = defaultdict(set)
        posts: dict[int, set[int]] = defaultdict(set)
        for programme, post, role in session.execute(query):
            posts[programme].add(post)
            roles[programme] |= {role} - {None}
        return replace(
            self,
            roles={key: frozenset(found) for key, found in roles.items()},
            posts={key: frozenset(found) for key, found in posts.items()},
        )

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[Key, Existing]:
        """All candidates, their lists as what the columns read."""
        found = TableTarget.load(self, session, district_id, day, lookups)
        codes = {ref.code: ref for ref in lookups["skill"].refs}
        for existing in found.values():
            record = existing.record
            record["roles"] = tuple(sorted(record["roles"] or ()))
            wishes = (lookups["post"].get(post_id) for post_id in record["wishes"] or ())
            record["wishes"] = tuple(ref for ref in wishes if ref is not None)
            offers = (codes.get(code) for code in record["offers"] or ())
            record["offers"] = tuple(sorted((ref for ref in offers if ref), key=lambda ref: ref.code))
        return found

    def columns_of(self, record: Record, names: Iterable[str]) -> dict[str, Any]:
        """A record's fields as columns of the table."""
        columns = TableTarget.columns_of(self, record, names)
        for name, value in columns.items():
            if name == "wishes":
                columns[name] = [ref.id for ref in value]
            elif name == "offers":
                columns[name] = [ref.code for ref in value]
            elif name == "roles":
                columns[name] = list(value)
        return columns

    def cross_check(self, plan: Plan) -> Iterable[CrossProblem]:
        """Roles and wished posts are those of the programme."""
        for change in plan.changes:
            if change.action not in WRITTEN:
                continue
            programme = change.record["programme"].id
            known = self.roles.get(programme, frozenset())
            strange = [role for role in change.record["roles"] if role not in known]
            if strange:
                yield change.key, "roles", Message("本项目岗位的角色：%(roles)s", roles="、".join(sorted(known)) or "—")
            posts = self.posts.get(programme, frozenset())
            if any(ref.id not in posts for ref in change.record["wishes"]):
                yield change.key, "wishes", Message("参加本项目的岗位")

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write the new and the changed candidates; who imports answers for the units' consents."""
        ids = TableTarget.write(self, session, actor, now, plan)
        answered = [ids[change.key] for change in plan.changes if change.changes("unit_consent") and change.key in ids]
        for row_id in answered:
            row = session.get_one(Candidate, row_id)
            session.refresh(row)
            row.unit_consent_by = actor.name if row.unit_consent is not None else None
        return ids


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks of placements need: the session, each post's kind and how many each of its roles takes."""

    session: Session
    district_id: int
    kinds: Mapping[int, str]
    roles: Mapping[int, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class PlacementTarget(TableTarget):
    """The placements that were not cancelled. What is new stands outside any programme."""

    facts: Facts | None = None

    def prepared(self, session: Session, district_id: int) -> PlacementTarget:
        """The same with what the checks need."""
        posts = session.scalars(
            select(Post).where(Post.district_id == district_id).options(selectinload(Post.roles))
        ).all()
        roles = {post.id: {role.role: role.most for role in post.roles} for post in posts}
        return replace(self, facts=Facts(session, district_id, {post.id: post.kind for post in posts}, roles))

    def completed(self, record: Record, given: set[str], known: Existing | None, day: date) -> Record:
        """The only role of a post, and whether its duty is full-time, where the file does not say."""
        post, made = record["post"], dict(record)
        if self.facts is None or post is None:
            return record
        roles = self.facts.roles.get(post.id, {})
        if not made["role"] and len(roles) == 1:
            made["role"] = next(iter(roles))
        if made["exempts"] is None:
            usual = self.facts.kinds.get(post.id) == PostKind.VILLAGE
            made["exempts"] = known.record["exempts"] if known else usual
        return made

    def cross_check(self, plan: Plan) -> Iterable[CrossProblem]:
        """Roles are the post's, no role holds too many, nobody is in two places."""
        assert self.facts is not None
        yield from unknown_roles(plan, self.facts)
        yield from crowded(plan, self.facts)
        yield from in_two_places(plan)
        yield from engaged_elsewhere(plan, self.facts)

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write the new and the changed placements, each with its exemption.

        Raises:
            Conflict: a placement was changed by somebody else in the meantime.
        """
        ids: dict[Key, int] = {}
        for change in sorted(plan.of(Action.CREATED), key=lambda one: one.record["first_day"]):
            ids[change.key] = self._enter(session, actor, now, change.record)
        for change in plan.of(Action.CHANGED):
            assert change.existing is not None
            row = session.get_one(Placement, change.existing.id, populate_existing=True)
            if row.version != change.existing.version:
                raise Conflict(Message("预览之后数据有变动，未导入任何内容。请重新预览。"))
            for item in change.differences:
                setattr(row, item.field, item.new)
            row.sequence += 1
            session.flush()
            follow(session, row)
            ids[change.key] = row.id
        return ids

    def _enter(self, session: Session, actor: Actor, now: datetime, record: Record) -> int:
        cadre, post = session.get_one(Cadre, record["cadre"].id), session.get_one(Post, record["post"].id)
        term = Term(record["first_day"], record["last_day"], record["exempts"])
        row = new_placement(session, cadre, post, record["role"], term, note=record["note"])
        if record["ended_on"] is not None:
            row.ended_on, row.end_reason = record["ended_on"], record["end_reason"]
            session.flush()
            follow(session, row)
        if row.exempts:
            self._take_over(session, actor, now, row)
        return row.id

    @staticmethod
    def _take_over(session: Session, actor: Actor, now: datetime, row: Placement) -> None:
        """An exemption entered by hand for the same posting gives way to the placement's own."""
        query = select(Exemption).where(
            Exemption.cadre_id == row.cadre_id,
            Exemption.kind == ExemptionKind.POSTED,
            Exemption.placement_id.is_(None),
            Exemption.cancelled_at.is_(None),
            Exemption.first_day <= last_of(row.ended_on, row.last_day),
            (Exemption.last_day.is_(None)) | (Exemption.last_day >= row.first_day),
        )
        for exemption in session.scalars(query).all():
            before = described(exemption)
            exemption.cancelled_at = now
            write_log(session, actor, now, "exemption.cancel", exemption, before=before, after=described(exemption))


def last_of(ended_on: date | None, last_day: date) -> date:
    """The last day of a term as it really is."""
    return ended_on or last_day


def span_of(change: Change) -> tuple[date, date]:
    """The days of a placement as they really are."""
    return change.record["first_day"], last_of(change.record["ended_on"], change.record["last_day"])


def meet(one: Change, other: Change) -> bool:
    """Whether two placements have a day in common."""
    (first, last), (begin, end) = span_of(one), span_of(other)
    return first <= end and begin <= last


def unknown_roles(plan: Plan, facts: Facts) -> Iterator[CrossProblem]:
    """Roles that the post does not have."""
    for change in plan.changes:
        roles = facts.roles.get(change.record["post"].id, {})
        if change.action in WRITTEN and change.record["role"] not in roles:
            yield change.key, "role", Message("该岗位的角色之一：%(roles)s", roles="、".join(roles) or "—")


def crowded(plan: Plan, facts: Facts) -> Iterator[CrossProblem]:
    """Roles that would be held by more people at one time than they take (an enterprise has one officer)."""
    grouped: dict[tuple[int, str], list[Change]] = defaultdict(list)
    for change in plan.changes:
        grouped[change.record["post"].id, change.record["role"]].append(change)
    for (post, role), held in grouped.items():
        most = facts.roles.get(post, {}).get(role)
        for change in held:
            if most is None or change.action not in WRITTEN:
                continue
            rivals = [other for other in held if other is not change and meet(change, other)]
            # The most that meet on one day: on the first day of one of them.
            days = [max(span_of(change)[0], span_of(other)[0]) for other in rivals]
            peak = max((sum(span_of(r)[0] <= day <= span_of(r)[1] for r in rivals) for day in days), default=0)
            if peak >= most:
                names = "、".join(f"{other.record['cadre'].name}（{span_of(other)[0]} 起）" for other in rivals[:3])
                words = Message(
                    "不与他人重叠的日期：“%(role)s”最多 %(most)d 人，已有 %(names)s", role=role, most=most, names=names
                )
                yield change.key, "first_day", words


def in_two_places(plan: Plan) -> Iterator[CrossProblem]:
    """People who would be twice at one post, or full-time at one and at another as well."""
    grouped: dict[Ref, list[Change]] = defaultdict(list)
    for change in plan.changes:
        grouped[change.record["cadre"]].append(change)
    for held in grouped.values():
        for change in held:
            if change.action not in WRITTEN:
                continue
            rival = next((other for other in held if other is not change and _cannot_both_be(change, other)), None)
            if rival is not None:
                first, last = span_of(rival)
                words = Message(
                    "不与本人在“%(post)s”的任职（%(first)s 至 %(last)s）重叠的日期",
                    post=rival.record["post"].name, first=first.isoformat(), last=last.isoformat(),
                )  # fmt: skip
                yield change.key, "first_day", words


def _cannot_both_be(one: Change, other: Change) -> bool:
    same = one.record["post"] == other.record["post"]
    return meet(one, other) and (same or bool(one.record["exempts"]) or bool(other.record["exempts"]))


def engaged_elsewhere(plan: Plan, facts: Facts) -> Iterator[CrossProblem]:
    """People who are otherwise engaged on those days; what is past, and a posting's own exemption, is let be."""
    written = [change for change in plan.changes if change.action in WRITTEN and span_of(change)[1] >= plan.day]
    known = frozenset(change.existing.id for change in plan.changes if change.existing is not None)
    by_wanted = {
        Wanted(change.record["cadre"].id, max(span_of(change)[0], plan.day), span_of(change)[1],
               bool(change.record["exempts"]), known): change
        for change in written
    }  # fmt: skip
    for clash in conflicts(facts.session, facts.district_id, list(by_wanted)):
        if not clash.hinders or _is_own_exemption(facts.session, clash.engagement.kind, clash.engagement.row_id):
            continue
        change = by_wanted[clash.wanted]
        yield (
            change.key,
            "first_day",
            Message("不与其他任务冲突的日期：%(what)s", what=clash_words(clash, change.record["cadre"].name)),
        )


def _is_own_exemption(session: Session, kind: EngagementKind, row_id: int) -> bool:
    if kind is not EngagementKind.EXEMPTION:
        return False
    return session.scalar(select(Exemption.kind).where(Exemption.id == row_id)) == ExemptionKind.POSTED
