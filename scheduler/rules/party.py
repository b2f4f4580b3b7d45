"""Parties: people who go together serve together or not at all."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text
from scheduler.rules.base import Facts, Rule, Violation, named, named_en


class Party(Rule):
    """Members of a party serve on the same days in the same zones, or none of them serves.

    For: a new cadre goes with the mentor. Asked for by the organising department. Unit: parties.
    Hard. In the model: a party is one crew, with the days and zones that all its members may have
    and the smallest duties owed among them.
    """

    code = "party"
    title = Text("同组同行", "Parties stay together")
    purpose = Text(
        "同组人员（如师徒）同一天去同一网格，否则都不去。",
        "Members of a party (a mentor pair, say) go on the same day to the same zone, or none of them goes.",
    )
    unit = Text("组", "parties")
    hard = True

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for party in facts.index.instance.parties:
            duties = {tuple(sorted((duty.date, duty.zone) for duty in facts.planned.get(who, ()))) for who in party}
            if len(duties) > 1:
                yield Violation(
                    self.code,
                    Text(
                        f"同组的{'、'.join(named(facts.index, who) for who in party)}没有同日同去一个网格",
                        f"the party of {', '.join(named_en(facts.index, who) for who in party)} is split",
                    ),
                    cadre=party[0],
                )
