"""A programme's own settings (`Programme.settings`), with the defaults of its kind.

`weights`: points by rule (those of the catalogue where it says nothing). `teach`: skill codes with their value.
`consents`: whose agreement is needed: own, unit, post. Where it is needed, no answer counts as no; where not, only a
plain no counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.placement.rules import DEFAULT_WEIGHTS
from service.models import ExemptionKind, PostKind, Programme, ProgrammeKind

CONSENTS = ("own", "unit", "post")
MOST_WEIGHT = 100_000
MOST_VALUE = 1000

DEFAULT_CONSENTS: dict[str, frozenset[str]] = {
    ProgrammeKind.ROTATION: frozenset(CONSENTS),
    ProgrammeKind.POSTING: frozenset({"own", "unit"}),
    ProgrammeKind.SQUAD: frozenset({"unit"}),
    # Nobody is asked whether they want to be inspected, and inspectors are appointed.
    ProgrammeKind.INSPECTION: frozenset(),
}
POST_KINDS: dict[str, frozenset[PostKind]] = {
    ProgrammeKind.ROTATION: frozenset({PostKind.GRID_WORKER}),
    ProgrammeKind.POSTING: frozenset({PostKind.VILLAGE, PostKind.ENTERPRISE}),
    ProgrammeKind.SQUAD: frozenset({PostKind.COMPOUND, PostKind.LIFT}),
    ProgrammeKind.INSPECTION: frozenset({PostKind.UNIT}),
}
EXEMPTIONS: dict[str, ExemptionKind] = {
    ProgrammeKind.ROTATION: ExemptionKind.ROTATION,
    ProgrammeKind.POSTING: ExemptionKind.POSTED,
    ProgrammeKind.SQUAD: ExemptionKind.SQUAD,
    ProgrammeKind.INSPECTION: ExemptionKind.INSPECTION,
}


@dataclass(frozen=True, slots=True)
class ProgrammeSettings:
    """What `Programme.settings` says, read."""

    weights: Mapping[str, int] = field(default_factory=dict)
    teach: Mapping[str, int] = field(default_factory=dict)
    consents: frozenset[str] = frozenset()


def settings_of(programme: Programme) -> ProgrammeSettings:
    """The settings of a programme, its kind's defaults where it says nothing."""
    own = programme.settings or {}
    chosen = {rule: points for rule, points in own.get("weights", {}).items() if rule in DEFAULT_WEIGHTS}
    given = own.get("consents")
    consents = DEFAULT_CONSENTS[programme.kind] if given is None else frozenset(given) & frozenset(CONSENTS)
    return ProgrammeSettings({**DEFAULT_WEIGHTS, **chosen}, dict(own.get("teach", {})), consents)


def agreed(answer: bool | None, *, needed: bool) -> bool:
    """Whether an answer lets a placement be: not answered yet is no where the agreement is needed."""
    return answer is True or (answer is None and not needed)
