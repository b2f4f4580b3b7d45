"""What the pages of a programme's posts and candidates share: chosen rows, and the page that adds many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotFound
from service.web.addresses import LARGEST_ID
from service.web.database import transaction
from service.web.formats import words


def chosen(name: str = "row") -> list[int]:
    """The ids of the rows that were ticked."""
    return [int(value) for value in request.form.getlist(name) if value.isdigit() and int(value) <= LARGEST_ID]


def consent_read(value: Any) -> bool | None:
    """An answer from a select: yes, no, or not given."""
    return {"yes": True, "no": False}.get(str(value))


def consent_word(answer: bool | None) -> str:
    """The select's value of an answer."""
    return {True: "yes", False: "no", None: ""}[answer]


def do(operation: Callable[[Session], Any], told: Callable[[Any], str], address: str) -> ResponseReturnValue:
    """Do what a button asks for, tell what came of it in figures, and go on to a page."""
    try:
        with transaction() as current:
            found = operation(current)
            text = told(found)
    except (InvalidInput, Conflict, NotFound) as error:
        details = "；".join(words(problem.expected) for problem in error.problems)
        flash(details or words(error.message), "error")
    else:
        flash(text, "success")
    return redirect(address)


def known(options: Sequence[str]) -> list[tuple[str, str]]:
    """Texts as the choices of a select."""
    return [(option, option) for option in options]
