"""Passwords: their rules, their hashes, first passwords, change and reset. Never stored or logged readable."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from service.messages import InvalidInput, Message
from service.models import User
from service.operations.accounts.find import require_reset
from service.operations.actor import Actor
from service.operations.audit_log import record

LONGEST = 128
KINDS_NEEDED = 3
DIFFERENT_NEEDED = 6
# Nothing that is mistaken for something else on paper: no 0 O o, 1 l I i, 2 Z z, 5 S s, 8 B.
LOWER = "abcdefghjkmnpqrtuvwxy"
UPPER = "ACDEFGHJKLMNPQRTUVWXY"
DIGITS = "34679"
GROUPS, GROUP = 3, 4

_hasher = PasswordHasher()
# A first password is random (more than 60 bits) and lives until the first sign-in: no slow hash is needed
# to protect it, and a roster of 600 gets its accounts in seconds. Chosen passwords get the slow one.
_quick_hasher = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)


def normal_password(password: str) -> str:
    """The form in which a password is hashed and compared (as Flask-Security does: NFKD)."""
    return unicodedata.normalize("NFKD", password)


def hash_password(password: str, random: bool = False) -> str:
    """The argon2id hash; `random` says that the password is a first password of this program's making."""
    return (_quick_hasher if random else _hasher).hash(normal_password(password))


def password_matches(password: str, hashed: str | None) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        return bool(hashed) and _hasher.verify(hashed or "", normal_password(password))
    except (VerificationError, InvalidHashError):
        return False


def first_password() -> str:
    """A random password to print: three groups of four without look-alikes; obeys the rules by itself."""
    while True:
        letters = [secrets.choice(LOWER + UPPER + DIGITS) for _ in range(GROUPS * GROUP)]
        groups = ["".join(letters[start : start + GROUP]) for start in range(0, len(letters), GROUP)]
        password = "-".join(groups)
        if _kinds(password) == 4 and len(set(password)) >= DIFFERENT_NEEDED:
            return password


def _kinds(password: str) -> int:
    """How many kinds of characters there are: small letters, capitals, digits, others."""
    return (
        any(letter.islower() for letter in password)
        + any(letter.isupper() for letter in password)
        + any(letter.isdigit() for letter in password)
        + any(not letter.islower() and not letter.isupper() and not letter.isdigit() for letter in password)
    )


def password_faults(password: str, username: str, shortest: int, old_hash: str | None = None) -> list[Message]:
    """What is wrong with a new password; empty where nothing is. `shortest` is the least length (characters)."""
    faults = []
    if len(password) < shortest:
        faults.append(Message("密码至少需要 %(least)d 个字符，现在是 %(now)d 个", least=shortest, now=len(password)))
    if len(password) > LONGEST:
        faults.append(Message("密码最多 %(most)d 个字符，现在是 %(now)d 个", most=LONGEST, now=len(password)))
        return faults
    if _kinds(password) < KINDS_NEEDED:
        faults.append(Message("密码须含大写字母、小写字母、数字、其他符号中的至少三种"))
    if len(set(password)) < DIFFERENT_NEEDED:
        faults.append(Message("密码至少要有 %(least)d 个不同的字符", least=DIFFERENT_NEEDED))
    if username and username.casefold() in password.casefold():
        faults.append(Message("密码不能包含用户名"))
    if not faults and old_hash and password_matches(password, old_hash):
        faults.append(Message("新密码不能与原密码相同"))
    return faults


def set_password(user: User, password: str, now: datetime, *, must_change: bool, random: bool = False) -> None:
    """Give an account a password; all its sessions end, and a lock is lifted."""
    user.password = hash_password(password, random)
    user.must_change_password = must_change
    user.password_changed_at = now
    user.failed_logins = 0
    user.locked_until = None
    user.fs_uniquifier = secrets.token_hex(16)


def change_password(session: Session, actor: Actor, now: datetime, user: User, new: str, shortest: int) -> None:
    """Change one's own password (the old one was checked by the caller); all sessions of the account end.

    Raises:
        InvalidInput: the new password breaks a rule.
    """
    faults = password_faults(new, user.username, shortest, user.password)
    if faults:
        raise InvalidInput(faults[0])
    set_password(user, new, now, must_change=False)
    record(session, actor, now, "account.change_password", user)


def reset_password(
    session: Session, actor: Actor, now: datetime, user: User, *, clear_second_factor: bool = False
) -> str:
    """Give an account a new first password, to be changed at the next sign-in; returned once, kept nowhere.

    Raises:
        NotAllowed: the account is beyond the actor (an officer resets only pure cadres of the own unit).
    """
    require_reset(session, actor, now, user)
    password = first_password()
    set_password(user, password, now, must_change=True, random=True)
    if clear_second_factor:
        forget_second_factor(user)
    note = "second factor cleared" if clear_second_factor else None
    record(session, actor, now, "account.reset_password", user, note=note)
    return password


def forget_second_factor(user: User) -> None:
    """Remove the second factor and its recovery codes."""
    user.tf_primary_method = None
    user.tf_totp_secret = None
    user.mf_recovery_codes = None
