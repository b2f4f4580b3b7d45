"""What commands that solve share: they show how far they are."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from scheduler.engine import Progress
from service.messages import Message
from service.words import translate


def progress_line(language: str) -> Callable[[Progress], None] | None:
    """Shows progress as one line of a terminal, rewritten; nothing where standard error is none."""
    if not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        message = Message(
            "%(phase)s：目标值%(best)s，下界%(bound)s，%(seconds)d秒",
            phase=progress.phase.in_language(language),
            best="—" if progress.best is None else progress.best,
            bound="—" if progress.bound is None else progress.bound,
            seconds=int(progress.seconds),
        )
        click.echo(f"\r\x1b[K{translate(message, language)}", err=True, nl=False)

    return show


def clear_line() -> None:
    """Take the progress line away."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
