"""Prices of a large organisation made better: linear programmes over the pairs and days that matter at the prices so far.

Each programme is the relaxation, of a part of the crews, with few columns and with every price held
near what it was: without that the columns that are missing would let prices run away. The true bound
is evaluated after each; the prices move as far as it rises.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from scheduler.engine.bound import FAR, SCALE, Priced, as_prices, counting_pairs, lost, priced
from scheduler.engine.budget import Budget
from scheduler.engine.flow import Flow, cheapest_pairs
from scheduler.engine.incidence import Entries, Incidence, Mask
from scheduler.engine.programme import INFINITE, Floats, Programme
from scheduler.engine.relaxation import add_pins, add_several
from scheduler.engine.requirements import Requirements
from scheduler.model import ANY, HARD, UNBOUNDED, Ints

# Pairs of a crew taken in at the prices so far, those taken in at the latest ones, and the window of
# points that the former lie in.
MOST, MISSED, WINDOW = 8, 4, 7.0
# Days of a crew count within so many points.
DAYS = 5.0
# How far prices may move at first, in points, and how many times as far those that the flow does not know.
REACH, FREE = 4.0, 100.0
# What a price that went as far as it could is let further next time, and up to how many times the others.
STRETCH, MOST_SCALE = 16.0, 1000.0
ROUNDS = 12
# What a price must gain for each point that it moves, in counts: prices that do not matter stay.
STILL = 2e-3
# Work units for each column.
PRICE = 2e-5
# A round pays that raises the bound by so many points for each crew; so many that do not end the matter.
WORTH, IDLE = 3e-4, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Crews of a part and the limits of its own places (bool[limits]); `share` of each other limit is theirs."""

    number: int
    crews: Mask
    own: Mask
    share: Floats


@dataclass(frozen=True, slots=True)
class Columns:
    """Pairs (indices) and days that a programme has; `guests` are pairs of other parts' crews with its places."""

    pairs: Ints
    guests: Ints
    crew: Ints
    day: Ints


def _first_blocks(incidence: Incidence, flow: Flow, home: Ints) -> Ints:
    """The block of the place where the flow sends a crew; of who goes nowhere, that of its first place: int64[C]."""
    model = incidence.model
    block = np.full(model.crews, -1, dtype=np.int64)
    some = np.flatnonzero(np.diff(model.place_start))
    block[some] = home[model.place_of[model.place_start[some]]]
    block[model.place_crew[flow.pairs]] = home[model.place_of[flow.pairs]]
    return block


