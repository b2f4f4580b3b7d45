"""When a sample's months are published, and what becomes of their duties."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Assignment, Attendance, AuditEntry, District, Publication
from service.sample.attendance import mark_attendance
from service.sample.timeline import planned_months
from tests.support.factories import make_cadre, make_community, make_unit, make_zone, system

MADE = datetime(2027, 1, 31, 17, 0, tzinfo=UTC)  # the first of February in Shanghai


def test_three_past_months_the_current_and_the_next_are_planned_by_the_districts_own_day() -> None:
    months = list(planned_months(MADE, "Asia/Shanghai"))
    assert [planned.month for planned in months] == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1),
    ]  # fmt: skip
    assert [planned.coming for planned in months] == [False] * 4 + [True]


def test_a_month_is_published_in_the_month_before_and_the_coming_one_when_the_sample_is_made() -> None:
    months = list(planned_months(MADE, "Asia/Shanghai"))
    assert months[0].at == datetime(2026, 10, 20, 1, 30, tzinfo=UTC)
    assert months[3].at == datetime(2027, 1, 20, 1, 30, tzinfo=UTC)
    assert months[4].at == MADE


def test_past_months_were_planned_again_and_one_of_them_lost_a_day_to_a_storm() -> None:
    months = list(planned_months(MADE, "Asia/Shanghai"))
    assert [planned.changed_at for planned in months] == [
        datetime(2026, 11, 8, 1, 30, tzinfo=UTC), datetime(2026, 12, 8, 1, 30, tzinfo=UTC),
        datetime(2027, 1, 8, 1, 30, tzinfo=UTC), None, None,
    ]  # fmt: skip
    assert [planned.storm for planned in months] == [False, True, False, False, False]


def test_duties_before_today_are_served_but_for_a_few_and_the_rest_stay_planned(
    session: Session, district: District
) -> None:
    community = make_community(session, district)
    zone, unit = make_zone(session, community), make_unit(session, district, [community])
    publication = Publication(
        district_id=district.id, month=date(2026, 11, 1), number=1, input_hash="0", published_at=MADE, published_by="x"
    )
    session.add(publication)
    session.flush()
    for number in range(300):
        cadre = make_cadre(session, unit)
        session.add(
            Assignment(
                publication_id=publication.id, cadre_id=cadre.id, unit_id=unit.id, zone_id=zone.id,
                date=date(2026, 11, 10 if number < 280 else 12), unit_name="", zone_name="", community_name="",
                uid=str(number),
            )
        )  # fmt: skip
    session.flush()
    mark_attendance(session, system(district), MADE, publication, date(2026, 11, 11))
    found = Counter(tuple(row) for row in session.execute(select(Assignment.date, Assignment.attendance)))
    assert found[(date(2026, 11, 12), Attendance.PLANNED)] == 20
    assert found[(date(2026, 11, 10), Attendance.SERVED)] >= 260
    assert found[(date(2026, 11, 10), Attendance.EXCUSED)] >= 1
    assert found[(date(2026, 11, 10), Attendance.PLANNED)] == 0
    assert session.scalars(select(AuditEntry.action)).all() == ["attendance.make"]
