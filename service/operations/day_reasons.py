"""Why somebody cannot serve on a day, as the office knows it: the leave, the exemption or the event behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler.problem import Text
from service.messages import N_, Message
from service.models import Absence, Cadre, Exemption
from service.operations.events.blocking import blocked_days
from service.words import translate

ABSENCES = {
    "leave": N_("休假"),
    "sick": N_("病假"),
    "trip": N_("出差"),
    "training": N_("培训"),
    "meeting": N_("会议"),
    "other": N_("其他"),
}
ON_LEAVE, EXEMPT, AT_EVENT = N_("当天%(kind)s"), N_("当天免排"), N_("当天参加活动“%(title)s”")
DayKey = tuple[str, date]


def day_reasons(
    session: Session, district_id: int, numbers: Iterable[str], first: date, last: date
) -> dict[DayKey, list[Text]]:
    """By employee number and day, from `first` to `last`: what keeps these people from duty. Free days are left out."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    people: ColumnElement[bool] = (Cadre.district_id == district_id) & Cadre.employee_number.in_(wanted[:5000])
    known = {
        row.id: row.employee_number for row in session.execute(select(Cadre.id, Cadre.employee_number).where(people))
    }
    found: dict[DayKey, list[Text]] = defaultdict(list)
    _leave(session, people, known, (first, last), found)
    _exemptions(session, people, known, (first, last), found)
    for cadre, days in blocked_days(session, district_id, first, last, people=people).items():
        for day, title in days.items():
            found[known[cadre], day].append(_text(Message(AT_EVENT, title=title)))
    return dict(found)


def _leave(
    session: Session,
    people: ColumnElement[bool],
    known: Mapping[int, str],
    span: tuple[date, date],
    found: dict[DayKey, list[Text]],
) -> None:
    rows = session.scalars(
        select(Absence)
        .join(Cadre, Cadre.id == Absence.cadre_id)
        .where(people, Absence.cancelled_at.is_(None), Absence.first_day <= span[1], Absence.last_day >= span[0])
    )
    for row in rows:
        text = _text(Message(ON_LEAVE, kind=Message(ABSENCES[row.kind])))
        for day in _days(row.first_day, row.last_day, span):
            if row.returned_on is None or day < row.returned_on:
                found[known[row.cadre_id], day].append(text)


def _exemptions(
    session: Session,
    people: ColumnElement[bool],
    known: Mapping[int, str],
    span: tuple[date, date],
    found: dict[DayKey, list[Text]],
) -> None:
    rows = session.scalars(
        select(Exemption)
        .join(Cadre, Cadre.id == Exemption.cadre_id)
        .where(
            people,
            Exemption.cancelled_at.is_(None),
            Exemption.first_day <= span[1],
            Exemption.last_day.is_(None) | (Exemption.last_day >= span[0]),
        )
    )
    for row in rows:
        for day in _days(row.first_day, row.last_day or span[1], span):
            found[known[row.cadre_id], day].append(_text(Message(EXEMPT)))


def _days(first: date, last: date, span: tuple[date, date]) -> Iterable[date]:
    start, end = max(first, span[0]), min(last, span[1])
    return (date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1))


def _text(message: Message) -> Text:
    return Text(translate(message, "zh"), translate(message, "en"))


def with_reason(text: Text, reasons: Sequence[Text]) -> Text:
    """A text with what is behind it in brackets; as it is where nothing is known."""
    if not reasons:
        return text
    return Text(
        f"{text.zh}（{'；'.join(reason.zh for reason in reasons)}）",
        f"{text.en} ({'; '.join(reason.en for reason in reasons)})",
    )
