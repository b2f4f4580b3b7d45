"""Errors as pages in plain words."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from service.messages import N_, Conflict, InvalidInput, Message, NotAllowed, NotFound, OperationError

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
}
ADVICE = {
    403: Message("您的账号无权查看此页面。如需权限，请联系管理员。"),
    404: Message("地址可能有误，或内容已被删除。"),
    405: Message("请从页面上的按钮重新操作。"),
    413: Message("文件超过允许的大小，请拆分后再上传。"),
    500: Message("系统出现意外错误，已记录。您已保存的内容不受影响，请稍后重试。"),
}
STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, InvalidInput: 422}


def error_page(status: int, message: Message | str | None, problems: tuple[object, ...] = ()) -> ResponseReturnValue:
    """The page of an error; only its middle for htmx."""
    template = "errors/fragment.html" if request.headers.get("HX-Request") else "errors/error.html"
    title = TITLES.get(status, TITLES[400])
    return render_template(template, status=status, title=title, message=message, problems=problems), status


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

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        app.logger.exception("unexpected error at %s", request.path)
        return error_page(500, ADVICE[500])
