"""Pins: what an admin fixed stays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.problem import Pin
from scheduler.placement.rules.base import Facts, Rule, Violation, both, both_en
from scheduler.problem import Text


class PinRule(Rule):
    """Each pin is kept: the person is at the post, or anywhere; the post has that person, or anybody.

    For: moving and locking by hand. Asked for by admins. Unit: pins. Hard.
    In the model: at least one of the pairs that keep it.
    """

    code = "pin"
    title = Text("锁定", "Pin")
    purpose = Text("锁定的安排必须保留。", "What is pinned is kept.")
    unit = Text("项", "pins")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        kept = [_columns(index, builder, pin) for pin in index.instance.pins]
        if kept:
            row = np.repeat(np.arange(len(kept), dtype=np.int64), [len(columns) for columns in kept])
            builder.limit(self.code, len(kept), row, np.concatenate(kept), low=1, low_points=-1)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for pin in facts.index.instance.pins:
            if not any(pin.holds(placement) for placement in facts.placements):
                words = pin_words(facts.index, pin)
                yield Violation(
                    self.code,
                    Text(f"未保留锁定：{words.zh}", f"a pin is not kept: {words.en}"),
                    person=pin.person,
                    post=pin.post,
                )


def _columns(index: PlacementIndex, builder: ModelBuilder, pin: Pin) -> Ints:
    """The pairs that keep a pin."""
    pairs = builder.pairs
    within = slice(0, len(pairs))
    if pin.person is not None:
        number = index.person_number[pin.person]
        within = slice(int(pairs.start[number]), int(pairs.start[number + 1]))
    columns = np.arange(within.start, within.stop, dtype=np.int64)
    if pin.post is not None:
        columns = columns[pairs.post[columns] == index.post_number[pin.post]]
    if pin.role is not None:
        role = np.array([seat.role.role == pin.role for seat in index.seats], dtype=bool)
        columns = columns[role[pairs.seat[columns]]]
    return columns


def pin_words(index: PlacementIndex, pin: Pin) -> Text:
    """What a pin says."""
    person = None if pin.person is None else index.people[pin.person]
    post = None if pin.post is None else index.posts[pin.post]
    zh = "任何人" if person is None else both(person)
    en = "anybody" if person is None else both_en(person)
    at = "任何岗位" if post is None else both(post)
    at_en = "any post" if post is None else both_en(post)
    role, role_en = ("", "") if pin.role is None else (f"任{pin.role}", f" as {pin.role}")
    return Text(f"{zh}到{at}{role}", f"{en} at {at_en}{role_en}")
