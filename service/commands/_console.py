"""What commands share: settings, sessions, words in the installation's language, errors as one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from service.database import make_engine, session_factory, write_transaction
from service.messages import Message, OperationError
from service.models import District
from service.settings import Settings, SettingsError, load_settings
from service.words import translate

P = ParamSpec("P")
R = TypeVar("R")
# How SQLite and PostgreSQL say that a table or column is not there.
MISSING = re.compile(r"no such (table|column)|(relation|column) \S+ does not exist")


def settings() -> Settings:
    """The installation's settings; a wrong one ends the command with its words."""
    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def say(message: Message, language: str) -> None:
    """Print a message in the installation's language."""
    click.echo(translate(message, language))


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Let what an operation refuses end the command with its words and exit code 1, without a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except OperationError as error:
            raise click.ClickException(error_words(error, settings().language)) from None
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(translate(_database_words(error), settings().language)) from None

    return run


def _database_words(error: DBAPIError) -> Message:
    """What the database says; that it was never set up, or is of an older version, in plain words."""
    reason = str(error.orig).strip()
    if MISSING.search(reason):
        return Message(
            "数据库还没有建立或不是当前版本，请先运行 grid-duty setup 或 grid-duty upgrade（%(reason)s）", reason=reason
        )
    return Message("数据库出错：%(reason)s", reason=reason)


def error_words(error: OperationError, language: str) -> str:
    """An error with each of its fields on a line."""
    lines = [translate(error.message, language)]
    for problem in error.problems:
        label = translate(problem.label, language) if problem.label else problem.field
        lines.append(f"  {label} = {problem.value!r}: {translate(problem.expected, language)}")
    return "\n".join(lines)


@contextmanager
def transaction(given: Settings) -> Iterator[Session]:
    """One transaction on the installation's database."""
    engine = make_engine(given.database)
    try:
        with write_transaction(session_factory(engine)) as session:
            yield session
    finally:
        engine.dispose()


def district_named(session: Session, code: str | None) -> District:
    """The district of a code; the only one where none is named.

    Raises:
        OperationError: there is none, or there are several and none was named.
    """
    query = select(District).order_by(District.code)
    districts = session.scalars(query if code is None else query.where(District.code == code)).all()
    if not districts:
        raise OperationError(
            Message("没有代码为 %(code)s 的区", code=code) if code else Message("还没有区，请先运行 grid-duty setup")
        )
    if len(districts) > 1:
        codes = ", ".join(district.code for district in districts)
        raise OperationError(Message("有多个区，请用 --district 指定其一：%(codes)s", codes=codes))
    return districts[0]


def ask_password(language: str, check: Callable[[str], list[Message]]) -> str:
    """Ask twice for a password that obeys the rules, without showing it."""
    while True:
        password: Any = click.prompt(translate(Message("密码"), language), hide_input=True, confirmation_prompt=True)
        faults = check(password)
        if not faults:
            return str(password)
        for fault in faults:
            click.echo(translate(fault, language), err=True)
