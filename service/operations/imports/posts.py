"""Posts and their roles as import sees them: new posts get usual roles, skills of roles lie in a table of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.adapters.sheets.lookup import Lookup, Ref
from service.adapters.sheets.readers import References
from service.messages import Message
from service.models import Community, GridWorker, Post, PostKind, PostRole, PostRoleSkill, Zone
from service.operations.actor import Actor
from service.operations.imports.changes import Action, Change, Existing, Key, Plan, Record
from service.operations.imports.extras import chunks, insert_all
from service.operations.imports.target import CrossProblem, TableTarget
from service.operations.posts.usual import ROLES

Lookups = Mapping[str, Lookup]
# Where a new role stands until the roles of its post are numbered.
LAST = 10_000


def one_post_a_worker(plan: Plan) -> Iterable[tuple[Key, str, Message]]:
    """No grid worker has two posts in use, those that are not in the file included."""
    seen: dict[Ref, Change] = {}
    # What the tables have already is not the file's fault.
    for change in sorted(plan.changes, key=lambda one: one.action in (Action.CREATED, Action.CHANGED)):
        record = change.record
        worker = record["grid_worker"]
        if record["kind"] != PostKind.GRID_WORKER or worker is None or record["active_to"] is not None:
            continue
        first = seen.setdefault(worker, change)
        if first is not change and change.action in (Action.CREATED, Action.CHANGED):
            yield (
                change.key,
                "grid_worker",
                Message("还没有岗位的网格员；已有岗位“%(name)s”", name=first.record["name"]),
            )


@dataclass(frozen=True, slots=True)
class PostTarget(TableTarget):
    """The posts. A community that is not named follows from the zone or the grid worker, as on the form."""

    zones: Mapping[int, Ref] = field(default_factory=dict)
    workers: Mapping[int, tuple[Ref, Ref | None]] = field(default_factory=dict)

    def prepared(self, session: Session, district_id: int) -> PostTarget:
        """The same with what places follow from: the community of each zone, community and zone of each grid worker."""
        zones = {
            zone.id: (Ref(zone.id, zone.code, zone.name), Ref(community.id, community.code, community.name))
            for zone, community in session.execute(
                select(Zone, Community).join(Zone.community).where(Zone.district_id == district_id)
            )
        }
        workers = session.execute(
            select(GridWorker.id, GridWorker.zone_id, Community)
            .join(GridWorker.community)
            .where(GridWorker.district_id == district_id)
        )
        return replace(
            self,
            zones={zone_id: community for zone_id, (_zone, community) in zones.items()},
            workers={
                row[0]: (Ref(row[2].id, row[2].code, row[2].name), zones[row[1]][0] if row[1] in zones else None)
                for row in workers
            },
        )

    def completed(self, record: Record, given: set[str], known: Existing | None, day: date) -> Record:
        """The community of the zone or the grid worker, where none is named."""
        made = {**record, "usual_roles": bool(record["usual_roles"]) and known is None}
        community, zone = (
            self.workers.get(made["grid_worker"].id, (None, None)) if made["grid_worker"] else (None, None)
        )
        made["zone"] = made["zone"] or zone
        if made["community"] is None:
            made["community"] = self.zones.get(made["zone"].id) if made["zone"] else community
        return made

    def cross_check(self, plan: Plan) -> Iterable[CrossProblem]:
        """A zone is in the post's community; a grid worker has one post."""
        for change in plan.of(Action.CREATED) + plan.of(Action.CHANGED):
            zone, community = change.record["zone"], change.record["community"]
            if zone is not None and community is not None and self.zones.get(zone.id, community) != community:
                yield change.key, "zone", Message("“%(name)s”的网格", name=community.name)
        yield from one_post_a_worker(plan)


