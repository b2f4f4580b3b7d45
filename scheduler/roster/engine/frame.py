"""Which runs of work one person may have: the part of a sequence that is about lengths and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.roster.model import Mask, Sequence

NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Frame:
    """The runs of work that fit: starts[L - 1, d] where a run of L days may start on day d, bool[longest, D].

    Between two runs lie `least_rest` free days at least; nothing else has to be seen to, but that `must` days are worked,
    and that somebody for whom not `rest_only` works at all.
    """

    starts: Mask
    must: Mask
    least_rest: int
    rest_only: bool

    @property
    def longest(self) -> int:
        """Days of the longest run."""
        return len(self.starts)


def frame_of(sequence: Sequence) -> Frame:
    """The frame of a sequence."""
    days = len(sequence.must)
    longest = max(1, min(sequence.most_run, days))
    workable = np.concatenate([[0], np.cumsum(~sequence.allowed.any(axis=1))])
    first, last = _first_start(sequence), _last_end(sequence, days)
    must = sequence.must.copy()
    if first == NEVER:
        first, must[0] = sequence.least_rest, True
    if last == NEVER:
        last, must[-1] = days - sequence.least_rest, True
    starts = np.zeros((longest, days), dtype=bool)
    day = np.arange(days)
    for length in range(1, min(longest, sequence.most_run) + 1):
        count = days - length + 1
        start, end = day[:count], day[:count] + length
        fits = (workable[end] == workable[start]) & ((start >= first) | (start == 0)) & ((end <= last) | (end == days))
        inner = (start > 0) & (end < days)
        fits &= ~inner | (length >= sequence.least_run)
        for place in {0, count - 1}:
            fits[place] &= _end_fits(sequence, place, length, days)
        starts[length - 1, :count] = fits
    rest_only = not must.any() and _may_rest(sequence, days)
    return Frame(starts, must, sequence.least_rest, rest_only)


def _first_start(sequence: Sequence) -> int:
    """The first day on which a run may start after free days from the beginning; NEVER where the run before is too short."""
    if sequence.worked:
        return sequence.least_rest if sequence.open_start or sequence.worked >= sequence.least_run else NEVER
    return 0 if sequence.open_start else max(0, sequence.least_rest - sequence.free)


def _last_end(sequence: Sequence, days: int) -> int:
    """The last day from which somebody may be free to the end; NEVER where the run behind needs a longer beginning."""
    if sequence.worked_after:
        fits = sequence.open_end or sequence.worked_after >= sequence.least_run
        return days - sequence.least_rest if fits else NEVER
    return days - 1 if sequence.open_end else min(days - 1, days - sequence.least_rest + sequence.free_after)


def _end_fits(sequence: Sequence, start: int, length: int, days: int) -> bool:
    """Whether a run that touches an end has a length and neighbours that fit."""
    total, known = length, True
    if start == 0:
        total += sequence.worked
        known = not (sequence.open_start and not sequence.free)
        if not sequence.worked and not sequence.open_start and sequence.free < sequence.least_rest:
            return False
    if start + length == days:
        total += sequence.worked_after
        known = known and not (sequence.open_end and not sequence.free_after)
        if not sequence.worked_after and not sequence.open_end and sequence.free_after < sequence.least_rest:
            return False
    return total <= sequence.most_run and (not known or total >= sequence.least_run)


def _may_rest(sequence: Sequence, days: int) -> bool:
    """Whether free days from the first to the last are enough, for somebody whose neighbouring runs fit."""
    open_rest = (sequence.open_start and not sequence.worked) or (sequence.open_end and not sequence.worked_after)
    return open_rest or sequence.free + days + sequence.free_after >= sequence.least_rest