class Refinement:
    """Prices that get better round by round."""

    def __init__(self, incidence: Incidence, requirements: Requirements, flow: Flow, home: Ints,
                 luck: np.random.Generator) -> None:  # fmt: skip
        self.incidence = incidence
        self.requirements = requirements
        self.luck = luck
        # Where nobody can count, falling short is certain.
        prices = np.where(lost(incidence), -np.inf, flow.prices)
        self.best = priced(incidence, requirements, as_prices(incidence, prices))
        self.pool = flow.pairs
        self.home = home
        self.block = _first_blocks(incidence, flow, home)
        self.reach = REACH
        # Prices that the flow does not know may go far.
        unknown = incidence.of_place & ~flow.known
        self.scale = np.where(unknown, FREE, 1.0)
        self._counting = counting_pairs(incidence, unknown)

    def run(self, budget: Budget, seconds: float, report: Callable[[int], None]) -> None:
        """Rounds until they pay no more or the time (or the work units) is used up."""
        until = budget.used + min(seconds, budget.left)
        # Parts that make nothing better at once seldom do so later: each knows too little of the others.
        most = IDLE if len(np.unique(self.home)) == 1 else 1
        idle = 0
        for _ in range(ROUNDS):
            if idle >= most or budget.used >= until or budget.left <= 0:
                return
            before = self.best.exact
            latest = self._round(budget, until)
            if latest is None:
                return
            self._learn(latest)
            self._move(latest)
            report(self.best.bound)
            gain = (self.best.exact - before) / SCALE
            if gain >= WORTH * self.incidence.model.crews:
                idle = 0
            elif latest.exact >= before:
                return
            else:
                idle += 1

    def _pieces(self) -> list[Piece]:
        """The parts: crews by block, with the limits of the block's places and their share of all others."""
        model, table = self.incidence.model, self.incidence.model.limits
        totals = np.maximum(1, np.asarray(model.factors.sum(axis=1)).ravel())
        pieces = []
        for number in np.unique(self.block[self.block >= 0]).tolist():
            crews: Mask = self.block == number
            mine = np.asarray(model.factors @ crews.astype(np.int64)).ravel() / totals
            own: Mask = (table.place == ANY) | (self.home[table.place] == number)
            pieces.append(Piece(number, crews, own, np.where(table.place == ANY, mine[table.weighting], 1.0)))
        return pieces

    def _learn(self, latest: Priced) -> None:
        """Take in what the latest prices speak for: the columns that the programmes lacked."""
        model = self.incidence.model
        best = cheapest_pairs(self.incidence, latest.place / SCALE, model.duties > 0, MISSED, self.luck)
        self.pool = np.union1d(self.pool, best)

    def _move(self, latest: Priced) -> None:
        """Go to the new prices, or part of the way, as far as that raises the bound."""
        old = self.best.prices
        for part in (1.0, 0.5, 0.25):
            prices = old + np.round(part * (latest.prices - old)).astype(np.int64)
            trial = latest if part == 1.0 else priced(self.incidence, self.requirements, prices)
            if trial.exact > self.best.exact:
                self._stretch(latest.prices - old)
                self.best = trial
                self.reach *= 1.5 if part == 1.0 else 1.0
                return
        self.reach /= 2

    def _stretch(self, shift: Ints) -> None:
        """Prices that went as far as they could may go much further next time: few have far to go, and they far."""
        at_the_end = np.abs(shift) >= 0.99 * SCALE * self.reach * self.scale
        self.scale = np.where(at_the_end & (self.scale < MOST_SCALE), STRETCH * self.scale, self.scale)

    def _round(self, budget: Budget, until: float) -> Priced | None:
        """A programme for each part; the prices they give, put together."""
        model = self.incidence.model
        excess = (self.best.place - self.best.least_place[model.place_crew]) / SCALE
        new = cheapest_pairs(self.incidence, excess, model.duties > 0, MOST, self.luck, WINDOW)
        counting = np.where(self._counting, excess, np.inf)
        few = cheapest_pairs(self.incidence, counting, model.duties > 0, MISSED, self.luck)
        self.pool = np.union1d(np.union1d(new, few), self.pool[excess[self.pool] <= 2 * WINDOW])
        late = (self.best.time - self.best.time.min(axis=1, keepdims=True, initial=FAR)) / SCALE
        days: Mask = model.time_allowed & (late <= DAYS)
        for pin in self.requirements.all:
            days[pin.crew] = model.time_allowed[pin.crew]
            if pin.place != ANY:
                pinned = self.incidence.pair_index(np.array([pin.crew]), np.array([pin.place]))
                self.pool = np.union1d(self.pool, pinned)
        workers = 1 if budget.by_effort else budget.options.workers

        def one(piece: Piece) -> tuple[Piece, _Answer | None]:
            pairs = self.pool[piece.crews[model.place_crew[self.pool]]]
            crew, day = np.nonzero(days & piece.crews[:, None])
            visiting = ~piece.crews[model.place_crew[self.pool]] & (
                self.home[model.place_of[self.pool]] == piece.number
            )
            guests = self.pool[visiting & (model.duties[model.place_crew[self.pool]] > 0)]
            columns = Columns(pairs, guests, crew.astype(np.int64), day.astype(np.int64))
            left = 1e9 if budget.by_effort else until - budget.used
            budget.charge(PRICE * (len(pairs) + len(guests) + len(crew)))
            answer = self._solve(piece, columns, left, lambda: budget.stopped) if left > 0 and budget.left > 0 else None
            return piece, answer

        with ThreadPoolExecutor(workers) as threads:
            answers = list(threads.map(one, self._pieces()))
        return self._together([(piece, answer) for piece, answer in answers if answer is not None])

    def _together(self, answers: list[tuple[Piece, _Answer]]) -> Priced | None:
        if not answers:
            return None
        size = len(self.incidence.model.limits)
        shift, weight = np.zeros(size), np.zeros(size)
        old = self.best.prices / SCALE
        for piece, answer in answers:
            share = piece.share[answer.limits]
            shift[answer.limits] += share * (answer.prices - old[answer.limits])
            weight[answer.limits] += share
        # A part that was not solved holds its share of a limit at the price it had.
        duals = old + np.divide(shift, np.maximum(weight, 1.0), out=np.zeros(size), where=weight > 0)
        return priced(self.incidence, self.requirements, as_prices(self.incidence, duals))

    def _solve(self, piece: Piece, columns: Columns, seconds: float, stopped: Callable[[], bool]) -> _Answer | None:
        model, incidence = self.incidence.model, self.incidence
        programme = Programme()
        owner = model.place_crew[columns.pairs]
        of_pairs = incidence.pairs(owner, model.place_of[columns.pairs])
        of_days = incidence.days(columns.crew, columns.day)
        old = self.best.prices / SCALE
        costs = model.place_cost[columns.pairs].astype(float)
        foreign = ~piece.own[of_pairs.limit]
        np.add.at(costs, of_pairs.item[foreign], of_pairs.factor[foreign] * old[of_pairs.limit[foreign]])
        x = programme.add_columns(costs, model.duties[owner])
        y = programme.add_columns(model.time_cost[columns.crew, columns.day], 1)
        once = np.where(model.duties == 1, model.active_cost, 0)
        crews = np.flatnonzero(piece.crews).astype(np.int64)
        s = np.zeros(model.crews, dtype=np.int64)
        s[crews] = programme.add_columns((model.duty_cost + once)[crews], model.duties[crews])
        number = np.zeros(model.crews, dtype=np.int64)
        for whose, some in ((owner, x), (columns.crew, y)):
            number[crews] = programme.add_rows(np.zeros(len(crews)), 0)
            programme.put(number[whose], some, 1)
            programme.put(number[crews], s[crews], -1)
        add_several(programme, incidence, columns.crew, columns.day, y, s)
        add_pins(programme, incidence, self.requirements, piece.crews, columns.pairs,
                 (columns.crew, columns.day), (x, y, s))  # fmt: skip
        own = Entries(of_pairs.item[~foreign], of_pairs.limit[~foreign], of_pairs.factor[~foreign])
        come, visits = self._guests(programme, columns.guests, piece, old)
        limits = np.unique(np.concatenate([own.limit, visits.limit, of_days.limit]))
        rows = self._limits(programme, piece, limits, old)
        for entries, some in ((own, x), (visits, come), (of_days, y)):
            programme.put(rows[np.searchsorted(limits, entries.limit)], some[entries.item], entries.factor)
        found = programme.solve(seconds, simplex=True, stopped=stopped)
        return None if found is None else _Answer(limits, -found.duals[rows])

    def _guests(self, programme: Programme, guests: Ints, piece: Piece, old: Floats) -> tuple[Ints, Entries]:
        """Crews of other parts may come for what it costs them more than where they are best off now."""
        model, best = self.incidence.model, self.best
        owner = model.place_crew[guests]
        entries = self.incidence.pairs(owner, model.place_of[guests])
        own = piece.own[entries.limit]
        entries = Entries(entries.item[own], entries.limit[own], entries.factor[own])
        costs = (best.place[guests] - best.least_place[owner]) / SCALE
        np.add.at(costs, entries.item, -entries.factor * old[entries.limit])
        come = programme.add_columns(costs, 1)
        crews, row = np.unique(owner, return_inverse=True)
        rows = programme.add_rows(np.full(len(crews), -INFINITE), model.duties[crews])
        programme.put(rows[row], come, 1)
        return come, entries

    def _limits(self, programme: Programme, piece: Piece, limits: Ints, old: Floats) -> Ints:
        """Rows of limits with slacks for soft ends, and with the price held near the old one."""
        table, share = self.incidence.model.limits, piece.share[limits]
        low = np.where((table.low > table.base) & (table.low_points != 0), table.low - table.base, -INFINITE)[limits]
        top = np.where((table.high < UNBOUNDED) & (table.high_points != 0), self.incidence.ceiling - table.base,
                       INFINITE)[limits]  # fmt: skip
        rows = programme.add_rows(low * share, top * share)
        for ends, points, factor in (
            (low > -INFINITE, table.low_points, 1.0),
            (top < INFINITE, table.high_points, -1.0),
        ):
            soft = ends & (points[limits] != HARD)
            programme.put(rows[soft], programme.add_columns(points[limits[soft]], INFINITE), factor)
        for sign in (1.0, -1.0):
            programme.put(rows, programme.add_columns(-sign * old[limits], STILL), sign)
            programme.put(
                rows, programme.add_columns(self.reach * self.scale[limits] - sign * old[limits], INFINITE), sign
            )
        return rows


@dataclass(frozen=True, slots=True)
class _Answer:
    """A solved programme of a part: its limits with their prices."""

    limits: Ints
    prices: Floats
