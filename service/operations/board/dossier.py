"""A run's result as a plan file."""

from __future__ import annotations

import json

from service.models import SolveRun


def plan_file(run: SolveRun, language: str) -> bytes | None:
    """The plan that a run found, as it stands in the dossier; None where the run found none."""
    plan = (run.dossier or {}).get("plan")
    if not isinstance(plan, dict):
        return None
    reasons = [
        {
            **line,
            "reasons": [reason[language] if isinstance(reason, dict) else reason for reason in line.get("reasons", [])],
        }
        for line in plan.get("unserved", [])
    ]
    return json.dumps({**plan, "unserved": reasons}, ensure_ascii=False, indent=1).encode() + b"\n"
