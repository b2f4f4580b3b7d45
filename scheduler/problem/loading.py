"""JSON bytes to an object, with what JSON does not define told by its path."""

from __future__ import annotations

import codecs
import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.problem.errors import FieldError, ProblemError
from scheduler.problem.text import Text


def first_repeated(items: Sequence[Hashable]) -> int:
    """Where an item stands that stood there before; there is one."""
    seen: set[Hashable] = set()
    for index, item in enumerate(items):
        if item in seen:
            return index
        seen.add(item)
    raise AssertionError("no item is repeated")


@dataclass(frozen=True, slots=True)
class _Strange:
    """What stands where the file has something that JSON does not define: found again by its place."""

    value: object
    expected: Text
    key: str = ""


class _Loading:
    """Hooks of one reading: they note what is strange, and leave it in its place so that its path can be told."""

    def __init__(self) -> None:
        self.strange = False

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Strange:
        """An object each of whose keys stands there once."""
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        self.strange = True
        repeated = pairs[first_repeated([key for key, _ in pairs])][0]
        return _Strange(Text("两次", "twice"), Text("每个键只出现一次", "each key once"), repeated)

    def constant(self, name: str) -> _Strange:
        """NaN and the like."""
        self.strange = True
        return _Strange(name, Text("有限的数", "a finite number"))


def load_object(data: bytes) -> dict[str, Any]:
    """Parse JSON bytes to an object; anything else is a ProblemError."""
    loading = _Loading()
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=loading.object, parse_constant=loading.constant)
    except UnicodeDecodeError as error:
        raise _no_json(
            Text(f"第{error.start + 1}个字节", f"byte {error.start + 1}"), "UTF-8 文本", "UTF-8 text"
        ) from None
    except (ValueError, RecursionError) as error:
        raise _not_parsed(data, error) from None
    if loading.strange:
        raise ProblemError([_first_strange(value)])
    if not isinstance(value, dict):
        raise _no_json(value, "JSON 对象", "a JSON object")
    return value


def _no_json(value: object, zh: str, en: str) -> ProblemError:
    return ProblemError([FieldError("$", value, Text(zh, en))])


def _not_parsed(data: bytes, error: ValueError | RecursionError) -> ProblemError:
    """Where the text stops being JSON."""
    if data.startswith(codecs.BOM_UTF8):
        return _no_json(
            Text("以 BOM 开头的文本", "a text that begins with a BOM"), "不带 BOM 的 UTF-8", "UTF-8 without a BOM"
        )
    if not data.strip():
        return _no_json(Text("（空文件）", "an empty file"), "JSON 文本", "JSON text")
    if isinstance(error, json.JSONDecodeError):
        line, column = error.lineno, error.colno
        return _no_json(
            Text(f"第{line}行第{column}列", f"line {line}, column {column}"), "JSON 文本", f"JSON text ({error.msg})"
        )
    if isinstance(error, RecursionError):
        return _no_json(Text("嵌套过深", "nested too deeply"), "JSON 文本", "JSON text")
    return _no_json(Text("位数过多的数", "a number of too many digits"), "JSON 文本", "JSON text")


def _first_strange(value: Any) -> FieldError:
    """The path of the first strange value; there is one."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, _Strange):
            whole = ".".join(part for part in (path, found.key) if part)
            return FieldError(whole or "$", found.value, found.expected)
        if isinstance(found, dict):
            waiting.extend((f"{path}.{key}" if path else key, found[key]) for key in reversed(found))
        elif isinstance(found, list):
            waiting.extend((f"{path}[{index}]", found[index]) for index in range(len(found) - 1, -1, -1))
    raise AssertionError("nothing strange was found")
