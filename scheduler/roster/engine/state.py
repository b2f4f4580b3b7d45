"""A roster while it is worked on: who works what on each day, the counts, the points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduler.model import Ints
from scheduler.roster.model import RosterModel, Sequence

FREE = -1


class State:
    """rows: int64[P, D], the shift's number or FREE. counts: int64[D, S]. Kept in step by `put`."""

    def __init__(self, model: RosterModel, rows: Ints | None = None) -> None:
        self.model = model
        self.rows = np.full((model.staff, model.days), FREE, dtype=np.int64) if rows is None else rows.copy()
        self.counts = np.zeros((model.days, model.shifts), dtype=np.int64)
        person, day = np.nonzero(self.rows >= 0)
        np.add.at(self.counts, (day, self.rows[person, day]), 1)

    @property
    def objective(self) -> int:
        """The points of the roster."""
        charges = self.model.charges
        person, day = np.nonzero(self.rows >= 0)
        pairs = charges.pair[person, day, self.rows[person, day]].sum()
        counts = np.take_along_axis(charges.count, self.counts[:, :, None], axis=2).sum()
        return int(charges.constant + pairs + counts)

    def put(self, person: int, row: Ints) -> None:
        """Give a person other days."""
        for rows, sign in ((self.rows[person], -1), (row, 1)):
            days = np.flatnonzero(rows >= 0)
            self.counts[days, rows[days]] += sign
        self.rows[person] = row

    def marginal(self, person: int) -> Ints:
        """What each shift of a person would cost beside all others as they are: int64[D, S]."""
        charges = self.model.charges
        others = self.counts.copy()
        days = np.flatnonzero(self.rows[person] >= 0)
        others[days, self.rows[person, days]] -= 1
        with_one = np.take_along_axis(charges.count, others[:, :, None] + 1, axis=2)[:, :, 0]
        without = np.take_along_axis(charges.count, others[:, :, None], axis=2)[:, :, 0]
        added: Ints = charges.pair[person] + with_one - without
        return added


def within(model: RosterModel, person: int, row: Ints, first: int, last: int) -> Sequence:
    """The sequence of a person's days first to last (excluded), all other days staying as they are."""
    whole = model.sequences[person]
    sequence = replace(
        whole,
        allowed=whole.allowed[first:last].copy(),
        must=whole.must[first:last],
        most_kind=whole.most_kind.copy(),
    )
    outside = np.concatenate([row[:first], row[last:]])
    kinds = np.bincount(outside[outside >= 0], minlength=model.shifts)
    sequence.most_kind -= kinds
    minutes = int(kinds @ model.minutes)
    sequence.least_minutes = whole.least_minutes - minutes
    sequence.most_minutes = whole.most_minutes - minutes
    sequence.most_weekends -= len(_weekends_outside(model, row, first, last))
    _before(model, row, first, sequence)
    _behind(model, row, last, sequence)
    return sequence


def open_weekends(model: RosterModel, row: Ints, first: int, last: int) -> Ints:
    """The weekend of each day first to last (excluded), −1 where working adds none: weekdays, weekends worked outside."""
    inside = model.weekend[first:last]
    return np.where(np.isin(inside, _weekends_outside(model, row, first, last)), -1, inside)


def _weekends_outside(model: RosterModel, row: Ints, first: int, last: int) -> Ints:
    day = np.arange(model.days)
    worked = (row >= 0) & (model.weekend >= 0) & ((day < first) | (day >= last))
    found: Ints = np.unique(model.weekend[worked])
    return found


def _before(model: RosterModel, row: Ints, first: int, sequence: Sequence) -> None:
    if first == 0:
        return
    length = _run_length(row[:first][::-1] >= 0)
    whole = length == first
    works = bool(row[first - 1] >= 0)
    worked, free = sequence.worked, sequence.free
    sequence.open_start = sequence.open_start and whole
    sequence.worked = (length + (worked if whole else 0)) if works else 0
    sequence.free = 0 if works else length + (free if whole else 0)
    if works:
        sequence.allowed[0] &= sequence.next_allowed[row[first - 1]]


def _behind(model: RosterModel, row: Ints, last: int, sequence: Sequence) -> None:
    if last == model.days:
        return
    length = _run_length(row[last:] >= 0)
    works = bool(row[last] >= 0)
    sequence.open_end = last + length == model.days
    sequence.worked_after = length if works else 0
    sequence.free_after = 0 if works else length
    if works:
        sequence.allowed[-1] &= sequence.next_allowed[:, row[last]]


def _run_length(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """How many of the first flags are equal."""
    other = np.flatnonzero(flags != flags[0])
    return int(other[0]) if len(other) else len(flags)
