"""Figures by name as people type them: a line each, `legal=5`."""

from __future__ import annotations

from collections.abc import Mapping

from service.messages import FieldProblem, InvalidInput, Message
from service.operations.field_names import field_name
from service.web.records.fields import typed


def typed_figures(text: str | None, field: str) -> dict[str, int]:
    """The figures of a text of lines `name=figure`.

    Raises:
        InvalidInput: a line is otherwise.
    """
    found: dict[str, int] = {}
    for line in (text or "").splitlines():
        plain = typed([line])
        if not plain:
            continue
        name, sign, figure = (part.strip() for part in plain.partition("="))
        if not sign or not name or not figure.lstrip("-").isdigit():
            problem = FieldProblem(field, line, Message("应为“编码=整数”，每行一项"), field_name(field))
            raise InvalidInput(Message("填写有误，尚未保存任何内容"), [problem])
        found[name] = int(figure)
    return found


def typed_words(figures: Mapping[str, int]) -> str:
    """The text of such lines."""
    return "\n".join(f"{name}={figure}" for name, figure in figures.items())
