"""`grid-duty diagnose`: which pins clash, why people are not served and zones fall short, and what would help."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scheduler.explain import Diagnoser, Diagnosis, Gain, diagnose_pins, gain_words
from scheduler.explain.relaxations import Relaxation
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, parse_instance
from scheduler.rules.base import named, named_en
from service.commands import _problem_files as files
from service.commands import _why as shared
from service.commands._interrupt import interruptible
from service.messages import Message
from service.words import translate

MOST_ZONES = 20


@click.command()
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("plan", type=click.Path(path_type=Path), required=False)
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True,
              help="Time for solving relaxations.")  # fmt: skip
@files.language_option
def command(instance: Path, plan: Path | None, seconds: float, language: str) -> None:
    """Say why INSTANCE cannot have everything: its pins, and with PLAN who is not served and which zones fall short.

    \b
    Each relaxation (one more spared by a unit on a day, a day opened, a link, a zone that takes more) is solved.
    Exit codes: 0 told; 2 a file is not as documented; 3 the pins clash. Ctrl-C ends it with what was found so far.
    """  # noqa: D301 — a real backspace: it keeps the lines as they are
    problem = files.parse(instance, files.read_bytes(instance, language), parse_instance, language)
    with interruptible() as stop:
        _diagnose(problem, instance, plan, seconds, stop, language)


def _diagnose(
    problem: Instance, instance: Path, plan: Path | None, seconds: float, stop: list[int], language: str
) -> None:
    """Pins first; then what the plan leaves short, as far as time and the user allow."""
    index = InstanceIndex(problem)
    pins = diagnose_pins(problem)
    if pins:
        files.tell_pins(index, pins, language)
        sys.exit(files.INFEASIBLE)
    files.say(Message("锁定都能兑现。"), language)
    if plan is None:
        return
    problem, made = shared.read_both(instance, plan, language)
    diagnosis = Diagnoser(problem, made.assignments, made.bound).diagnose(
        seconds, _progress(language), lambda: bool(stop)
    )
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    _tell_unserved(index, diagnosis, language)
    _tell_zones(index, diagnosis, language)
    _tell_gains(index, diagnosis, language, stopped=bool(stop))


def _progress(language: str) -> shared.Progress | None:
    """A line of a terminal, rewritten; nothing where standard error is none."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        words = Message("正在求解放宽办法：%(done)d / %(total)d", done=done, total=total)
        click.echo(f"\r\x1b[K{translate(words, language)}", err=True, nl=False)

    return show


def _tell_unserved(index: InstanceIndex, found: Diagnosis, language: str) -> None:
    files.say(Message("未排满的有%(count)d人：", count=len(found.unserved)), language)
    for item in found.unserved:
        name = (named if language == "zh" else named_en)(index, item.cadre)
        files.say(Message("  %(name)s 缺%(missing)d次", name=name, missing=item.missing), language)
        for reason in item.reasons:
            click.echo(f"      {reason.in_language(language)}")
        for gain in found.of_cadre(item.cadre):
            click.echo(f"      → {gain_words(index, gain).in_language(language)}")


def _tell_zones(index: InstanceIndex, found: Diagnosis, language: str) -> None:
    files.say(Message("走访或专长不足的有%(count)d处：", count=len(found.shortfalls)), language)
    for short in found.shortfalls[:MOST_ZONES]:
        what = short.skill or translate(Message("走访"), language)
        files.say(Message("  %(zone)s %(what)s：%(have)d / %(wanted)d", zone=index.zones[short.zone].name, what=what,
                          have=short.have, wanted=short.wanted), language)  # fmt: skip
        for reason in short.reasons:
            click.echo(f"      {reason.in_language(language)}")
        for gain in found.of_zone(short.zone, short.skill):
            click.echo(f"      → {gain_words(index, gain).in_language(language)}")
    if len(found.shortfalls) > MOST_ZONES:
        files.say(Message("  另有%(count)d项", count=len(found.shortfalls) - MOST_ZONES), language)


def _tell_gains(index: InstanceIndex, found: Diagnosis, language: str, *, stopped: bool) -> None:
    files.say(Message("单项放宽（逐项求解得出），收益大的在前："), language)
    # One relaxation may have been tried for several people: its greatest gain stands for it.
    best: dict[Relaxation, Gain] = {}
    for gain in found.gains:
        best.setdefault(gain.relaxation, gain)
    for gain in best.values():
        click.echo(f"  {gain_words(index, gain).in_language(language)}")
    if not found.gains:
        files.say(Message("  没有找到有帮助的单项放宽"), language)
    if found.better:
        files.say(Message("方案本身不作任何放宽也至少还能少%(points)d分，可重新求解；以上收益未把它算在内。",
                          points=found.better), language)  # fmt: skip
    if stopped and not found.complete:
        files.say(Message("已按要求停止：以上是停止前求得的，还有办法没有求解。"), language)
    elif not found.complete:
        files.say(Message("时间用完，还有办法没有求解；可加大 --seconds。"), language)
