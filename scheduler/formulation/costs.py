"""Costs and narrowings of the rules, as arrays over crews and places, and over crews and days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from scheduler.model import Axis, InstanceIndex, Ints, PairCost
from scheduler.problem import Cadre
from scheduler.rules import HARD_RULES, SOFT_RULES, Rule

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlacePairs:
    """start: int64[C+1]; place, cost: int64[L]; by_rule: a PairCost of length L for each rule, if asked for."""

    start: Ints
    place: Ints
    cost: Ints
    by_rule: tuple[PairCost, ...]


@dataclass(frozen=True, slots=True)
class TimePairs:
    """allowed: bool[C, T]; cost: int64[C, T]; by_rule: a PairCost of shape [C, T] for each rule, if asked for."""

    allowed: Mask
    cost: Ints
    by_rule: tuple[PairCost, ...]


@dataclass(frozen=True, slots=True)
class FixedPoints:
    """Points that depend on no place or day: of the whole, each_duty: int64[C], serving: int64[C]."""

    constant: int
    each_duty: Ints
    serving: Ints


def charged_rules(index: InstanceIndex) -> tuple[tuple[Rule, int], ...]:
    """The soft rules that have points, with them."""
    weights = index.instance.weights
    return tuple((rule, weights[rule.code]) for rule in SOFT_RULES if weights[rule.code])


def place_pairs(index: InstanceIndex, *, by_rule: bool) -> PlacePairs:
    """Every crew with every zone that all its members may serve."""
    rules = charged_rules(index)
    places: list[Ints] = []
    costs: list[Ints] = []
    parts: dict[str, list[Ints]] = {rule.code: [] for rule, _ in rules}
    for crew in index.crews:
        members = [index.cadres[member] for member in crew]
        masks = (rule.narrow_places(index, cadre) for cadre in members for rule in HARD_RULES)
        mine = np.flatnonzero(_all_of(masks, len(index.zones))).astype(np.int64)
        points = {rule.code: _place_points(rule, weight, index, members, mine) for rule, weight in rules}
        places.append(mine)
        costs.append(_total([part for part in points.values() if part is not None], mine.shape))
        if by_rule:
            for code, part in points.items():
                parts[code].append(np.zeros(len(mine), dtype=np.int64) if part is None else part)
    start = np.concatenate([[0], np.cumsum([len(mine) for mine in places], dtype=np.int64)])
    kept = tuple(PairCost(code, Axis.PLACE, _joined(part)) for code, part in parts.items()) if by_rule else ()
    return PlacePairs(start.astype(np.int64), _joined(places), _joined(costs), kept)


def crew_costs(index: InstanceIndex, members: Sequence[Cadre], zones: Ints) -> tuple[Ints, Ints]:
    """The points of one crew with each of these zones, int64[len(zones)], and with each day, int64[T]."""
    places = np.zeros(len(zones), dtype=np.int64)
    times = np.zeros(len(index.times), dtype=np.int64)
    for rule, weight in charged_rules(index):
        for cadre in members:
            for total, amounts in (
                (places, rule.place_amounts(index, cadre, zones)),
                (times, rule.time_amounts(index, cadre)),
            ):
                if amounts is not None:
                    total += weight * amounts
    return places, times


def time_pairs(index: InstanceIndex, *, by_rule: bool) -> TimePairs:
    """Every crew with every day of the time axis."""
    shape = (len(index.crews), len(index.times))
    allowed = np.ones(shape, dtype=bool)
    rules = charged_rules(index)
    parts = {rule.code: np.zeros(shape, dtype=np.int64) for rule, _ in rules} if by_rule else {}
    cost = np.zeros(shape, dtype=np.int64)
    for number, crew in enumerate(index.crews):
        members = [index.cadres[member] for member in crew]
        masks = (rule.narrow_times(index, cadre) for cadre in members for rule in HARD_RULES)
        allowed[number] = _all_of(masks, shape[1])
        for rule, weight in rules:
            for cadre in members:
                amounts = rule.time_amounts(index, cadre)
                if amounts is not None:
                    cost[number] += weight * amounts
                    if by_rule:
                        parts[rule.code][number] += weight * amounts
    return TimePairs(allowed, cost, tuple(PairCost(code, Axis.TIME, part) for code, part in parts.items()))


def fixed_points(index: InstanceIndex) -> FixedPoints:
    """What the soft rules charge whatever the places and days are."""
    constant = 0
    each_duty = np.zeros(len(index.crews), dtype=np.int64)
    serving = np.zeros(len(index.crews), dtype=np.int64)
    for rule, weight in charged_rules(index):
        for cadre in index.instance.cadres:
            fixed = rule.fixed_amounts(index, cadre)
            if fixed is not None:
                crew = index.crew_number[cadre.id]
                constant += weight * fixed.constant
                each_duty[crew] += weight * fixed.each_duty
                serving[crew] += weight * fixed.serving
    return FixedPoints(constant, each_duty, serving)


def _place_points(rule: Rule, weight: int, index: InstanceIndex, members: Sequence[Cadre], zones: Ints) -> Ints | None:
    """A rule's points for a crew with each of these zones; None where it has none."""
    amounts = [rule.place_amounts(index, cadre, zones) for cadre in members]
    charged = [amount for amount in amounts if amount is not None]
    return weight * _total(charged, zones.shape) if charged else None


def _all_of(masks: Iterable[Mask | None], size: int) -> Mask:
    """What every mask leaves; None leaves all."""
    given = [mask for mask in masks if mask is not None]
    return reduce(np.logical_and, given) if given else np.ones(size, dtype=bool)


def _total(parts: Sequence[Ints], shape: tuple[int, ...]) -> Ints:
    """The sum of arrays of a shape; zeros where there are none."""
    return reduce(np.add, parts) if parts else np.zeros(shape, dtype=np.int64)


def _joined(parts: Sequence[Ints]) -> Ints:
    """One array from parts."""
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
