"""What changed in the data, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import N_, Message
from service.models import Cadre, Party, Unit, Zone
from service.operations.snapshot import Change, FactKind, How

WORDS: dict[FactKind, str] = {
    FactKind.CALENDAR: N_("日历有变化：%(name)s"),
    FactKind.SETTING: N_("排班设置有变化：%(name)s"),
    FactKind.UNIT: N_("单位的在岗人数或联点有变化：%(name)s"),
    FactKind.ZONE: N_("网格的要求有变化：%(name)s"),
    FactKind.CADRE: N_("人员信息有变化：%(name)s"),
    FactKind.PARTY: N_("同组或结对有变化：%(name)s"),
    FactKind.ABSENCE: N_("请假情况有变化：%(name)s"),
    FactKind.EXEMPTION: N_("免排情况有变化：%(name)s"),
    FactKind.EVENT: N_("活动占用有变化：%(name)s"),
    FactKind.PREFERENCE: N_("日期偏好有变化：%(name)s"),
    FactKind.RECUSAL: N_("回避关系有变化：%(name)s"),
    FactKind.HISTORY: N_("以往值勤记录有变化：%(name)s"),
    FactKind.ATTENDANCE: N_("到岗情况有变化：%(name)s"),
}
OF_CADRES = frozenset(
    {FactKind.CADRE, FactKind.ABSENCE, FactKind.EXEMPTION, FactKind.EVENT, FactKind.PREFERENCE, FactKind.RECUSAL, FactKind.HISTORY,
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
        """请假情况有变化：张三（0012）."""
        name = self.subject if self.name == self.subject else f"{self.name}（{self.subject}）"
        return Message(WORDS[self.kind], name=name)


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
        cadres = {row.employee_number: row.name for row in rows}
        found.update(dict.fromkeys(kinds & OF_CADRES, cadres))
    for kind, table in ((FactKind.UNIT, Unit), (FactKind.ZONE, Zone), (FactKind.PARTY, Party)):
        if kind in kinds:
            pairs = session.execute(select(table.code, table.name).where(table.district_id == district_id))
            found[kind] = {code: name or code for code, name in pairs}
    return found
