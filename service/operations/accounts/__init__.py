"""Accounts: passwords, sign-in with lock-out, making, changing and finding accounts, accounts from the roster."""

from service.operations.accounts.change import (
    AccountFields,
    clear_second_factor,
    create_account,
    end_sessions,
    set_active,
    set_language,
    unlock_account,
    update_account,
)
from service.operations.accounts.find import account_in_scope, accounts_query, may_reset, scope_of
from service.operations.accounts.passwords import (
    change_password,
    first_password,
    hash_password,
    normal_password,
    password_faults,
    password_matches,
    reset_password,
)
from service.operations.accounts.roster import (
    Slip,
    accounts_from_roster,
    cadres_without_account,
    reissue_first_passwords,
    waiting_accounts,
)
from service.operations.accounts.sign_in import (
    LockPolicy,
    begin_attempt,
    is_locked,
    recent_sign_ins,
    record_failure,
    record_sign_in,
    record_sign_out,
    release_attempt,
)

__all__ = [
    "AccountFields",
    "LockPolicy",
    "Slip",
    "account_in_scope",
    "accounts_from_roster",
    "accounts_query",
    "begin_attempt",
    "cadres_without_account",
    "change_password",
    "clear_second_factor",
    "create_account",
    "end_sessions",
    "first_password",
    "hash_password",
    "is_locked",
    "may_reset",
    "normal_password",
    "password_faults",
    "password_matches",
    "recent_sign_ins",
    "record_failure",
    "record_sign_in",
    "record_sign_out",
    "reissue_first_passwords",
    "release_attempt",
    "reset_password",
    "scope_of",
    "set_active",
    "set_language",
    "unlock_account",
    "update_account",
    "waiting_accounts",
]
