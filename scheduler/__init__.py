"""Plans duties: the problem, its two shapes of rule, the rules, the audit, the engine and the clock.

Knows nothing of web or tables; imports run downwards only:
clock > explain > engine > audit > rules > model > problem.
"""
