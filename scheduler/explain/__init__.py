"""Why a plan is as it is, in the users' words, and what else could be: counted and solved, never guessed."""

from scheduler.explain.alternatives import LOOK, Advisor, Alternative, Move, Ranking, RuleChange
from scheduler.explain.changes import DutyChange, Why, explain_changes
from scheduler.explain.clashes import PinTrouble, Remedy, diagnose_pins
from scheduler.explain.comparison import contradictions, first_difference
from scheduler.explain.diagnosis import Diagnoser, Diagnosis
from scheduler.explain.duties import DutyCost, explain_duty, possible_days, possible_zones
from scheduler.explain.gains import Gain, Trouble, gain_words, sure_words
from scheduler.explain.pin_telling import pin_words, trouble_lines, trouble_summary
from scheduler.explain.shortfalls import Shortfall, explain_shortfalls
from scheduler.explain.telling import cost_words, duty_words, move_words, rule_words
from scheduler.explain.unserved import explain_unserved, with_reasons

__all__ = [
    "LOOK",
    "Advisor",
    "Alternative",
    "Diagnoser",
    "Diagnosis",
    "DutyChange",
    "DutyCost",
    "Gain",
    "Move",
    "PinTrouble",
    "Ranking",
    "Remedy",
    "RuleChange",
    "Shortfall",
    "Trouble",
    "Why",
    "contradictions",
    "cost_words",
    "diagnose_pins",
    "duty_words",
    "explain_changes",
    "explain_duty",
    "explain_shortfalls",
    "explain_unserved",
    "first_difference",
    "gain_words",
    "move_words",
    "pin_words",
    "possible_days",
    "possible_zones",
    "rule_words",
    "sure_words",
    "trouble_lines",
    "trouble_summary",
    "with_reasons",
]
