"""Days between duties: two duties of a cadre lie at least so many days apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Text, counted, en_day, zh_day
from scheduler.rules.base import Facts, Rule, Violation, named, named_en


class MinGap(Rule):
    """Two duties of a cadre are at least `min_gap_days` calendar days apart; served ones count.

    For: somebody with two duties a period is not sent twice in one week. Asked for by the units.
    Unit: calendar days. Hard. In the model: days soon after a served duty are not offered, and the
    model's `min_gap` holds between new ones.
    """

    code = "min_gap"
    title = Text("两次值勤间隔", "Days between duties")
    purpose = Text(
        "同一人两次值勤至少相隔规定的天数。", "Two duties of one person are at least the set number of days apart."
    )
    unit = Text("天", "days")
    hard = True

    def narrow_times(self, index: InstanceIndex, cadre: Cadre) -> npt.NDArray[np.bool_] | None:
        done = index.served.get(cadre.id)
        if not done:
            return None
        allowed = np.ones(len(index.times), dtype=bool)
        for duty in done:
            gap = index.time_days - duty.date.toordinal()
            allowed &= (gap < 0) | (gap >= index.instance.min_gap_days)
        return allowed

    def violations(self, facts: Facts) -> Iterable[Violation]:
        least = facts.index.instance.min_gap_days
        for cadre_id, duties in facts.duties.items():
            for earlier, later in pairwise(duties):
                if (later.date - earlier.date).days < least and not facts.index.days[later.date].past:
                    yield Violation(
                        self.code,
                        Text(
                            f"{named(facts.index, cadre_id)}在{zh_day(earlier.date)}和{zh_day(later.date)}值勤，"
                            f"相隔不足{least}天",
                            f"{named_en(facts.index, cadre_id)} serves on {en_day(earlier.date)} and {en_day(later.date)}, "
                            f"less than {counted(least, 'day')} apart",
                        ),
                        cadre=cadre_id,
                        date=later.date,
                    )
