"""The sample district: the figures of the deployment, the same rows for the same seed, and marked as a sample."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.database import make_engine, migrate, session_factory, write_transaction
from service.messages import Conflict, InvalidInput
from service.models import (
    Absence,
    AuditEntry,
    Base,
    Branch,
    BranchStanding,
    Cadre,
    Community,
    CommunityKind,
    District,
    Exemption,
    ExemptionKind,
    GridWorker,
    Party,
    PartyKind,
    PartyMember,
    Recusal,
    Unit,
    UnitLink,
    UnitMembership,
    Zone,
)
from service.sample import SampleOptions, make_sample
from tests.support.factories import NOW, make_district

TODAY = NOW.date()


@pytest.fixture(scope="module")
def deployment(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A session on the sample in full, for reading only."""
    path = tmp_path_factory.mktemp("deployment") / "sample.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(f"sqlite:///{path}")
    with write_transaction(session_factory(engine)) as session:
        make_sample(session, NOW)
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


def count(session: Session, kind: type[Base], *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(*conditions)) or 0


def rows_of(session: Session) -> dict[str, list[Any]]:
    """All rows by table; when each was written is no part of them."""
    return {
        table.name: [
            tuple(row)
            for row in session.execute(
                select(
                    *(column for column in table.columns if column.name not in ("created_at", "changed_at"))
                ).order_by(*table.primary_key)
            )
        ]
        for table in Base.metadata.sorted_tables
    }


def test_the_sample_has_the_figures_of_the_deployment(deployment: Session) -> None:
    assert count(deployment, Cadre) == 598
    assert count(deployment, Unit) == 61
    assert count(deployment, Branch) == 44
    assert count(deployment, Branch, Branch.standing == BranchStanding.MODEL) == 6
    assert count(deployment, Branch, Branch.joint) == 14
    assert count(deployment, Community) == 45
    assert count(deployment, Community, Community.kind == CommunityKind.VILLAGE) == 9
    assert 215 <= count(deployment, Zone) <= 245
    assert count(deployment, Party, Party.kind == PartyKind.MENTOR) == 61
    assert count(deployment, Exemption, Exemption.kind == ExemptionKind.POSTED) == 7
    assert count(deployment, Recusal) == 30
    assert count(deployment, GridWorker, GridWorker.head) == 45
    assert count(deployment, GridWorker, ~GridWorker.head) == count(deployment, Zone)


def test_units_have_realistic_sizes_and_can_spare_a_pair(deployment: Session) -> None:
    rows = deployment.execute(
        select(Unit.min_present, func.count())
        .join(UnitMembership)
        .where(UnitMembership.valid_to.is_(None))
        .group_by(Unit.id)
    ).all()
    sizes = sorted(size for _, size in rows)
    assert sum(sizes) == 598
    assert sizes[0] >= 3
    assert sizes[-1] >= 30
    assert sum(size <= 8 for size in sizes) > len(sizes) / 2
    assert all(floor <= size - 2 for floor, size in rows)


def test_every_community_is_linked_and_every_unit_has_a_link(deployment: Session) -> None:
    links = deployment.execute(select(UnitLink.unit_id, UnitLink.community_id)).all()
    assert {unit for unit, _ in links} == set(deployment.scalars(select(Unit.id)))
    assert {community for _, community in links} == set(deployment.scalars(select(Community.id)))


def test_pairs_are_of_one_unit_and_nobody_is_in_two_parties(deployment: Session) -> None:
    unit_of = dict(
        deployment.execute(
            select(UnitMembership.cadre_id, UnitMembership.unit_id).where(UnitMembership.valid_to.is_(None))
        ).all()
    )
    members: dict[int, list[int]] = {}
    for party, cadre in deployment.execute(select(PartyMember.party_id, PartyMember.cadre_id)):
        members.setdefault(party, []).append(cadre)
    assert all(len({unit_of[cadre] for cadre in cadres}) == 1 and len(cadres) == 2 for cadres in members.values())
    assert max(Counter(cadre for cadres in members.values() for cadre in cadres).values()) == 1


def test_points_lie_in_zhuzhou_and_every_zone_has_one(deployment: Session) -> None:
    for latitude, longitude in deployment.execute(select(Zone.latitude, Zone.longitude)):
        assert 27.82 < latitude < 27.99
        assert 113.04 < longitude < 113.20


def test_absences_reach_from_three_months_back_to_two_ahead(deployment: Session) -> None:
    first, last = deployment.execute(select(func.min(Absence.first_day), func.max(Absence.last_day))).one()
    assert first < TODAY - timedelta(days=80)
    assert last > TODAY + timedelta(days=45)


def test_telephone_numbers_cannot_exist_and_the_district_says_it_is_a_sample(deployment: Session) -> None:
    phones = [*deployment.scalars(select(Cadre.phone)), *deployment.scalars(select(Community.contact_phone))]
    assert all(re.fullmatch(r"100[0-9]{8}", phone or "") for phone in phones)
    district = deployment.scalars(select(District)).one()
    assert district.synthetic
    assert "样例" in district.name
    assert deployment.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("sample."))).all() == [
        "sample.make"
    ]


def test_the_same_seed_and_day_give_the_same_rows_and_another_seed_does_not(tmp_path: Path) -> None:
    made = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        url = f"sqlite:///{tmp_path / name}.sqlite"
        migrate(url)
        engine = make_engine(url)
        with write_transaction(session_factory(engine)) as session:
            make_sample(session, NOW, SampleOptions(cadres=60, seed=seed))
        with session_factory(engine)() as session:
            made.append(rows_of(session))
        engine.dispose()
    assert made[0] == made[1]
    assert made[0]["cadre"] != made[2]["cadre"]


@pytest.mark.parametrize(("cadres", "units"), [(10, None), (40, 4), (40, 40), (300, 12)])
def test_other_sizes_are_made(session: Session, cadres: int, units: int | None) -> None:
    make_sample(session, NOW, SampleOptions(cadres=cadres, units=units))
    assert count(session, Cadre) == cadres
    assert count(session, Unit) == (units or round(cadres * 61 / 598))
    assert count(session, Zone) >= cadres / 4


def test_a_sample_does_not_go_beside_a_real_district(session: Session, district: District) -> None:
    with pytest.raises(Conflict, match=re.escape(district.name)):
        make_sample(session, NOW, SampleOptions(cadres=20))
    assert count(session, Cadre) == 0


def test_a_second_sample_with_the_same_code_is_refused_and_with_another_code_made(session: Session) -> None:
    make_district(session, synthetic=True, code="430204")
    with pytest.raises(Conflict, match="430204"):
        make_sample(session, NOW, SampleOptions(cadres=20))
    made = make_sample(session, NOW, SampleOptions(cadres=20, code="430204-2"))
    assert count(session, Cadre, Cadre.district_id == made.id) == 20


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        (SampleOptions(cadres=9), "cadres", 9),
        (SampleOptions(cadres=100_000), "cadres", 100_000),
        (SampleOptions(cadres=20, units=21), "units", 21),
        (SampleOptions(cadres=20, units=0), "units", 0),
        (SampleOptions(seed=-1), "seed", -1),
    ],
)
def test_options_out_of_bounds_are_refused_by_name(options: SampleOptions, field: str, value: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        options.checked_units()
    assert [(problem.field, problem.value) for problem in refused.value.problems] == [(field, value)]
