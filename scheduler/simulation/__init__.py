"""Months on end in a made-up world, to see what a way of planning comes to: the same events for every method."""

from scheduler.simulation.figures import FIGURES, Spread, equal_standing, spread_of
from scheduler.simulation.methods import METHODS, Limits, Method
from scheduler.simulation.run import MonthDone, Run, Step, simulate
from scheduler.simulation.world import Chances, World

__all__ = [
    "FIGURES",
    "METHODS",
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
