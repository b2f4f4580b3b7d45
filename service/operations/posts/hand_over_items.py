"""The items of a hand-over: written down, copied from a template or the last time, marked as done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, Message, NotAllowed
from service.models import HandOverItem, Placement, PostKind, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import changed, created, described, find
from service.operations.post_settings import LONGEST_ITEM, MOST_ITEMS
from service.operations.posts.hand_over import HandOver, find_hand_over, settings_of
from service.operations.posts.holding import ENDS


class Source(StrEnum):
    """Where the items of a list come from: the district's list for the kind, or the last hand-over at the post."""

    TEMPLATE = "template"
    LAST = "last"


def may_write(actor: Actor, one: HandOver) -> bool:
    """Whether the actor may write the list: admins, officers of either unit, and who leaves."""
    leaving = actor.has(RoleName.CADRE) and actor.cadre_id == one.placement.cadre_id
    return actor.has(RoleName.ADMIN) or _is_officer(actor, one) or leaving


def may_mark(actor: Actor, one: HandOver) -> bool:
    """Whether the actor may mark items: also who follows."""
    follows = one.successor is not None and actor.cadre_id == one.successor.cadre_id
    return may_write(actor, one) or (actor.has(RoleName.CADRE) and follows)


def _is_officer(actor: Actor, one: HandOver) -> bool:
    units = {row.unit_id for row in (one.placement, one.successor) if row is not None}
    return actor.has(RoleName.UNIT_OFFICER) and actor.unit_id is not None and actor.unit_id in units


def _writable(session: Session, actor: Actor, now: datetime, placement_id: int) -> HandOver:
    one = find_hand_over(session, actor, now, placement_id)
    if not may_write(actor, one):
        raise NotAllowed(Message("您没有进行此操作的权限"))
    return one


def lines_from(session: Session, actor: Actor, one: HandOver, source: Source) -> Sequence[str]:
    """What a source would put on the list: the kind's template, or the items of the last hand-over at the post."""
    if source == Source.TEMPLATE:
        return settings_of(session, actor).hand_over[PostKind(one.placement.post.kind)]
    last = session.scalar(
        select(Placement.id)
        .where(
            Placement.district_id == actor.district_id,
            Placement.post_id == one.placement.post_id,
            Placement.id != one.placement.id,
            Placement.id.in_(select(HandOverItem.placement_id)),
        )
        .order_by(ENDS.desc(), Placement.id.desc())
        .limit(1)
    )
    query = select(HandOverItem.what).where(HandOverItem.placement_id == last)
    return session.scalars(query.order_by(HandOverItem.position, HandOverItem.id)).all() if last else ()


def fill_list(session: Session, actor: Actor, now: datetime, placement_id: int, source: str) -> int:
    """Put what a source has on the list, as far as it does not stand there; how many items were added.

    Raises:
        InvalidInput: no such source, or it has nothing.
    """
    one = _writable(session, actor, now, placement_id)
    if source not in set(Source):
        raise InvalidInput(Message("请从列表中选择"))
    lines = lines_from(session, actor, one, Source(source))
    if not lines:
        raise InvalidInput(Message("没有可用的清单内容"))
    present = {item.what for item in one.items}
    wanted = [line for line in lines if line not in present][: max(0, MOST_ITEMS - len(one.items))]
    for line in wanted:
        _add(session, actor, now, one.placement, line)
    return len(wanted)


def _add(session: Session, actor: Actor, now: datetime, placement: Placement, what: str) -> HandOverItem:
    last = session.scalar(select(func.max(HandOverItem.position)).where(HandOverItem.placement_id == placement.id))
    item = HandOverItem(
        district_id=actor.district_id, placement_id=placement.id, position=(-1 if last is None else last) + 1, what=what
    )
    created(session, actor, now, "hand_over_item.create", item)
    return item


def add_item(session: Session, actor: Actor, now: datetime, placement_id: int, what: str | None) -> HandOverItem:
    """Put an item on the list.

    Raises:
        InvalidInput: it is blank, too long, there already, or the list is full.
    """
    one = _writable(session, actor, now, placement_id)
    checks = Checks()
    text = checks.name("what", what, LONGEST_ITEM)
    if text in {item.what for item in one.items}:
        checks.add("what", text, Message("清单上已有这一项"))
    if len(one.items) >= MOST_ITEMS:
        checks.add("what", text, Message("一份清单最多 %(most)s 项", most=MOST_ITEMS))
    checks.done()
    return _add(session, actor, now, one.placement, text)


def _item(session: Session, one: HandOver, item_id: int) -> HandOverItem:
    return find(session, HandOverItem, item_id, HandOverItem.placement_id == one.placement.id)


def remove_item(session: Session, actor: Actor, now: datetime, placement_id: int, item_id: int) -> None:
    """Take an item off the list.

    Raises:
        Conflict: it is done; the mark has to be taken back first.
    """
    one = _writable(session, actor, now, placement_id)
    item = _item(session, one, item_id)
    if item.done_at is not None:
        raise Conflict(Message("已办结的事项不能删除；请先撤销办结"))
    record(session, actor, now, "hand_over_item.delete", item, before=described(item))
    session.delete(item)


def mark_item(session: Session, actor: Actor, now: datetime, placement_id: int, item_id: int | None, done: bool) -> int:
    """Mark an item (null: all that are left) as done, or take the mark back; how many changed."""
    one = find_hand_over(session, actor, now, placement_id)
    if not may_mark(actor, one):
        raise NotAllowed(Message("您没有进行此操作的权限"))
    items = one.items if item_id is None else [_item(session, one, item_id)]
    wanted = [item for item in items if (item.done_at is not None) != done]
    for item in wanted:
        before = described(item)
        item.done_at, item.done_by = (now, actor.name) if done else (None, None)
        changed(session, actor, now, "hand_over_item.mark", item, before)
    return len(wanted)
