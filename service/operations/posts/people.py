"""Posts by who holds them: an officer may have several enterprises; and posts that more people hold than they take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.models import Cadre, Placement, Post, Unit
from service.operations.actor import Actor
from service.operations.names import matches
from service.operations.posts.find import SEERS, post_scope
from service.operations.posts.holding import holders_on, last_day_of


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with the posts held on a day; `load` is what they take together."""

    cadre: Cadre
    unit: Unit | None
    placements: Sequence[Placement]
    load: int

    @property
    def next_end(self) -> date:
        """When the first of the terms ends."""
        return min(last_day_of(row) for row in self.placements)


def holders(session: Session, actor: Actor, day: date, kind: str | None = None, text: str = "") -> list[Holder]:
    """Who holds posts in the actor's scope on a day, those with most posts first."""
    actor.require(*SEERS)
    conditions = [post_scope(actor)]
    if kind:
        conditions.append(Post.kind == kind)
    grouped: dict[int, list[Placement]] = defaultdict(list)
    for row in holders_on(session, actor.district_id, day, *conditions):
        grouped[row.cadre_id].append(row)
    found = [Holder(rows[0].cadre, rows[0].unit, rows, sum(row.post.load for row in rows)) for rows in grouped.values()]
    return sorted(
        (one for one in found if _meant(one, text)),
        key=lambda one: (-len(one.placements), one.cadre.pinyin, one.cadre.employee_number),
    )


def _meant(holder: Holder, text: str) -> bool:
    unit = holder.unit.name if holder.unit else None
    return matches(text, holder.cadre.name, holder.cadre.employee_number, unit, person=True) or any(
        matches(text, row.post.name, row.post.code, row.post.park) for row in holder.placements
    )


def crowded_roles(session: Session, actor: Actor, day: date) -> list[tuple[Post, str, list[Placement]]]:
    """Roles that more people hold on a day than they take (an enterprise with two officers): post, role, who."""
    actor.require(*SEERS)
    grouped: dict[tuple[int, str], list[Placement]] = defaultdict(list)
    for row in holders_on(session, actor.district_id, day, post_scope(actor)):
        grouped[row.post_id, row.role].append(row)
    found = []
    for (_post_id, role), rows in grouped.items():
        most = {one.role: one.most for one in rows[0].post.roles}.get(role)
        if most is not None and len(rows) > most:
            found.append((rows[0].post, role, rows))
    return found
