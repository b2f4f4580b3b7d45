"""What commands share: settings, sessions, words in the installation's language, errors as one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from service.database import make_engine, session_factory, write_transaction
from service.messages import Message, OperationError
from service.models import District
from service.operations.schema import require_current
from service.settings import Settings, SettingsError, load_settings
from service.words import translate

P = ParamSpec("P")
R = TypeVar("R")
# How SQLite speaks of a file that is no database any more.
DAMAGED = ("file is not a database", "disk image is malformed")


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
        except SettingsError as error:
            raise click.ClickException(str(error)) from None
        except DBAPIError as error:
            reason = str(error.orig).strip()
            words = Message("数据库出错：%(reason)s", reason=reason)
            if any(sign in reason for sign in DAMAGED):
                words = Message(
                    "数据库文件已损坏（%(reason)s）。请停止服务，把它移到别处保存，再用 grid-duty restore 恢复最近的备份",
                    reason=reason,
                )
            raise click.ClickException(translate(words, settings().language)) from None
        except OSError as error:
            # A folder that cannot be written, a disk that is full.
            words = Message(
                "无法读写 %(path)s：%(why)s",
                path=error.filename or settings().data_folder,
                why=error.strerror or str(error),
            )
            raise click.ClickException(translate(words, settings().language)) from None

    return run


def error_words(error: OperationError, language: str) -> str:
    """An error with each of its fields on a line."""
    lines = [translate(error.message, language)]
    for problem in error.problems:
        label = translate(problem.label, language) if problem.label else problem.field
        lines.append(f"  {label} = {problem.value!r}: {translate(problem.expected, language)}")
    return "\n".join(lines)


def require_tables(given: Settings, *, made: bool = True) -> None:
    """Refuse a database whose tables are older or newer than the program's, or (with `made`) missing."""
    engine = make_engine(given.database)
    try:
        require_current(engine, made=made)
    finally:
        engine.dispose()


@contextmanager
def transaction(given: Settings) -> Iterator[Session]:
    """One transaction on the installation's database.

    Raises:
        SchemaError: its tables are missing, older or newer than the program's.
    """
    engine = make_engine(given.database)
    try:
        require_current(engine)
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
