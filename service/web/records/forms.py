"""Forms: saved by an operation; what it refuses stands at the fields, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, Message
from service.models import Base
from service.operations.history import history_of
from service.web.access import current_actor
from service.web.database import session, transaction
from service.web.formats import words
from service.web.records.fields import RecordForm


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with a form. `groups`: pairs of a legend and the names of its fields. `tabs`: the pages it stands among."""

    title: str
    back: str
    groups: Sequence[tuple[str, Sequence[str]]]
    submit: str
    subtitle: str | None = None
    note: str | None = None
    tabs: Sequence[Mapping[str, Any]] = ()


def place(form: RecordForm, error: InvalidInput) -> list[Any]:
    """Put an operation's problems at the fields; returns those that no field stands for."""
    left: list[Any] = []
    for problem in error.problems:
        field = form._fields.get(problem.field)
        if field is None:
            left.append(problem)
        elif str(problem.value).strip():
            text = Message("%(expected)s（填写的是“%(value)s”）", expected=problem.expected, value=problem.value)
            field.errors = [*field.errors, text]
        else:
            field.errors = [*field.errors, problem.expected]
    return left


def handle(
    form: RecordForm,
    page: FormPage,
    save: Callable[[Session], Any],
    done: Callable[[Any], tuple[str, str]],
    latest: Callable[[], Base | None] = lambda: None,
) -> ResponseReturnValue:
    """Show the form, or save it. `done` gives the next address and what to tell; `latest` reads the row again."""
    problems: list[Any] = []
    refusal: Any = None
    newer: Any = None
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as current:
                row = save(current)
                current.flush()
                address, text = done(row)
        except InvalidInput as error:
            problems, status = place(form, error), 422
            refusal = None if error.problems else error.message
        except Conflict as error:
            refusal, status = error.message, 409
            newer = _newer(form, latest)
        else:
            flash(text, "success")
            return redirect(address)
    elif form.is_submitted():
        status = 422
    template = render_template(
        "records/form.html", form=form, page=page, problems=problems, refusal=refusal, newer=newer
    )
    return template, status


def _newer(form: RecordForm, latest: Callable[[], Base | None]) -> Any:
    """The last change another made; saving again is then done knowingly, on top of it."""
    row = latest()
    if row is None or not hasattr(row, "version"):
        return None
    form.version.data = str(row.version)
    form.version.raw_data = [str(row.version)]
    entries = history_of(session(), current_actor(), row, 1)
    return entries[0] if entries else None


def act(operation: Callable[[Session], Any], text: str, address: str) -> ResponseReturnValue:
    """Do what a button asks for, tell what came of it, and go back to the page."""
    try:
        with transaction() as current:
            operation(current)
    except (InvalidInput, Conflict) as error:
        details = "；".join(words(problem.expected) for problem in error.problems)
        flash(details or words(error.message), "error")
    else:
        flash(text, "success")
    return redirect(address)
