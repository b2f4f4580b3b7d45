"""The catalogue: every rule of placements in reading order, the hard ones first. It is the specification of a good plan."""

from __future__ import annotations

from scheduler.placement.rules.ability import Ability
from scheduler.placement.rules.apart import Apart
from scheduler.placement.rules.base import PairRule, Rule
from scheduler.placement.rules.capacity import Capacity
from scheduler.placement.rules.change_post import ChangePost
from scheduler.placement.rules.change_role import ChangeRole
from scheduler.placement.rules.consent import Consent
from scheduler.placement.rules.distance import Distance
from scheduler.placement.rules.experience_short import ExperienceShort
from scheduler.placement.rules.group_in import GroupIn
from scheduler.placement.rules.group_out import GroupOut
from scheduler.placement.rules.group_share import GroupShare
from scheduler.placement.rules.not_taught import NotTaught
from scheduler.placement.rules.one_role import OneRole
from scheduler.placement.rules.pair_points import PairPoints
from scheduler.placement.rules.paired_before import PairedBefore
from scheduler.placement.rules.party import PartyRule
from scheduler.placement.rules.person_wish import PersonWish
from scheduler.placement.rules.pin import PinRule
from scheduler.placement.rules.post_short import PostShort
from scheduler.placement.rules.post_wish import PostWish
from scheduler.placement.rules.recusal import Recusal
from scheduler.placement.rules.refusal import Refusal
from scheduler.placement.rules.seats import Seats
from scheduler.placement.rules.second_look import SecondLook
from scheduler.placement.rules.skill_gap import SkillGap
from scheduler.placement.rules.term import TermRule
from scheduler.placement.rules.unplaced import UnplacedRule
from scheduler.placement.rules.wanted_most import WantedMost
from scheduler.placement.rules.wanted_short import WantedShort

PAIR_RULES: tuple[PairRule, ...] = (Consent(), Ability(), Recusal(), PairedBefore(), Refusal(), TermRule())
HARD_RULES: tuple[Rule, ...] = (
    *PAIR_RULES,
    Seats(),
    OneRole(),
    Capacity(),
    GroupOut(),
    GroupIn(),
    PartyRule(),
    Apart(),
    SecondLook(),
    WantedMost(),
    PinRule(),
)
SOFT_RULES: tuple[Rule, ...] = (
    WantedShort(),
    PostShort(),
    ExperienceShort(),
    UnplacedRule(),
    GroupShare(),
    SkillGap(),
    PersonWish(),
    PostWish(),
    Distance(),
    NotTaught(),
    PairPoints(),
    ChangePost(),
    ChangeRole(),
)
CATALOGUE: tuple[Rule, ...] = HARD_RULES + SOFT_RULES
RULES: dict[str, Rule] = {rule.code: rule for rule in CATALOGUE}
DEFAULT_WEIGHTS: dict[str, int] = {rule.code: rule.default_weight or 0 for rule in SOFT_RULES}
# What is lacking, as opposed to what is merely less good: a re-plan keeps it lowest before anything else.
SHORTAGES: tuple[str, ...] = ("wanted_short", "post_short", "experience_short", "unplaced")
MOVES: tuple[str, ...] = ("change_post", "change_role")
