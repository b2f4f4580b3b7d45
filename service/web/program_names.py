"""What pages call the program itself where it acts in nobody's name."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from service.messages import N_

PROGRAMS = {
    "night": N_("夜间程序"),
    "setup": N_("初始化"),
    "sample": N_("样例生成"),
    "system": N_("系统"),
    "cli": N_("服务器命令行"),
    "command line": N_("服务器命令行"),
}


def who(name: str) -> str:
    """The name of an account as it is; the program's parts in the reader's language."""
    return str(_(PROGRAMS[name])) if name in PROGRAMS else name


def init_program_names(app: Flask) -> None:
    """Give the templates the filter."""
    app.jinja_env.filters["who"] = who
