"""Signing in: lock-out, forced change of the first password, second factor, end of sessions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import itsdangerous
import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import AuditEntry, RoleName, User
from service.settings import Settings
from service.web import create_app
from tests.support.factories import PASSWORD, make_admin, make_community, make_district, make_user

SignIn = Callable[..., FlaskClient]
NEW = "Quite-Different-7"


@pytest.fixture
def user(web_session: Session) -> User:
    district = make_district(web_session)
    made = make_user(
        web_session, district, RoleName.COMMUNITY_HEAD, community_id=make_community(web_session, district).id
    )
    web_session.commit()
    return made


def enter(client: FlaskClient, name: str, password: str) -> tuple[int, str]:
    answer = client.post("/sign-in", data={"username": name, "password": password})
    return answer.status_code, answer.get_data(as_text=True)


def actions(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    return [(entry.action, entry.result) for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_sign_in_and_out_are_written_to_the_log(user: User, sign_in: SignIn, web_session: Session) -> None:
    sign_in(user).post("/sign-out")
    assert actions(web_session) == [("account.sign_in", "done"), ("account.sign_out", "done")]


def test_failures_are_written_to_the_log_without_what_was_typed(
    user: User, client: FlaskClient, web_session: Session
) -> None:
    enter(client, user.username, "wrong")
    enter(client, "My-Secret-By-Mistake-1", "x")
    assert actions(web_session) == [("account.sign_in", "refused")] * 2
    known, unknown = web_session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    assert (known.actor, known.subject_id) == (user.username, str(user.id))
    assert "Secret" not in f"{unknown.actor}{unknown.note}{unknown.after}"


def test_after_five_failures_the_right_password_is_refused_in_the_same_words(
    user: User, client: FlaskClient, web_session: Session
) -> None:
    words = {enter(client, user.username, "wrong")[1] for _ in range(5)}
    status, right = enter(client, user.username, PASSWORD)
    assert status == 200
    pattern = r'role="alert">([^<]+)<'
    said = {re.findall(pattern, page)[0] for page in [*words, right, enter(client, "nobody", "x")[1]]}
    assert len(said) == 1
    assert "锁定 15 分钟" in said.pop()
    web_session.expire_all()
    assert web_session.get_one(User, user.id).locked_until is not None


def test_four_failures_do_not_lock(user: User, client: FlaskClient) -> None:
    for _ in range(4):
        enter(client, user.username, "wrong")
    assert enter(client, user.username, PASSWORD)[0] == 302


def test_a_lock_ends_by_itself(user: User, client: FlaskClient, web_session: Session) -> None:
    for _ in range(5):
        enter(client, user.username, "wrong")
    row = web_session.get_one(User, user.id)
    web_session.refresh(row)
    row.locked_until = datetime.now(UTC) - timedelta(seconds=1)
    web_session.commit()
    assert enter(client, user.username, PASSWORD)[0] == 302


def test_an_inactive_account_is_refused_in_the_general_words(
    user: User, client: FlaskClient, web_session: Session
) -> None:
    web_session.get_one(User, user.id).active = False
    web_session.commit()
    status, page = enter(client, user.username, PASSWORD)
    assert status == 200
    assert "用户名或密码不正确" in page


def test_the_user_name_is_found_in_any_case_and_width(user: User, client: FlaskClient) -> None:
    assert enter(client, f" {user.username.upper()} ", PASSWORD)[0] == 302


def test_a_first_password_has_to_be_changed_before_anything_else(
    user: User, sign_in: SignIn, web_session: Session
) -> None:
    web_session.get_one(User, user.id).must_change_password = True
    web_session.commit()
    client = sign_in(user)
    for path in ("/", "/account/", "/account/recovery-codes"):
        assert client.get(path).location == "/account/password"
    page = client.get("/account/password").get_data(as_text=True)
    assert "请先修改初始密码" in page
    done = client.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert done.status_code == 302
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "old, new, again, words",
    [
        ("wrong", NEW, NEW, "现在的密码不正确"),
        (PASSWORD, NEW, NEW + "x", "两次输入的新密码不一致"),
        (PASSWORD, "short-1A", "short-1A", "密码至少需要 10 个字符，现在是 8 个"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与原密码相同"),
        ("", NEW, NEW, "此项必填"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(
    user: User, sign_in: SignIn, old: str, new: str, again: str, words: str
) -> None:
    client = sign_in(user)
    answer = client.post("/account/password", data={"old": old, "new": new, "again": again})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert NEW not in page
    assert sign_in(user)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(user: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(user), sign_in(user)
    here.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_wrong_old_passwords_lock_too(user: User, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(user)
    for _ in range(5):
        client.post("/account/password", data={"old": "wrong", "new": NEW, "again": NEW})
    answer = client.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 422
    web_session.expire_all()
    assert web_session.get_one(User, user.id).locked_until is not None


def test_signing_out_elsewhere_keeps_this_session(user: User, sign_in: SignIn, web_session: Session) -> None:
    here, elsewhere = sign_in(user), sign_in(user)
    here.post("/account/sessions/end")
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert ("account.end_sessions", "done") in actions(web_session)


def test_a_deactivated_account_is_out_at_once(user: User, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(user)
    web_session.expire_all()
    web_session.get_one(User, user.id).active = False
    web_session.commit()
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("minutes, inside", [(59, True), (61, False)])
def test_a_session_ends_after_the_minutes_without_a_request(
    user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, minutes: int, inside: bool
) -> None:
    client = sign_in(user)
    later = int(time.time()) + minutes * 60
    monkeypatch.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda self: later)
    assert (client.get("/account/").status_code == 200) is inside


def test_a_request_puts_the_end_of_the_session_off(
    user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, start = sign_in(user), int(time.time())
    for minutes in (50, 100, 150):
        monkeypatch.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda self, m=minutes: start + m * 60)
        assert client.get("/account/").status_code == 200


def test_forms_without_a_token_are_refused(settings: Settings, user: User) -> None:
    app = create_app(settings)
    app.config.update(TESTING=True)
    answer = app.test_client().post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\t/evil.example", "javascript:alert(1)"]
)
def test_no_sign_in_goes_on_to_another_site(
    user: User, client: FlaskClient, web_session: Session, address: str
) -> None:
    """And it is no wrong password either: somebody's link cannot lock an account."""
    entered = {"username": user.username, "password": PASSWORD, "next": address}
    answer = client.post("/sign-in", query_string={"next": address}, data=entered)
    assert (answer.status_code, answer.location) == (302, "/")
    assert actions(web_session) == [("account.sign_in", "done")]


