"""Typed reading of JSON: every value is taken through a check that knows its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from scheduler.problem.errors import FieldError, ProblemError
from scheduler.problem.loading import first_repeated
from scheduler.problem.text import Text

MOST_ERRORS = 100
SURROGATE = re.compile("[\ud800-\udfff]")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Value = TypeVar("Value")
Check = Callable[["Errors", str, Any], Any]


class Errors:
    """Collects errors; past the first hundred it stops the reading."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []

    def add(self, path: str, value: object, zh: str, en: str) -> None:
        """Note a wrong field."""
        self.found.append(FieldError(path, value, Text(zh, en)))
        if len(self.found) >= MOST_ERRORS:
            self.stop()

    def stop(self) -> None:
        """Raise what was found, if anything."""
        if self.found:
            raise ProblemError(self.found)


# What stands for a key that is not there.
MISSING = Text("（缺少）", "nothing")


def fields(
    errors: Errors, path: str, value: Any, required: dict[str, Check], optional: dict[str, tuple[Check, Any]]
) -> dict[str, Any] | None:
    """An object's fields, each checked; None when it is no object or a required one is missing or wrong."""
    if not isinstance(value, dict):
        errors.add(path or "$", value, "对象", "an object")
        return None
    dot = f"{path}." if path else ""
    before = len(errors.found)
    if not path and _other_form(errors, value, required):
        return None
    for key in sorted(value.keys() - required.keys() - optional.keys()):
        errors.add(f"{dot}{key}", value[key], "文档中列出的字段", "a documented field")
    result = {}
    for key, check in required.items():
        given = value.get(key, MISSING)
        if given is MISSING:
            errors.add(f"{dot}{key}", MISSING, "一个值（必填）", "a value (it is required)")
        else:
            result[key] = check(errors, f"{dot}{key}", given)
    for key, (check, default) in optional.items():
        given = value.get(key, MISSING)
        result[key] = default if given is MISSING else check(errors, f"{dot}{key}", given)
    return result if len(errors.found) == before else None


def _other_form(errors: Errors, value: dict[str, Any], required: dict[str, Check]) -> bool:
    """Whether a file says that it is of another documented form: that alone is told then, not all its fields."""
    given, before = value.get("format"), len(errors.found)
    if "format" in required and isinstance(given, str) and given.startswith("grid-duty/"):
        required["format"](errors, "format", given)
    return len(errors.found) > before


def _is_text(value: Any) -> bool:
    """Whether a value is a text that can be written again: no half of a surrogate pair, which UTF-8 cannot hold."""
    return isinstance(value, str) and (value.isascii() or SURROGATE.search(value) is None)


def constant(expected: object) -> Check:
    """One value and no other (1.0 and true are not 1)."""

    def check(errors: Errors, path: str, value: Any) -> None:
        if type(value) is not type(expected) or value != expected:
            errors.add(path, value, repr(expected), repr(expected))

    return check


def constants(*expected: int) -> Check:
    """One of a few numbers (1.0 and true are not 1)."""

    def check(errors: Errors, path: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value not in expected:
            shown = [str(one) for one in expected]
            errors.add(path, value, "或".join(shown), " or ".join(shown))

    return check


def text(errors: Errors, path: str, value: Any) -> str:
    """A text (it may be empty)."""
    if not _is_text(value):
        errors.add(path, value, "文本", "a text")
        return ""
    return str(value)


def name(errors: Errors, path: str, value: Any) -> str:
    """An identifier: a text that is not empty."""
    if not _is_text(value) or not value:
        errors.add(path, value, "非空文本", "a text that is not empty")
        return ""
    return str(value)


def flag(errors: Errors, path: str, value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        errors.add(path, value, "true 或 false", "true or false")
        return False
    return value


def integer(low: int, high: int) -> Check:
    """An integer within bounds (both included); true and 1.0 are none."""

    def check(errors: Errors, path: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            errors.add(path, value, f"{low} 到 {high} 的整数", f"an integer from {low} to {high}")
            return low
        return value

    return check


def real(low: float, high: float) -> Check:
    """A number within bounds (both included)."""

    def check(errors: Errors, path: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            errors.add(path, value, f"{low} 到 {high} 的数", f"a number from {low} to {high}")
            return low
        return float(value)

    return check


def day(errors: Errors, path: str, value: Any) -> date:
    """A date: 2026-12-01 and no other spelling."""
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    errors.add(path, value, "日期，如 2026-12-01", "a date such as 2026-12-01")
    return date.min


def optional(check: Check) -> Check:
    """Null, or what the check takes."""
    return lambda errors, path, value: None if value is None else check(errors, path, value)


def listing(check: Check, *, distinct: bool = False) -> Check:
    """A list of what the check takes, as a tuple."""

    def read(errors: Errors, path: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            errors.add(path, value, "列表", "a list")
            return ()
        items = tuple(check(errors, f"{path}[{index}]", item) for index, item in enumerate(value))
        if distinct and len(set(items)) != len(items):
            repeated = first_repeated(items)
            errors.add(f"{path}[{repeated}]", value[repeated], "不重复的值", "a value that is not repeated")
        return items

    return read


def mapping(key_check: Check, value_check: Check) -> Check:
    """An object as a mapping."""

    def read(errors: Errors, path: str, value: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            errors.add(path, value, "对象", "an object")
            return {}
        return {
            key_check(errors, f"{path}.{key}", key): value_check(errors, f"{path}.{key}", item)
            for key, item in value.items()
        }

    return read


def unique(errors: Errors, path: str, ids: Iterable[str]) -> None:
    """Each id once."""
    seen: set[str] = set()
    for index, key in enumerate(ids):
        if key in seen:
            errors.add(f"{path}[{index}].id", key, "不重复的编号", "an id that is not repeated")
        seen.add(key)


def one_of(errors: Errors, path: str, value: object, known: Any, zh: str, en: str) -> None:
    """A reference to something that exists."""
    if value not in known:
        errors.add(path, value, zh, en)
