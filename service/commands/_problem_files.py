"""What `solve` and `verify` share: reading files, exit codes, words in the chosen language."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from scheduler.explain import PinTrouble, pin_words, trouble_lines
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Pin, ProblemError, Text
from service.messages import Message
from service.words import LANGUAGES, translate

VALID, WRONG_PLAN, BAD_INPUT, INFEASIBLE = 0, 1, 2, 3
MOST_LINES = 20
Parsed = TypeVar("Parsed")
Command = TypeVar("Command", bound=Callable[..., object])


def language_option(command: Command) -> Command:
    """`--language zh|en`, zh where it is not given."""
    return click.option(
        "--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="Language of the words."
    )(command)


def say(message: Message, language: str, *, error: bool = False) -> None:
    """A line on standard output, or on standard error."""
    click.echo(translate(message, language), err=error)


def fail(message: Message, language: str) -> NoReturn:
    """Refuse the input: a line on standard error and exit code 2."""
    say(message, language, error=True)
    sys.exit(BAD_INPUT)


def system_words(error: OSError) -> str:
    """What the operating system says."""
    return error.strerror or str(error)


def read_bytes(path: Path, language: str) -> bytes:
    """A file's bytes; exit code 2 where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        fail(Message("无法读取 %(path)s：%(why)s", path=path, why=system_words(error)), language)


def parse(path: Path, data: bytes, parser: Callable[[bytes], Parsed], language: str) -> Parsed:
    """What a file holds; exit code 2 with the paths of wrong fields."""
    try:
        return parser(data)
    except ProblemError as error:
        say(Message("%(path)s 不符合格式：", path=path), language, error=True)
        list_lines([found.text() for found in error.errors], language, error=True)
        sys.exit(BAD_INPUT)


def list_lines(texts: Sequence[Text], language: str, *, error: bool = False) -> None:
    """Texts one a line, the first twenty of them."""
    for text in texts[:MOST_LINES]:
        click.echo(f"  {text.in_language(language)}", err=error)
    if len(texts) > MOST_LINES:
        say(Message("  另有%(count)d项", count=len(texts) - MOST_LINES), language, error=error)


def tell_pins(index: InstanceIndex, troubles: Iterable[PinTrouble], language: str, *, error: bool = False) -> None:
    """Which pins clash, and the ways out."""
    say(Message("锁定相互冲突，没有可行方案。"), language, error=error)
    for trouble in troubles:
        for line in trouble_lines(index, trouble):
            click.echo(line.in_language(language), err=error)


def list_conflicts(instance: Instance, conflicts: Sequence[Pin], language: str) -> None:
    """The pins that a plan names as clashing, with their places in the instance, on standard error."""
    say(Message("锁定相互冲突，没有可行方案。冲突的锁定有%(count)d项：", count=len(conflicts)), language, error=True)
    index = InstanceIndex(instance)
    for pin in conflicts:
        words = pin_words(index, instance.pins.index(pin))
        click.echo(f"  {words.in_language(language)}", err=True)
