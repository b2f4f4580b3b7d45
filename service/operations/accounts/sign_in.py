"""Sign-in: attempts counted before a password is looked at, the lock, and what the audit log is told."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, case, or_, select, update
from sqlalchemy.orm import Session

from service.models import AuditEntry, User
from service.operations.actor import Actor, actor_of
from service.operations.audit_log import record

SESSION_NOTE = "session "
BLOCKED_NOTE = "address blocked"


@dataclass(frozen=True, slots=True)
class LockPolicy:
    """Locked for `minutes` after `failures` wrong attempts in a row."""

    failures: int
    minutes: int


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """An address takes no sign-in once `failures` from it were refused within `minutes`."""

    failures: int
    minutes: int


def is_address_blocked(session: Session, address: str | None, now: datetime, policy: AddressPolicy) -> bool:
    """Whether too many sign-ins from an address were refused of late, as the audit log tells.

    That it was blocked is written down once in that time, however often it is tried meanwhile.
    """
    if address is None:
        return False
    refused = select(AuditEntry.note).where(
        AuditEntry.action == "account.sign_in",
        AuditEntry.result == "refused",
        AuditEntry.address == address,
        AuditEntry.at > now - timedelta(minutes=policy.minutes),
    )
    notes = list(session.scalars(refused.limit(policy.failures + 1)))
    if len([note for note in notes if note != BLOCKED_NOTE]) < policy.failures:
        return False
    if BLOCKED_NOTE not in notes and session.scalar(refused.where(AuditEntry.note == BLOCKED_NOTE).limit(1)) is None:
        record_failure(session, None, now, address, BLOCKED_NOTE)
    return True


def is_locked(user: User, now: datetime) -> bool:
    """Whether the account is locked now."""
    return user.locked_until is not None and user.locked_until > now


def _change(session: Session, condition: Any, **values: Any) -> bool:
    """One UPDATE in the database itself (no read before it, so attempts at the same moment all count)."""
    statement = update(User).where(condition).values(changed_at=User.changed_at, **values)
    result = cast("CursorResult[Any]", session.execute(statement, execution_options={"synchronize_session": False}))
    return result.rowcount == 1


def begin_attempt(session: Session, user: User, now: datetime, policy: LockPolicy) -> bool:
    """Count an attempt before its password is checked; False where the account is locked. Commit before checking.

    Because it counts first, no number of simultaneous attempts tries more passwords than the policy allows.
    """
    expired = and_(User.locked_until.is_not(None), User.locked_until <= now)
    count = case((expired, 1), else_=User.failed_logins + 1)
    begun = _change(
        session,
        and_(User.id == user.id, or_(User.locked_until.is_(None), User.locked_until <= now)),
        failed_logins=count,
        locked_until=case((count >= policy.failures, now + timedelta(minutes=policy.minutes)), else_=None),
    )
    session.expire(user, ["failed_logins", "locked_until"])
    return begun


def release_attempt(session: Session, user: User, policy: LockPolicy) -> None:
    """Take one attempt back: it was right, but the sign-in is not complete (the second factor is still to come).

    The count is not cleared yet, or else a known password would allow any number of guesses at the code.
    """
    count = case((User.failed_logins > 0, User.failed_logins - 1), else_=0)
    _change(
        session,
        User.id == user.id,
        failed_logins=count,
        locked_until=case((count >= policy.failures, User.locked_until), else_=None),
    )
    session.expire(user, ["failed_logins", "locked_until"])


def record_sign_in(session: Session, user: User, now: datetime, address: str | None, note: str | None = None) -> None:
    """A complete sign-in: the count is cleared."""
    _change(session, User.id == user.id, failed_logins=0, locked_until=None, last_login_at=now)
    session.expire(user, ["failed_logins", "locked_until", "last_login_at"])
    record(session, actor_of(user, address), now, "account.sign_in", user, note=note)


def new_session_name(user: User) -> str:
    """A name for a new session: whose it is, and chance. It opens nothing by itself (the cookie is signed)."""
    return f"{user.id}.{secrets.token_hex(8)}"


def record_sign_out(session: Session, actor: Actor, now: datetime, user: User, name: str | None = None) -> None:
    """A sign-out, with the name of the session that ends."""
    record(session, actor, now, "account.sign_out", user, note=f"{SESSION_NOTE}{name}" if name else None)


def was_signed_out(session: Session, name: str, since: datetime) -> bool:
    """Whether the session of this name was signed out, as the audit log tells since an instant."""
    user_id = name.partition(".")[0]
    query = select(AuditEntry.id).where(
        AuditEntry.subject_kind == User.__tablename__,
        AuditEntry.subject_id == user_id,
        AuditEntry.action == "account.sign_out",
        AuditEntry.at > since,
        AuditEntry.note == f"{SESSION_NOTE}{name}",
    )
    return session.scalar(query.limit(1)) is not None


def record_failure(session: Session, user: User | None, now: datetime, address: str | None, reason: str) -> None:
    """A refused sign-in. A name that no account has is not written down: people type passwords there by mistake."""
    if user is not None:
        record(session, actor_of(user, address), now, "account.sign_in", user, note=reason, result="refused")
        return
    session.add(AuditEntry(at=now, actor="?", address=address, action="account.sign_in", note=reason, result="refused"))


def recent_sign_ins(session: Session, user: User, count: int = 10) -> list[AuditEntry]:
    """The account's newest sign-ins, refused ones too."""
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.district_id == user.district_id,
            AuditEntry.action == "account.sign_in",
            AuditEntry.subject_kind == User.__tablename__,
            AuditEntry.subject_id == str(user.id),
        )
        .order_by(AuditEntry.id.desc())
        .limit(count)
    )
    return list(session.scalars(query))
