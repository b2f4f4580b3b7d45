"""Recovery codes of the second factor: that they were made anew stands in the audit log."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import request
from flask_security.recovery_codes import MfRecoveryCodesUtil

from service.models import User
from service.operations.actor import actor_of
from service.operations.audit_log import record
from service.web.database import session


class LoggedRecoveryCodes(MfRecoveryCodesUtil):
    """Flask-Security's own, with a line in the log."""

    def create_recovery_codes(self, user: User) -> list[str]:  # type: ignore[override]
        """New codes; those before them open nothing any more. The codes themselves are not written down."""
        codes = super().create_recovery_codes(user)
        account = session().get_one(User, user.id)
        # Flask-Security commits at the end of its own view.
        record(
            session(), actor_of(account, request.remote_addr), datetime.now(UTC), "account.new_recovery_codes", account
        )
        return codes
