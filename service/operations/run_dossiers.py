"""The dossier of a run as one file: what is needed to solve it again elsewhere and compare."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.adapters.dossier_file import Dossier, write_dossier
from service.messages import Message, NotFound
from service.models import RoleName, SolveRun
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.kept_plan import plan_file


def dossier_of(run: SolveRun, language: str) -> Dossier:
    """Instance, plan (reasons in `language`) and the run's own facts.

    Raises:
        NotFound: the run found no plan, or has not ended.
    """
    plan = plan_file(run.dossier, language)
    if plan is None or run.instance is None or run.dossier is None:
        raise NotFound(Message("第 %(number)s 次求解没有结果，无档案可用", number=run.id))
    return Dossier(run.instance, plan, _about(run, run.dossier))


def _about(run: SolveRun, kept: dict[str, Any]) -> dict[str, Any]:
    solver = kept.get("solver", {})
    return {
        "run": {"number": run.id, "kind": str(run.kind), "month": f"{run.month:%Y-%m}", "attempt": run.attempt},
        "times": {
            name: _instant(getattr(run, name)) for name in ("asked_at", "started_at", "ended_at")
        } | {"seconds": solver.get("seconds")},
        "options": kept.get("options", {}),
        "versions": solver.get("versions", {}),
        "rules": kept.get("rules", []),
        "facts_hash": kept.get("facts_hash"),
        "memory_megabytes": kept.get("memory_megabytes"),
    }  # fmt: skip


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def export_dossier(session: Session, actor: Actor, now: datetime, run: SolveRun, language: str) -> bytes:
    """The dossier's file; logged, for it has everybody's names in it. Admins only.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: the run is another district's, or found no plan.
    """
    actor.require(RoleName.ADMIN)
    if run.district_id != actor.district_id:
        raise NotFound(Message("没有这次求解"))
    data = write_dossier(dossier_of(run, language))
    record(session, actor, now, "export.dossier", run, after={"bytes": len(data)})
    return data
