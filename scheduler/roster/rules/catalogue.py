"""The catalogue of the roster's rules in reading order, the hard ones first: the specification of a good roster."""

from __future__ import annotations

from scheduler.roster.rules.base import Rule
from scheduler.roster.rules.day_off import DayOff
from scheduler.roster.rules.kind_limit import KindLimit
from scheduler.roster.rules.longest_run import LongestRun
from scheduler.roster.rules.minutes import Minutes
from scheduler.roster.rules.off_request import OffRequest
from scheduler.roster.rules.on_request import OnRequest
from scheduler.roster.rules.one_shift import OneShift
from scheduler.roster.rules.over import Over
from scheduler.roster.rules.pin import PinRule
from scheduler.roster.rules.rest_between import RestBetween
from scheduler.roster.rules.shortest_run import ShortestRun
from scheduler.roster.rules.succession import Succession
from scheduler.roster.rules.under import Under
from scheduler.roster.rules.weekends import Weekends

HARD_RULES: tuple[Rule, ...] = (
    OneShift(),
    DayOff(),
    Succession(),
    KindLimit(),
    Minutes(),
    LongestRun(),
    ShortestRun(),
    RestBetween(),
    Weekends(),
    PinRule(),
)
SOFT_RULES: tuple[Rule, ...] = (OnRequest(), OffRequest(), Under(), Over())
CATALOGUE: tuple[Rule, ...] = HARD_RULES + SOFT_RULES
