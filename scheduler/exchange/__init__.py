"""Swap rings: people who can all be helped at once by passing duties round in a ring.

Everybody gives to one and gets from one in the same ring. As many people as possible are helped, in rings of
limited length or of any, and it is proven that more cannot be.
"""

from scheduler.exchange.problem import Rings, SwapProblem, check_rings
from scheduler.exchange.search import most_helped

__all__ = ["Rings", "SwapProblem", "check_rings", "most_helped"]
