"""Measures planning: `make bench`, or `python -m benchmarks --help`."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from benchmarks import nation, tables
from benchmarks.districts import KINDS
from benchmarks.measure import METHODS, Limits, Source
from benchmarks.record import record

Given = dict[str, Any]
SECTIONS = ("quality", "large", "rivals", "replan", "repeat", "nation")


def numbers(_context: click.Context, _parameter: click.Parameter, value: str) -> list[int]:
    """`40,598` as integers."""
    try:
        return [int(part) for part in value.split(",") if part]
    except ValueError:
        raise click.BadParameter(f"{value}: expected integers and commas") from None


def names(known: tuple[str, ...]) -> object:
    """A reader of `a,b` that refuses what is not known."""

    def read(_context: click.Context, _parameter: click.Parameter, value: str) -> list[str]:
        found = [part.strip() for part in value.split(",") if part.strip()]
        for part in found:
            if part not in known:
                raise click.BadParameter(f"{part}: expected {', '.join(known)}")
        return found

    return read


@click.command()
@click.option("--only", default=",".join(SECTIONS), callback=names(SECTIONS), help="These tables, with commas.")
@click.option("--kinds", default=",".join(KINDS), callback=names(tuple(KINDS)), help="Kinds of generated districts.")
@click.option("--sizes", default="40,598", callback=numbers, help="Cadres of the generated districts.")
@click.option("--large", default="5980", callback=numbers, help="Cadres of large plain districts (59800 takes 15 min).")
@click.option(
    "--large-seconds", default="120", callback=numbers, help="Time limit of each large one; the last holds on."
)
@click.option("--seeds", default="101,102,103", callback=numbers, help="Seeds; of several the median is told.")
@click.option("--limits", default="10,30", callback=numbers, help="Time limits in seconds.")
@click.option(
    "--workers", default="2,1", callback=numbers, help="Workers; those after the first for one district of a size."
)
@click.option("--folder", type=click.Path(exists=True, path_type=Path), help="A folder with instance files as well.")
@click.option("--methods", default=",".join(METHODS), callback=names(tuple(METHODS)), help="Of the table of rivals.")
@click.option("--rival-sizes", default="40,598", callback=numbers, help="Sizes side by side with the rivals.")
@click.option("--rival-seconds", default=30.0, help="Time limit of each method.")
@click.option("--replan-sizes", default="598,5980", callback=numbers, help="Sizes of the published months.")
@click.option("--repeat-size", default=598, help="Cadres of the districts that are solved twice.")
@click.option("--effort", default=8, help="Work units of the repeated solve.")
@click.option("--districts", default=4, help="Districts solved for the reckoning of a nation.")
@click.option("--record", "recorded", is_flag=True, help="Write all into docs/quality.md, under this release.")
def main(recorded: bool, only: list[str], **given: Any) -> None:
    """Measure the engine on generated districts and on files: quality, rivals, re-plans, repeatability, a nation.

    Without options, about a quarter of an hour on two cores that do nothing else.
    """
    arguments = command_line()
    lines: list[str] = []
    for section in only:
        for line in section_lines(section, given):
            click.echo(line)
            lines.append(line)
        if recorded:
            # Table by table: whoever stops it keeps what there is.
            record(shlex.join(["python", "-m", "benchmarks", *arguments]), lines)


def command_line() -> list[str]:
    """The options as they were given, as far as they were."""
    context = click.get_current_context()
    given = []
    for option in context.command.params:
        assert option.name is not None
        if context.get_parameter_source(option.name) is not ParameterSource.DEFAULT and option.name != "recorded":
            value = context.params[option.name]
            given += [option.opts[0], ",".join(map(str, value)) if isinstance(value, list) else str(value)]
    return [*given, "--record"] if context.params["recorded"] else given


def section_lines(section: str, given: Given) -> Iterator[str]:
    """A table with its title."""
    title, head, rows = MAKERS[section](given)
    yield f"### {title}\n"
    yield head if "\n" in head else f"{head}\n{tables.rule_of(head)}"
    yield from rows
    yield ""


def _quality(given: Given) -> tables.Table:
    groups: list[list[Source]] = [
        [(kind, size, seed) for seed in given["seeds"]] for size in given["sizes"] for kind in given["kinds"]
    ]
    groups += [[path] for path in tables.files_in(given["folder"])]
    first, *others = given["workers"]
    limits = [Limits(seconds, first) for seconds in given["limits"]]
    more = [Limits(max(given["limits"]), number) for number in others]
    single: list[list[Source]] = [[(given["kinds"][0], size, given["seeds"][0])] for size in given["sizes"]]
    rows = itertools.chain(tables.quality(groups, limits), tables.quality(single, more))
    return "计划质量 / Quality", tables.QUALITY, rows


def _large(given: Given) -> tables.Table:
    seconds = itertools.chain(given["large_seconds"], itertools.repeat(given["large_seconds"][-1]))
    rows = [
        tables.quality([[("plain", size, given["seeds"][0])]], [Limits(limit, given["workers"][0])])
        for size, limit in zip(given["large"], seconds, strict=False)
    ]
    return "大规模 / Large organisations", tables.QUALITY, itertools.chain.from_iterable(rows)


def _rivals(given: Given) -> tables.Table:
    sources: list[Source] = [("plain", size, given["seeds"][0]) for size in given["rival_sizes"]]
    limit = Limits(given["rival_seconds"], 2)
    title = f"并排比较 / Side by side, {limit.seconds:.0f} s each"
    return title, tables.RIVALS, tables.rivals(sources, given["methods"], limit)


def _replan(given: Given) -> tables.Table:
    sources: list[Source] = [("plain", size, given["seeds"][0]) for size in given["replan_sizes"]]
    limit = Limits(max(given["limits"]), given["workers"][0])
    return "重排 / Re-plans of a published month after one change", tables.CHANGED, tables.changes(sources, limit)


def _repeat(given: Given) -> tables.Table:
    sources: list[Source] = [(kind, given["repeat_size"], given["seeds"][0]) for kind in given["kinds"]]
    return "可重复 / The same again", tables.REPEATED, tables.repeats(sources, [given["effort"]])


def _nation(given: Given) -> tables.Table:
    title = f"全国 / A nation: {nation.DISTRICTS} districts of {nation.CADRES}, each to a gap of {nation.CLOSE} %"
    return title, nation.HEAD, tables.nations(given["districts"], sorted(given["workers"]))


MAKERS = {"quality": _quality, "large": _large, "rivals": _rivals, "replan": _replan, "repeat": _repeat,
          "nation": _nation}  # fmt: skip


if __name__ == "__main__":
    main()
