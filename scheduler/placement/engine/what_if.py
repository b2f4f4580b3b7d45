"""What a decision would cost the whole plan: a pair refused, or one insisted on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scheduler.engine.options import SolveOptions
from scheduler.model import Ints
from scheduler.placement.engine.desk import Desk
from scheduler.placement.problem import Placement, PlacementInstance

NOTHING: Ints = np.zeros(0, dtype=np.int64)
Kind = Literal["refuse", "insist"]


@dataclass(frozen=True, slots=True)
class What:
    """What follows when a person is kept from a post (`refuse`) or put there (`insist`).

    more: points that the best plan then has above the plan asked about (below 0 where that was not the best), None
    where it cannot be; at_least: the least that is proven. taken, given: what leaves the plan and what comes in.
    """

    kind: Kind
    person: str
    post: str
    more: int | None
    at_least: int | None
    taken: tuple[Placement, ...] = ()
    given: tuple[Placement, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether it cannot be had for less."""
        return self.more == self.at_least


def what_if(
    instance: PlacementInstance,
    placements: Sequence[Placement],
    questions: Sequence[tuple[Kind, str, str]],
    options: SolveOptions | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[What, ...]:
    """For each question (kind, person, post) what follows for a plan with these placements, which must be legal.

    The options' limits are for all the questions together.
    """
    desk = Desk(instance, options or SolveOptions(), should_stop)
    now = tuple(sorted(placements))
    points = desk.model.objective(desk.model.completed(desk.columns_of(now)))
    found = []
    for number, (kind, person, post) in enumerate(questions):
        share = desk.effort if desk.effort.endless else desk.effort.share(1 / (len(questions) - number))
        columns = desk.at_post(person, post)
        model = desk.model if kind == "refuse" else desk.model.with_row(columns, low=1)
        answer = desk.best(model, columns if kind == "refuse" else NOTHING, now, share)
        if answer is None:
            found.append(What(kind, person, post, None, None))
            continue
        then = set(answer.placements)
        found.append(
            What(kind, person, post, answer.objective - points, answer.bound - points,
                 tuple(one for one in now if one not in then), tuple(sorted(then - set(now))))
        )  # fmt: skip
    return tuple(found)


def refusal_costs(
    instance: PlacementInstance,
    placements: Sequence[Placement],
    options: SolveOptions | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[What, ...]:
    """What refusing each of a plan's placements would cost, in their order."""
    questions: list[tuple[Kind, str, str]] = [("refuse", one.person, one.post) for one in placements]
    return what_if(instance, placements, questions, options, should_stop)
