"""Months on end in a made-up world, to see what a way of planning comes to: the same events for every method."""

from scheduler.simulation.figures import FIGURE_WORDS, FIGURES, Spread, equal_standing, spread_of
from scheduler.simulation.methods import METHOD_WORDS, METHODS, Limits, Method
from scheduler.simulation.run import MonthDone, Run, Step, simulate
from scheduler.simulation.world import Chances, World

__all__ = [
    "FIGURES",
    "FIGURE_WORDS",
    "METHODS",
    "METHOD_WORDS",
    "Chances",
    "Limits",
    "Method",
    "MonthDone",
    "Run",
    "Spread",
    "Step",
    "World",
    "equal_standing",
    "simulate",
    "spread_of",
]
