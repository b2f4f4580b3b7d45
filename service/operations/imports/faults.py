"""A full disk in the middle of an import, in words; the transaction around it leaves nothing half written."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from service.adapters.uploads import no_room

_SAID = ("disk is full", "no space left", "disk i/o error", "disk full", "could not extend file")


@contextmanager
def plain_faults() -> Iterator[None]:
    """Turn the errors of a full disk into an OperationError. Put it around the transaction, commit included."""
    try:
        yield
    except OperationalError as error:
        if any(words in str(error.orig).lower() for words in _SAID):
            raise no_room() from None
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise no_room() from None
        raise
