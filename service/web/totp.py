"""Codes of an authenticator app: each is taken once; the picture to scan is drawn by segno."""

from __future__ import annotations

from typing import Any

import segno
from flask import g
from flask_security import UserMixin
from flask_security.totp import Totp
from sqlalchemy import select

from service.models import AuditEntry, User
from service.web.database import session

CODE_NOTE = "second factor: code "


class SingleUseTotp(Totp):
    """Refuses a code that was taken before: the last one's counter is read from the account's signed-in lines."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """The counter of the newest code with which this account signed in."""
        account = session().get_one(User, user.id)
        query = (
            select(AuditEntry.note)
            .where(
                AuditEntry.district_id == account.district_id,
                AuditEntry.action == "account.sign_in",
                AuditEntry.subject_id == str(account.id),
                AuditEntry.note.startswith(CODE_NOTE),
            )
            .order_by(AuditEntry.id.desc())
            .limit(1)
        )
        note = session().scalar(query)
        return int(note.removeprefix(CODE_NOTE)) if note else None

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Keep the counter with the request; `security_events` writes it with the sign-in."""
        g.totp_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture as a data address (no inline script or style)."""
        return str(segno.make(self.get_totp_uri(username, totp), error="m").svg_data_uri(scale=5, border=3))
