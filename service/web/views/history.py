"""The audit log for admins: who did what to what, when, from where; paged, filtered, downloaded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from service.messages import N_
from service.models import AuditEntry, RoleName
from service.operations.audit_log import record
from service.operations.history import HistoryFilter, action_topics, list_history
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import moment
from service.web.navigation import NavigationItem
from service.web.paging import page_of
from service.web.records import history_words
from service.web.records.listing import Filter
from service.web.records.spans import day_argument

blueprint = Blueprint("history", __name__, url_prefix="/history")
NAVIGATION = [
    NavigationItem(
        85, N_("操作日志"), "clock-history", "history.index", frozenset({RoleName.ADMIN}), frozenset({"history"})
    )
]
MOST_LINES = 100_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@blueprint.record_once
def give_words(state: object) -> None:
    """Let every template write log lines in words."""
    history_words.init_history_words(state.app)  # type: ignore[attr-defined]


def wanted() -> HistoryFilter:
    """What the address asks for."""
    arguments = request.args
    topic = arguments.get("topic", "")
    return HistoryFilter(
        who=arguments.get("who", ""),
        action=f"{topic}." if topic else "",
        subject_kind=arguments.get("kind") or None,
        subject_id=arguments.get("subject") or None,
        first=day_argument("from"),
        last=day_argument("to"),
    )


@blueprint.get("/")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The log."""
    actor = current_actor()
    page = page_of(session(), list_history(session(), actor, wanted()))
    topics = [(topic, history_words.topic_words(topic)) for topic in action_topics(session(), actor)]
    filters = [
        Filter("who", _("操作人")),
        Filter("topic", _("事项"), topics),
        Filter("from", _("从"), day=True),
        Filter("to", _("到"), day=True),
    ]
    return render_template("history.html", page=page, filters=filters)


def lines(query: Select[AuditEntry]) -> Iterator[list[str]]:
    """The rows of the download."""
    yield [_("时间"), _("操作人"), _("来源地址"), _("操作"), _("对象"), _("结果"), _("变更"), _("说明")]
    for entry in session().scalars(query.limit(MOST_LINES).execution_options(yield_per=1000)):
        changed = "；".join(f"{name}：{old} → {new}" for name, old, new in history_words.changes(entry))
        subject = f"{history_words.topic_words(entry.subject_kind)} {entry.subject_id}" if entry.subject_kind else ""
        action = history_words.action_words(entry.action)
        yield [
            moment(entry.at),
            history_words.actor_words(entry),
            entry.address or "",
            action,
            subject,
            entry.result,
            changed,
            history_words.note_words(entry),
        ]


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


@blueprint.get("/download.csv")
@allow(RoleName.ADMIN)
def download() -> ResponseReturnValue:
    """The filtered log as a CSV file; the download itself is logged."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    for line in lines(list_history(session(), current_actor(), wanted())):
        writer.writerow([harmless(text) for text in line])
    with transaction() as current:
        record(current, current_actor(), now(), "history.download", note=request.query_string.decode()[:200] or None)
    answer = Response(buffer.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="history-{now():%Y%m%d}.csv"'
    return answer
