"""What a command has to say of a file of another kind than the monthly duty."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.problem import Text
from service.messages import Message


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line, more lines, the exit code; and the bytes of the plan, where one was made."""

    line: Message
    more: tuple[Text, ...]
    exit_code: int
    plan: bytes = b""
