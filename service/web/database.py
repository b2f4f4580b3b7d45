"""The database session of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from service.messages import Conflict, Message

# The tables stand on `service.models.Base`; Flask-SQLAlchemy gives the engine and the scoped session.
db = SQLAlchemy()


def session() -> Session:
    """The session of this request."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Do an operation and commit; any error rolls all of it back.

    Raises:
        Conflict: somebody else changed or made the same thing at the same moment.
    """
    current = session()
    try:
        yield current
        current.commit()
    except StaleDataError:
        current.rollback()
        raise Conflict(Message("数据已被他人修改，请刷新后重试")) from None
    except IntegrityError:
        current.rollback()
        raise Conflict(Message("数据与已有记录冲突，未保存任何内容")) from None
    except BaseException:
        current.rollback()
        raise
