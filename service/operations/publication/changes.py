"""What changed in the data, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import N_, Message
from service.models import Cadre, Party, Unit, Zone
from service.operations.snapshot import Change, FactKind, How

KIND_WORDS: dict[FactKind, str] = {
    FactKind.CALENDAR: N_("日历"),
    FactKind.SETTING: N_("排班设置"),
    FactKind.UNIT: N_("单位"),
    FactKind.ZONE: N_("网格"),
    FactKind.CADRE: N_("人员"),
    FactKind.PARTY: N_("同组结对"),
    FactKind.ABSENCE: N_("请假"),
    FactKind.EXEMPTION: N_("免排"),
    FactKind.PREFERENCE: N_("日期偏好"),
    FactKind.RECUSAL: N_("回避"),
    FactKind.HISTORY: N_("历史值勤"),
    FactKind.ATTENDANCE: N_("到岗情况"),
}
HOW_WORDS: dict[How, str] = {How.ADDED: N_("新增"), How.REMOVED: N_("取消"), How.CHANGED: N_("变更")}
OF_CADRES = frozenset(
    {FactKind.CADRE, FactKind.ABSENCE, FactKind.EXEMPTION, FactKind.PREFERENCE, FactKind.RECUSAL, FactKind.HISTORY,
     FactKind.ATTENDANCE}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A change with its subject's name, as the user knows it."""

    kind: FactKind
    how: How
    subject: str
    name: str

    @property
    def text(self) -> Message:
        """请假新增：张三（0012）."""
        return Message(
            "%(kind)s%(how)s：%(name)s", kind=Message(KIND_WORDS[self.kind]), how=Message(HOW_WORDS[self.how]),
            name=f"{self.name}（{self.subject}）" if self.name != self.subject else self.subject,
        )  # fmt: skip


def name_changes(session: Session, district_id: int, changes: list[Change]) -> list[NamedChange]:
    """Changes with the names of whom and what they concern."""
    names = _names(session, district_id, {change.kind for change in changes})
    return [
        NamedChange(change.kind, change.how, change.subject, names[change.kind].get(change.subject, change.subject))
        for change in changes
    ]


def _names(session: Session, district_id: int, kinds: set[FactKind]) -> Mapping[FactKind, Mapping[str, str]]:
    found: dict[FactKind, dict[str, str]] = {kind: {} for kind in kinds}
    if kinds & OF_CADRES:
        rows = session.execute(select(Cadre.employee_number, Cadre.name).where(Cadre.district_id == district_id))
        cadres = dict(rows.tuples().all())
        found.update(dict.fromkeys(kinds & OF_CADRES, cadres))
    for kind, table in ((FactKind.UNIT, Unit), (FactKind.ZONE, Zone), (FactKind.PARTY, Party)):
        if kind in kinds:
            pairs = session.execute(select(table.code, table.name).where(table.district_id == district_id))
            found[kind] = {code: name or code for code, name in pairs}
    return found
