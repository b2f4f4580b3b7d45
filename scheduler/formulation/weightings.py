"""What a crew counts in a limit: one visit, its members, its members of a unit or with a skill, itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from scheduler.model import InstanceIndex

# A weighting's name: `visits`, `cadres`, `unit:<id>`, `skill:<name>`, `crew:<number>`.
Entry = tuple[int, int]


def weighting_rows(index: InstanceIndex, names: Sequence[str]) -> tuple[dict[str, int], sparse.csr_matrix]:
    """The row of each weighting that is named (repeats allowed), and the factors int64[W, C]."""
    distinct = dict.fromkeys(names)
    rows = {name: row for row, name in enumerate(distinct)}
    entries = _entries(index, distinct)
    row_of, crews, factors = [], [], []
    for name, row in rows.items():
        for crew, factor in entries[name]:
            row_of.append(row)
            crews.append(crew)
            factors.append(factor)
    shape = (len(rows), len(index.crews))
    matrix = sparse.csr_matrix((np.array(factors, dtype=np.int64), (row_of, crews)), shape=shape, dtype=np.int64)
    return rows, matrix


def _entries(index: InstanceIndex, names: dict[str, None]) -> dict[str, list[Entry]]:
    """The crews that count in each weighting, with their factors."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for number, crew in enumerate(index.crews):
        counts: dict[str, int] = defaultdict(int)
        counts["visits"] = 1
        counts[f"crew:{number}"] = 1
        for member in crew:
            cadre = index.cadres[member]
            counts["cadres"] += 1
            counts[f"unit:{cadre.unit}"] += 1
            for skill in set(cadre.skills):
                counts[f"skill:{skill}"] += 1
        for name, factor in counts.items():
            if name in names:
                found[name].append((number, factor))
    return found
