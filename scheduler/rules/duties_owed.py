"""Duties owed: nobody serves more often than they owe."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, counted
from scheduler.rules.base import Facts, Rule, Violation, named, named_en


class DutiesOwed(Rule):
    """A cadre serves at most `duties` times in the period; duties already served count.

    For: equal turns, "one day a month". Asked for by the organising department. Unit: duties. Hard.
    In the model: how many triples a crew may have, the smallest owed among its members.
    """

    code = "duties_owed"
    title = Text("应值次数", "Duties owed")
    purpose = Text(
        "每人本期值勤不超过应值次数，已完成的计入。",
        "Nobody serves more often than they owe; duties already done count.",
    )
    unit = Text("次", "duties")
    hard = True

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for cadre in facts.index.instance.cadres:
            count = len(facts.duties[cadre.id])
            if count > cadre.duties and facts.planned.get(cadre.id):
                yield Violation(
                    self.code,
                    Text(
                        f"{named(facts.index, cadre.id)}值勤{count}次，应值{cadre.duties}次",
                        f"{named_en(facts.index, cadre.id)} serves {counted(count, 'time')}, owes {cadre.duties}",
                    ),
                    cadre=cadre.id,
                )
