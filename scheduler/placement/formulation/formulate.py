"""Builds the placement model: the pairs that the rules leave, their costs, the limits."""

from __future__ import annotations

from functools import reduce

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import ModelBuilder, PairCosts, PairTable, PlacementIndex, PlacementModel
from scheduler.placement.problem import Person, PlacementInstance
from scheduler.placement.rules import CATALOGUE, HARD_RULES, SOFT_RULES


def formulate_placement(
    instance: PlacementInstance, index: PlacementIndex | None = None, *, by_rule: bool = False
) -> PlacementModel:
    """The model of an instance; `by_rule` also keeps what each rule put into the costs of pairs."""
    index = index or PlacementIndex(instance)
    weights = instance.weights
    charged = [(rule, weights[rule.code]) for rule in SOFT_RULES if weights[rule.code]]
    pairs = pair_table(index)
    total = np.zeros(len(pairs), dtype=np.int64)
    kept = []
    for rule, weight in charged:
        points = np.zeros(len(pairs), dtype=np.int64)
        for number, person in enumerate(instance.people):
            mine = slice(int(pairs.start[number]), int(pairs.start[number + 1]))
            amounts = rule.amounts(index, person, pairs.seat[mine])
            if amounts is not None:
                points[mine] = weight * amounts
        total += points
        if by_rule and points.any():
            kept.append(PairCosts(rule.code, points))
    builder = ModelBuilder(pairs)
    for rule in CATALOGUE:
        weight = 0 if rule.hard else weights[rule.code]
        if rule.hard or weight:
            rule.limits(index, builder, weight)
    constant = sum(weight * rule.constant(index) for rule, weight in charged)
    return builder.build(total, constant, tuple(kept))


def pair_table(index: PlacementIndex) -> PairTable:
    """The pairs that no rule about single pairs forbids."""
    seats = [_seats_of(index, person) for person in index.instance.people]
    start = np.concatenate([[0], np.cumsum([len(mine) for mine in seats], dtype=np.int64)]).astype(np.int64)
    seat = np.concatenate([np.zeros(0, dtype=np.int64), *seats])
    person = np.repeat(np.arange(len(seats), dtype=np.int64), np.diff(start))
    return PairTable(start, person, seat, index.seat_post[seat])


def _seats_of(index: PlacementIndex, person: Person) -> Ints:
    """The seats that a person may take."""
    masks = (rule.narrow(index, person) for rule in HARD_RULES)
    everything = np.array([seat.role.max > 0 for seat in index.seats], dtype=bool)
    left = reduce(np.logical_and, (mask for mask in masks if mask is not None), everything)
    return np.flatnonzero(left).astype(np.int64)
