"""Whether a database's tables are those that this program knows."""

from __future__ import annotations

from sqlalchemy import Engine

from service.database import current_revision, known_revision, newest_revision
from service.messages import Message, OperationError


class SchemaError(OperationError):
    """The tables are missing, older or newer than this program's; the text says which command helps."""


def require_current(engine: Engine, *, made: bool = True) -> None:
    """Refuse a database that this program cannot work on. Without `made`, one without tables is let pass.

    Raises:
        SchemaError: the tables are missing, older or newer.
    """
    revision = current_revision(engine)
    if revision is None:
        if made:
            raise SchemaError(Message("数据库还没有初始化，请先运行 grid-duty setup"))
    elif not known_revision(revision):
        raise SchemaError(Message("数据库的版本 %(revision)s 比本程序新，请先升级程序", revision=revision))
    elif revision != newest_revision():
        raise SchemaError(Message("数据库的结构是旧版本，请先运行 grid-duty upgrade"))
