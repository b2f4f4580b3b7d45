"""Errors as pages in plain words."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
    TimeoutError,  # noqa: A004 (of the pool of connections)
)
from werkzeug.exceptions import HTTPException

from service.messages import N_, Conflict, InvalidInput, Message, NotAllowed, NotFound, OperationError
from service.web.database import session
from service.words import LANGUAGES, translate

TITLES = {
    400: N_("请求有误"),
    403: N_("没有权限"),
    404: N_("找不到页面"),
    405: N_("不支持的操作"),
    409: N_("数据有变动"),
    413: N_("文件过大"),
    422: N_("填写有误"),
    429: N_("操作过于频繁"),
    500: N_("系统出错"),
    503: N_("数据库暂时无法使用"),
}
ADVICE = {
    403: Message("您的账号无权查看此页面。如需权限，请联系管理员。"),
    404: Message("地址可能有误，或内容已被删除。"),
    405: Message("请从页面上的按钮重新操作。"),
    413: Message("文件超过允许的大小，请拆分后再上传。"),
    500: Message("系统出现意外错误，已记录。您已保存的内容不受影响，请稍后重试。"),
    503: Message(
        "已保存的内容不受影响；刚才提交的内容没有保存，请稍后重试。如持续出现，请联系管理员检查数据库和磁盘空间。"
    ),
}
HOME = Message("回到首页")
# What went wrong with the statement or its values, not with the database.
OUR_FAULTS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, InvalidInput: 422}


def error_page(status: int, message: Message | str | None, problems: tuple[object, ...] = ()) -> ResponseReturnValue:
    """The page of an error; only its middle for htmx."""
    template = "errors/fragment.html" if request.headers.get("HX-Request") else "errors/error.html"
    title = TITLES.get(status, TITLES[400])
    try:
        page = render_template(template, status=status, title=title, message=message, problems=problems)
    except SQLAlchemyError:
        # The frame around a page asks the database who reads it; without one the page stands alone.
        page = page_alone(title, message)
    return page, status


def page_alone(title: str, message: Message | str | None) -> str:
    """A page that asks the database nothing: no account, no frame around it."""
    chosen = browser.get("language")
    reader = chosen if chosen in LANGUAGES else current_app.config["DEFAULT_LANGUAGE"]
    return current_app.jinja_env.get_template("errors/alone.html").render(
        reader=reader,
        title=translate(Message(title), reader),
        message=translate(message, reader) if isinstance(message, Message) else message or "",
        home=translate(HOME, reader),
    )


def init_errors(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""

    @app.errorhandler(OperationError)
    def operation_error(error: OperationError) -> ResponseReturnValue:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
        return error_page(status, error.message, error.problems)

    @app.errorhandler(CSRFError)
    def form_expired(_error: CSRFError) -> ResponseReturnValue:
        return error_page(400, Message("页面已过期，请返回上一页刷新后重新提交。"))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None or (error.code or 500) < 400:
            return error.get_response()
        return error_page(error.code or 500, ADVICE.get(error.code or 500))

    @app.errorhandler(DatabaseError)
    @app.errorhandler(TimeoutError)
    def no_database(error: SQLAlchemyError) -> ResponseReturnValue:
        if app.testing:
            raise error
        session().rollback()
        if isinstance(error, OUR_FAULTS):
            return unexpected(error)
        # Away, full, read-only, damaged or busy: the database's own words are for the log.
        app.logger.error("the database failed at %s: %s", request.path, getattr(error, "orig", error))
        answer = current_app.make_response(error_page(503, ADVICE[503]))
        answer.headers["Retry-After"] = "30"
        return answer

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        app.logger.exception("unexpected error at %s", request.path)
        return error_page(500, ADVICE[500])
