"""Open days: duty only on an open day that is not past and on which the cadre can serve."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Text, en_day, zh_day
from scheduler.rules.base import Facts, Rule, Violation, mask_of, named, named_en


class OpenDay(Rule):
    """A duty lies on an open day, not past, that is not among the cadre's `unavailable` ones.

    For: leave, trips, training and meetings are kept free; holidays are closed. Asked for by units
    and cadres. Unit: days. Hard. In the model: such days are not offered.
    """

    code = "open_day"
    title = Text("可值勤日", "Days of duty")
    purpose = Text(
        "只在开放且未过去的日期值勤，避开本人请假、出差、培训和会议。",
        "Duty only on open days that are not past, and never on a person's leave, trip, training or meeting.",
    )
    unit = Text("天", "days")
    hard = True

    def narrow_times(self, index: InstanceIndex, cadre: Cadre) -> npt.NDArray[np.bool_] | None:
        numbers = [index.time_number[day] for day in cadre.unavailable if day in index.time_number]
        return ~mask_of(len(index.times), numbers) if numbers else None

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for cadre_id, duties in facts.planned.items():
            unavailable = set(facts.index.cadres[cadre_id].unavailable)
            for duty in duties:
                day = facts.index.days[duty.date]
                if not day.open:
                    why = Text("当天不开放值勤", "which is closed for duty")
                elif day.past:
                    why = Text("当天已过去", "which is past")
                elif duty.date in unavailable:
                    why = Text("本人当天不能值勤", "on which they are unavailable")
                else:
                    continue
                yield Violation(
                    self.code,
                    Text(
                        f"{named(facts.index, cadre_id)}在{zh_day(duty.date)}值勤，{why.zh}",
                        f"{named_en(facts.index, cadre_id)} serves on {en_day(duty.date)}, {why.en}",
                    ),
                    cadre=cadre_id,
                    date=duty.date,
                )