@dataclass(frozen=True, slots=True)
class UsualRoles:
    """Whether a new post gets the usual roles of its kind. Nothing that is kept: a known post says no."""

    field: str = "usual_roles"

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written."""
        return (self.field,)

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, Any]:
        """Nothing is kept."""
        return {}

    def write(self, session: Session, day: date, changes: Sequence[tuple[int, Change]]) -> None:
        """Give the new posts their roles."""
        rows = [
            {"post_id": post_id, "position": place, "role": role, "least": least, "most": most}
            for post_id, change in changes
            if change.action is Action.CREATED and change.record[self.field]
            for place, (role, least, most) in enumerate(ROLES[PostKind(change.record["kind"])])
        ]
        insert_all(session, PostRole, rows)


@dataclass(frozen=True, slots=True)
class RoleSkills:
    """The skills that roles require, or wish for. Both are written together: one row holds which it is."""

    field: str
    required: bool

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written."""
        return ("required_skills", "wished_skills") if self.required else ()

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, Any]:
        """The skills of each role, in order of code."""
        query = (
            select(PostRoleSkill.post_role_id, PostRoleSkill.skill_id)
            .join(PostRole, PostRole.id == PostRoleSkill.post_role_id)
            .join(Post, Post.id == PostRole.post_id)
            .where(Post.district_id == district_id, PostRoleSkill.required.is_(self.required))
        )
        held: dict[int, list[Ref]] = defaultdict(list)
        for role_id, skill_id in session.execute(query):
            held[role_id].append(lookups["skill"].by_id[skill_id])
        return {role_id: References.sorted(refs) for role_id, refs in held.items()}

    def write(self, session: Session, day: date, changes: Sequence[tuple[int, Change]]) -> None:
        """Replace the skills of the changed roles."""
        if not self.required:
            return
        old = [role_id for role_id, change in changes if change.action is Action.CHANGED]
        for part in chunks(old):
            session.execute(delete(PostRoleSkill).where(PostRoleSkill.post_role_id.in_(part)))
        rows = [
            {"post_role_id": role_id, "skill_id": ref.id, "required": required}
            for role_id, change in changes
            for name, required in (("required_skills", True), ("wished_skills", False))
            for ref in change.record[name]
        ]
        insert_all(session, PostRoleSkill, rows)


@dataclass(frozen=True, slots=True)
class RoleTarget(TableTarget):
    """The roles of posts. They belong to a post, not to a district of their own; a change raises the post's version."""

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write the new and the changed roles."""
        ids = TableTarget.write(self, session, actor, now, plan)
        created = [{"id": ids[change.key], "position": LAST} for change in plan.of(Action.CREATED)]
        if created:
            session.execute(update(PostRole), created)
        touched = plan.of(Action.CREATED) + plan.of(Action.CHANGED)
        posts = sorted({change.record["post"].id for change in touched})
        for part in chunks(posts):
            session.execute(
                update(Post.__table__)  # type: ignore[arg-type]
                .where(Post.__table__.c.id.in_(part))
                .values(version=Post.__table__.c.version + 1, changed_at=now)
            )
        self._number(session, posts)
        return ids

    @staticmethod
    def _number(session: Session, posts: Sequence[int]) -> None:
        """New roles come after those that were there."""
        for part in chunks(posts):
            session.flush()
            rows = session.execute(
                select(PostRole.id, PostRole.post_id, PostRole.position)
                .where(PostRole.post_id.in_(part))
                .order_by(PostRole.post_id, PostRole.position, PostRole.id)
            ).all()
            places: dict[int, int] = defaultdict(int)
            moved = []
            for role_id, post_id, position in rows:
                if position != places[post_id]:
                    moved.append({"id": role_id, "position": places[post_id]})
                places[post_id] += 1
            if moved:
                session.execute(update(PostRole), moved)


def with_completion(record: Record, given: set[str], known: Existing | None, day: date) -> Record:
    """A day of completion means 100 percent, and the other way round."""
    if record["done_on"] is not None and "done_percent" not in given:
        return {**record, "done_percent": 100}
    if record["done_percent"] == 100 and record["done_on"] is None:
        return {**record, "done_on": day}
    if record["done_percent"] < 100 and "done_percent" in given and "done_on" not in given:
        return {**record, "done_on": None}
    return record


def none_done_ahead(plan: Plan) -> Iterable[tuple[Key, str, Message]]:
    """Nothing is done on a day to come."""
    for change in plan.of(Action.CREATED) + plan.of(Action.CHANGED):
        if change.record["done_on"] is not None and change.record["done_on"] > plan.day:
            yield change.key, "done_on", Message("不晚于今天 %(today)s 的日期", today=plan.day.isoformat())
