"""The catalogue: every rule in reading order, the hard ones first. It is the specification of a good plan."""

from __future__ import annotations

from scheduler.rules.allowed_zone import AllowedZone
from scheduler.rules.avoid import Avoid
from scheduler.rules.base import Rule
from scheduler.rules.burden import Burden
from scheduler.rules.change_day import ChangeDay
from scheduler.rules.change_zone import ChangeZone
from scheduler.rules.changed_again import ChangedAgain
from scheduler.rules.day_balance import DayBalance
from scheduler.rules.duties_owed import DutiesOwed
from scheduler.rules.far_again import FarAgain
from scheduler.rules.interval import Interval
from scheduler.rules.min_gap import MinGap
from scheduler.rules.need_shortfall import NeedShortfall
from scheduler.rules.new_zone import NewZone
from scheduler.rules.not_home import NotHome
from scheduler.rules.not_linked import NotLinked
from scheduler.rules.open_day import OpenDay
from scheduler.rules.party import Party
from scheduler.rules.pin import PinRule
from scheduler.rules.same_zone import SameZone
from scheduler.rules.spacing import Spacing
from scheduler.rules.unit_floor import UnitFloor
from scheduler.rules.unserved import Unserved
from scheduler.rules.unserved_again import UnservedAgain
from scheduler.rules.zone_capacity import ZoneCapacity
from scheduler.rules.zone_shortfall import ZoneShortfall

HARD_RULES: tuple[Rule, ...] = (
    DutiesOwed(),
    MinGap(),
    OpenDay(),
    AllowedZone(),
    UnitFloor(),
    ZoneCapacity(),
    Party(),
    PinRule(),
)
SOFT_RULES: tuple[Rule, ...] = (
    Unserved(),
    UnservedAgain(),
    ZoneShortfall(),
    NeedShortfall(),
    NotLinked(),
    FarAgain(),
    NotHome(),
    NewZone(),
    SameZone(),
    Avoid(),
    Interval(),
    Burden(),
    Spacing(),
    DayBalance(),
    ChangeDay(),
    ChangeZone(),
    ChangedAgain(),
)
CATALOGUE: tuple[Rule, ...] = HARD_RULES + SOFT_RULES
RULES: dict[str, Rule] = {rule.code: rule for rule in CATALOGUE}
DEFAULT_WEIGHTS: dict[str, int] = {rule.code: rule.default_weight or 0 for rule in SOFT_RULES}
