"""What a simulation comes to, in words, as a table (CSV) and as drawings (SVG)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import click
import pygal
from pygal.etree import etree
from pygal.style import Style

from scheduler.fairness import months_after, months_between
from scheduler.problem import Instance
from scheduler.simulation import (
    FIGURE_WORDS,
    FIGURES,
    METHOD_WORDS,
    METHODS,
    Method,
    MonthDone,
    Spread,
    equal_standing,
    spread_of,
)
from service.messages import N_, Message
from service.words import translate

# The two that are to differ by at most AIM after a year.
AIMED, AIM, YEAR = ("served", "burdensome"), 1, 12
CELL, CELL_WIDTH = 20, 9
# Characters after this one are taken to be two columns wide.
LAST_NARROW = 0x2E7F
COLOURS = ("#1f5fa8", "#b4532a", "#6b6b6b")
CSV_HEADS = ("method", "month", "window_months", "figure", "cadres", "least", "quarter", "middle", "three_quarters",
             "most", "difference")  # fmt: skip
Row = tuple[MonthDone, ...]


def spreads(done: MonthDone, months: int) -> dict[str, Spread]:
    """By figure, the spread over the last `months` months of a month that is done."""
    equal = equal_standing(done.ledgers, months_after(done.month, 1), months).values()
    return {figure: spread_of(equal, figure) for figure in FIGURES}


def say_world(base: Instance, first: date, months: int, seed: int, language: str) -> None:
    """What is simulated."""
    words = Message(
        "合成数据：%(cadres)d人、%(zones)d个网格，自%(first)s起%(months)d个月，随机种子%(seed)d",
        cadres=len(base.cadres),
        zones=len(base.zones),
        first=f"{first:%Y-%m}",
        months=months,
        seed=seed,
    )
    click.echo(translate(words, language))


def say_heads(language: str) -> None:
    """The heads of the table by month."""
    figures = " ".join(FIGURE_WORDS[figure].in_language(language) for figure in FIGURES)
    words = Message("同等条件人员之间自开始以来的最大差（依次：%(figures)s）", figures=figures)
    click.echo(translate(words, language))
    heads = [translate(Message("月份"), language), *(METHOD_WORDS[method].in_language(language) for method in METHODS)]
    click.echo(_padded(heads[0], 9) + "".join(_padded(head, CELL) for head in heads[1:]).rstrip())


def say_month(first: date, row: Row, language: str) -> None:
    """One month of all methods: the differences since the start, and how many duties were given and changed."""
    since = months_between(first, row[0].month) + 1
    cells = []
    for done in row:
        found = spreads(done, since)
        cells.append(" ".join(f"{found[figure].width:>2}" for figure in FIGURES))
    solver = row[METHODS.index(Method.SOLVER)]
    words = Message(
        "本系统排上%(served)d／%(owed)d，改动%(changed)d",
        served=solver.served, owed=solver.owed, changed=solver.changed,
    )  # fmt: skip
    click.echo(_padded(f"{row[0].month:%Y-%m}", 9) + "".join(_padded(cell, CELL) for cell in cells)
               + translate(words, language))  # fmt: skip


def say_summary(done: Sequence[Row], language: str) -> None:
    """The quantiles after each whole year and at the end, and whether the aim is reached."""
    marks = sorted({*range(YEAR, len(done) + 1, YEAR), len(done)})
    for mark in marks:
        _say_table(done[mark - 1], mark, language)
    click.echo()
    reached, looked = _aim(done)
    if looked:
        words = Message(
            "目标（满12个月后，近12个月的值勤次数和重负担日相差都不超过%(aim)d）：本系统%(looked)d个月中有%(reached)d个月达到",
            aim=AIM,
            looked=looked,
            reached=reached,
        )
        click.echo(translate(words, language))


def _aim(done: Sequence[Row]) -> tuple[int, int]:
    """In how many months after a year the aim is reached by the solver, and how many there are."""
    mine = [row[METHODS.index(Method.SOLVER)] for row in done[YEAR - 1 :]]
    found = [spreads(one, YEAR) for one in mine]
    return sum(all(one[figure].width <= AIM for figure in AIMED) for one in found), len(found)


def _say_table(row: Row, months: int, language: str) -> None:
    """Quantiles since the start, and the difference over the last year."""
    equal = spreads(row[0], months)[FIGURES[0]].people
    title = Message("满%(months)d个月（%(equal)d人条件同等）", months=months, equal=equal)
    click.echo("\n" + translate(title, language))
    heads = (N_("最少"), "1/4", N_("中位"), "3/4", N_("最多"), N_("相差"), N_("近12个月"))
    click.echo(_cells("", "", [translate(head, language) for head in heads]))
    for figure in FIGURES:
        for number, one in enumerate(row):
            whole, year = spreads(one, months)[figure], spreads(one, min(YEAR, months))[figure]
            name = FIGURE_WORDS[figure].in_language(language) if number == 0 else ""
            method = METHOD_WORDS[one.method].in_language(language)
            click.echo(_cells(name, method, [str(cell) for cell in (*whole.quantiles, whole.width, year.width)]))


def _cells(name: str, method: str, cells: Sequence[str]) -> str:
    """A line of a table: two words, then figures to the right of their columns."""
    return _padded(name, 18) + _padded(method, 14) + "".join(_padded(cell, CELL_WIDTH, right=True) for cell in cells)


def files_of(done: Sequence[Row], language: str) -> Mapping[str, bytes]:
    """The files of a simulation by name: all figures, and a drawing for each kind of them."""
    drawings = {f"{figure}.svg": _drawing(done, figure, language) for figure in FIGURES}
    return {"figures.csv": _csv(done), **drawings}


def _csv(done: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_HEADS)
    writer.writerows(_lines(done))
    # With a byte order mark, for spreadsheet programs to read it as UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _lines(done: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    for since, row in enumerate(done, start=1):
        for one in row:
            for window in dict.fromkeys((since, min(since, YEAR))):
                for figure, spread in spreads(one, window).items():
                    yield (str(one.method), f"{one.month:%Y-%m}", window, figure, spread.people, *spread.quantiles,
                           spread.width)  # fmt: skip


def _drawing(done: Sequence[Row], figure: str, language: str) -> bytes:
    """The widest difference by month, a line a method. No script, and nothing that is fetched from elsewhere."""
    style = Style(background="#ffffff", stroke_width="2", plot_background="#ffffff", colors=COLOURS, font_family="sans-serif",
                  title_font_size=16, legend_font_size=14, label_font_size=11, major_label_font_size=11)  # fmt: skip
    title = Message("%(figure)s：条件同等的人自开始以来相差最多多少（合成数据）", figure=FIGURE_WORDS[figure])
    chart = pygal.Line(js=[], no_prefix=True, style=style, title=translate(title, language), width=960, height=420,
                       dots_size=3, x_label_rotation=40, legend_at_bottom=True,
                       legend_at_bottom_columns=3, range=(0, None), include_x_axis=True)  # fmt: skip
    chart.x_labels = [f"{row[0].month:%Y-%m}" for row in done]
    for number, method in enumerate(METHODS):
        values = [spreads(row[number], since)[figure].width for since, row in enumerate(done, start=1)]
        chart.add(METHOD_WORDS[method].in_language(language), values)
    root = chart.render_tree()
    for parent in list(root.iter()):
        for script in parent.findall("{*}script"):
            parent.remove(script)
    drawn: bytes = etree.tostring(root, encoding="utf-8")
    return drawn


def _padded(text: str, width: int, *, right: bool = False) -> str:
    """Padded to columns of a terminal, where a Chinese character takes two."""
    blank = " " * max(1, width - sum(2 if ord(letter) > LAST_NARROW else 1 for letter in text))
    return blank + text if right else text + blank