def test_a_copied_cookie_is_worth_nothing_after_signing_out(user: User, sign_in: SignIn, app: Flask) -> None:
    client, other = sign_in(user), sign_in(user)
    cookie = client.get_cookie("session")
    assert cookie is not None
    copied = app.test_client()
    copied.set_cookie("session", cookie.value)
    assert copied.get("/account/").status_code == 200
    client.post("/sign-out")
    copied.set_cookie("session", cookie.value)
    assert copied.get("/account/").status_code == 302
    assert other.get("/account/").status_code == 200
    # And the same browser signs in anew.
    assert enter(client, user.username, PASSWORD)[0] == 302
    assert client.get("/account/").status_code == 200


def test_nobody_is_remembered_beyond_the_time_out(user: User, client: FlaskClient) -> None:
    client.post("/sign-in", data={"username": user.username, "password": PASSWORD, "remember": "y"})
    assert client.get("/account/").status_code == 200
    assert client.get_cookie("remember_token") is None


@pytest.mark.parametrize(
    "path", ["/fs-static/css/base.css", "/tf-rescue", "/tf-select", "/reset", "/register", "/change", "/us-signin"]
)
def test_pages_of_the_library_that_nobody_needs_are_off(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_installation_without_accounts_says_how_to_begin(client: FlaskClient) -> None:
    assert "grid-duty setup" in client.get("/sign-in").get_data(as_text=True)


def test_an_installation_without_tables_says_how_to_begin(settings: Settings, tmp_path: object) -> None:
    empty = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/nothing.sqlite"})
    app = create_app(empty)
    app.config.update(TESTING=True)
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 200
    assert "grid-duty setup" in answer.get_data(as_text=True)


def test_with_an_account_nothing_is_said_of_it(user: User, client: FlaskClient) -> None:
    assert "grid-duty setup" not in client.get("/sign-in").get_data(as_text=True)


# The second factor


def set_up(client: FlaskClient) -> str:
    """Set a second factor up; returns the key of the app."""
    page = client.post("/account/second-factor", data={"setup": "authenticator"}).get_data(as_text=True)
    found = re.search(r'setup-key">([^<]+)<', page)
    action = re.search(r'action="(/account/second-factor/[^"]+)"', page)
    assert found is not None
    assert action is not None
    assert "data:image/svg+xml" in page
    key = found[1]
    answer = client.post(action[1], data={"code": code(key)})
    assert answer.location == "/account/second-factor/done"
    return key


def code(key: str, seconds: int = 0) -> str:
    return str(TOTP(key=key.replace("-", "")).generate(time.time() + seconds).token)


def with_second_factor(user: User, sign_in: SignIn) -> str:
    client = sign_in(user)
    key = set_up(client)
    client.post("/sign-out")
    return key


def test_a_code_is_needed_once_a_second_factor_is_set_up(
    user: User, sign_in: SignIn, client: FlaskClient, web_session: Session
) -> None:
    key = with_second_factor(user, sign_in)
    answer = client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert answer.location.startswith("/sign-in/code")
    assert client.get("/account/").status_code == 302
    wrong = client.post("/sign-in/code", data={"code": "000000"})
    assert "验证码不正确" in wrong.get_data(as_text=True)
    assert client.post("/sign-in/code", data={"code": f"{code(key)[:3]} {code(key)[3:]}"}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert ("account.set_second_factor", "done") in actions(web_session)


def test_a_code_is_taken_once(user: User, sign_in: SignIn, app: Flask) -> None:
    key = with_second_factor(user, sign_in)
    used = code(key)
    answers = []
    for _ in range(2):
        client = app.test_client()
        client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
        answers.append(client.post("/sign-in/code", data={"code": used}).status_code)
    assert answers == [302, 200]


def test_guessing_codes_locks_however_often_the_password_is_entered(user: User, sign_in: SignIn, app: Flask) -> None:
    key = with_second_factor(user, sign_in)
    for _ in range(5):
        client = app.test_client()
        assert client.post("/sign-in", data={"username": user.username, "password": PASSWORD}).status_code == 302
        client.post("/sign-in/code", data={"code": "000000"})
    client = app.test_client()
    assert client.post("/sign-in", data={"username": user.username, "password": PASSWORD}).status_code == 200
    assert client.post("/sign-in/code", data={"code": code(key)}).location == "/sign-in"


def test_a_recovery_code_takes_the_place_of_the_app_once(user: User, sign_in: SignIn, app: Flask) -> None:
    client = sign_in(user)
    set_up(client)
    page = client.post("/account/recovery-codes").get_data(as_text=True)
    codes = re.findall(r"<li><code>([^<]+)</code>", page)
    assert len(set(codes)) == 10
    answers = []
    for _ in range(2):
        fresh = app.test_client()
        fresh.post("/sign-in", data={"username": user.username, "password": PASSWORD})
        fresh.get("/sign-in/recovery-code")
        answers.append(fresh.post("/sign-in/recovery-code", data={"code": codes[0].upper()}).status_code)
    assert answers == [302, 200]
    assert "剩余恢复码 9 个" in client.get("/account/").get_data(as_text=True)


def test_secrets_of_the_second_factor_are_encrypted_in_the_database(
    user: User, sign_in: SignIn, web_session: Session
) -> None:
    client = sign_in(user)
    key = set_up(client)
    codes = re.findall(r"<li><code>([^<]+)</code>", client.post("/account/recovery-codes").get_data(as_text=True))
    web_session.expire_all()
    row = web_session.get_one(User, user.id)
    assert key.replace("-", "") not in (row.tf_totp_secret or "")
    assert codes
    assert codes[0] not in str(row.mf_recovery_codes)


def test_a_second_factor_is_turned_off_again(user: User, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(user)
    set_up(client)
    client.post("/account/second-factor", data={"setup": "disable"})
    client.post("/sign-out")
    assert sign_in(user).get("/account/").status_code == 200
    web_session.expire_all()
    row = web_session.get_one(User, user.id)
    assert (row.tf_totp_secret, row.mf_recovery_codes) == (None, None)


def test_setting_up_asks_for_the_password_again_after_a_while(
    user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(user)
    with client.session_transaction() as kept:
        kept["fs_paa"] = time.time() - 16 * 60
        kept.pop("fs_gexp", None)
    answer = client.get("/account/second-factor")
    assert answer.location.startswith("/sign-in/again")
    page = client.get(answer.location).get_data(as_text=True)
    assert "再次确认身份" in page
    assert "密码不正确" in client.post("/sign-in/again", data={"password": "wrong"}).get_data(as_text=True)
    assert client.post("/sign-in/again", data={"password": PASSWORD}).status_code == 302
    assert client.get("/account/second-factor").status_code == 200


@pytest.fixture
def strict(settings: Settings) -> Settings:
    """Admins must have a second factor."""
    return settings.model_copy(update={"web": settings.web.model_copy(update={"second_factor_for": ("admin",)})})


def test_a_role_can_be_made_to_have_a_second_factor(strict: Settings, web_session: Session, user: User) -> None:
    admin = make_admin(web_session, make_district(web_session))
    web_session.commit()
    app = create_app(strict)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    client.post("/sign-in", data={"username": admin.username, "password": PASSWORD})
    assert client.get("/settings/").location == "/account/second-factor"
    set_up(client)
    assert client.get("/settings/").status_code == 200
    page = client.post("/account/second-factor", data={"setup": "disable"}).get_data(as_text=True)
    assert "不能停用" in page
    other = app.test_client()
    other.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert other.get("/account/").status_code == 200


def test_the_librarys_messages_are_chinese_or_english_as_the_page(app: Flask, client: FlaskClient) -> None:
    from flask_security.utils import get_message

    from service.web.security_messages import MESSAGES

    for language, pattern in (("zh", r"[\u4e00-\u9fff]"), ("en", r"^[\x00-\x7f]+$")):
        with app.test_request_context():
            from flask import session

            session["language"] = language
            for key in MESSAGES:
                assert re.search(pattern, str(get_message(key)[0])), (key, language)


def test_choosing_a_language_is_kept_with_the_account(user: User, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(user)
    client.post("/account/language", data={"language": "en"})
    assert "My account" in client.get("/account/").get_data(as_text=True)
    assert "My account" in sign_in(user).get("/account/").get_data(as_text=True)
    assert client.post("/account/language", data={"language": "xx"}).status_code == 422
