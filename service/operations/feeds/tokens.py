"""The secret of a calendar address: made, shown once, revoked. Only its SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from service.messages import Conflict, Message, NotAllowed, NotFound
from service.models import Cadre, FeedToken, RoleName, User
from service.operations.actor import Actor
from service.operations.audit_log import record

SECRET_BYTES = 32
# Calendar programs ask every few minutes; when one last did is told to the hour.
NOTE_EVERY = timedelta(hours=1)


class FeedRevoked(NotFound):
    """The address was good once and is no more."""


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _own_cadre(actor: Actor) -> int:
    actor.require(RoleName.CADRE)
    if actor.cadre_id is None:
        raise NotAllowed(Message("您的账号没有关联人员，请联系单位联络员或管理员"))
    return actor.cadre_id


def feed_of(session: Session, actor: Actor) -> FeedToken | None:
    """The actor's own calendar address that is good now."""
    return session.scalar(
        select(FeedToken)
        .where(
            FeedToken.district_id == actor.district_id,
            FeedToken.cadre_id == _own_cadre(actor),
            FeedToken.revoked_at.is_(None),
        )
        .order_by(FeedToken.id.desc())
        .limit(1)
    )


def make_feed(session: Session, actor: Actor, now: datetime, replaces: int | None) -> tuple[FeedToken, str]:
    """Make the actor's calendar address; one before it is revoked. Returns also the secret, told this once.

    `replaces` is the id of the address that the actor saw as good (null: none), so that a form that is
    sent again does not revoke the address that it made.

    Raises:
        NotAllowed: the account is no cadre's.
        Conflict: the address was made anew or revoked meanwhile.
    """
    cadre_id = _own_cadre(actor)
    # Held, so that of two windows only one makes an address.
    session.execute(
        update(Cadre)
        .where(Cadre.id == cadre_id, Cadre.district_id == actor.district_id)
        .values(name=Cadre.name, changed_at=Cadre.changed_at)
    )
    known = feed_of(session, actor)
    if (known.id if known else None) != replaces:
        raise Conflict(Message("日历地址刚才已重新生成或停用，请刷新页面查看"))
    if known is not None:
        _revoke(session, actor, now, known)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = FeedToken(district_id=actor.district_id, cadre_id=cadre_id, token_hash=hash_of(secret), made_at=now)
    session.add(feed)
    record(session, actor, now, "feed.create", feed)
    return feed, secret


def revoke_feed(session: Session, actor: Actor, now: datetime) -> None:
    """Revoke the actor's calendar address; calendars that read it are told that it is gone.

    Raises:
        Conflict: there is none.
    """
    known = feed_of(session, actor)
    if known is None:
        raise Conflict(Message("日历地址已经停用"))
    _revoke(session, actor, now, known)


def _revoke(session: Session, actor: Actor, now: datetime, feed: FeedToken) -> None:
    feed.revoked_at = now
    record(session, actor, now, "feed.revoke", feed)


def open_feed(session: Session, secret: str) -> tuple[FeedToken, User]:
    """The feed behind a secret, with the account of its cadre.

    Raises:
        NotFound: there never was one.
        FeedRevoked: it was revoked, or the account is no longer active.
    """
    feed = session.scalar(select(FeedToken).where(FeedToken.token_hash == hash_of(secret)))
    if feed is None:
        raise NotFound(Message("没有这个日历地址"))
    user = session.scalar(
        select(User).where(User.cadre_id == feed.cadre_id, User.district_id == feed.district_id, User.active)
    )
    if feed.revoked_at is not None or user is None or not any(role.name == RoleName.CADRE for role in user.roles):
        raise FeedRevoked(Message("这个日历地址已停用，请在“日历订阅”中重新生成"))
    return feed, user


def note_reading(session: Session, feed_id: int, now: datetime) -> bool:
    """Note that a calendar read the feed, at most once an hour; whether it was noted."""
    noted = session.execute(
        update(FeedToken)
        .where(
            FeedToken.id == feed_id,
            or_(FeedToken.last_read_at.is_(None), FeedToken.last_read_at < now - NOTE_EVERY),
        )
        .values(last_read_at=now)
    )
    return bool(getattr(noted, "rowcount", 0))
