"""Exports: everything comes back unchanged, phones are masked unless a reason is given, each export is logged."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.adapters.sheets.files import read_file
from service.adapters.uploads import UploadStore
from service.messages import InvalidInput, NotAllowed
from service.models import (
    Absence,
    AuditEntry,
    Branch,
    CadreSkill,
    Candidate,
    DayPreference,
    District,
    Event,
    EventAttendance,
    EventCall,
    EventKind,
    Exemption,
    GridWorker,
    Party,
    PartyMember,
    Post,
    Recusal,
    SiteStage,
    Skill,
    SurgeListed,
    SurgeNeed,
    SurgeOperation,
    SurgePlace,
    SurgeShift,
    UnitRecusal,
    ZoneNeed,
)  # fmt: skip
from service.operations.actor import Actor, RoleName
from service.operations.calendar import seed_calendar
from service.operations.imports.exporting import export_kind
from service.operations.imports.previews import apply_preview, make_preview
from service.operations.imports.reading import plan_file
from service.operations.imports.targets import TARGETS
from tests.support.factories import (
    EPOCH,
    NOW,
    added,
    make_cadre,
    make_community,
    make_district,
    make_unit,
    make_zone,
    system,
)
from tests.support.posts import make_campaign, make_placement, make_site

DAY = date(2026, 12, 7)


@pytest.fixture
def full_district(session: Session, district: District, actor: Actor) -> District:
    """At least one record of every kind, names that repeat and texts that look like formulas among them."""
    given = {"district_id": district.id}
    skill = added(session, Skill(**given, code="legal", name="法律"))
    communities = [
        make_community(session, district, contact_phone="0731-22222222", latitude=27.87, longitude=113.11)
        for _ in range(2)
    ]
    zones = [make_zone(session, community, name="第1网格") for community in communities]
    added(session, ZoneNeed(zone_id=zones[0].id, skill_id=skill.id, count=2))
    unit = make_unit(session, district, communities, note="=1+1")
    branch = added(session, Branch(**given, code="ZB1", name="支部"))
    cadres = [
        make_cadre(session, unit, phone="13800001111", mail="a@example.com", home_zone_id=zones[1].id, note="-1")
        for _ in range(4)
    ]
    added(session, CadreSkill(cadre_id=cadres[0].id, skill_id=skill.id))
    added(session, GridWorker(**given, number="WG1", name="王芳", community_id=communities[0].id, phone="13800002222"))
    party = added(session, Party(**given, code="ST1", kind="mentor", valid_from=EPOCH))
    session.add_all(
        [
            PartyMember(party_id=party.id, cadre_id=cadres[0].id, role="mentor"),
            PartyMember(party_id=party.id, cadre_id=cadres[1].id, role="newcomer"),
        ]
    )
    added(session, Absence(**given, cadre_id=cadres[0].id, kind="trip", first_day=DAY, last_day=DAY, reason="@x"))
    added(session, Exemption(**given, cadre_id=cadres[1].id, kind="posted", first_day=DAY, reason="驻村"))
    added(session, Recusal(**given, cadre_id=cadres[2].id, zone_id=zones[0].id, valid_from=EPOCH))
    added(session, DayPreference(**given, cadre_id=cadres[2].id, date=DAY, points=3))
    kind = added(session, EventKind(**given, code="theme", name="主题党日", blocks="always", weekday=4, starts="08:30"))
    event = added(
        session,
        Event(**given, code="HD1", kind_id=kind.id, title="进网格", date=DAY, starts="08:30", ends="17:30", seats=9,
              zone_id=zones[1].id, note="+1"),
    )  # fmt: skip
    for called in ({"branch_id": branch.id, "zone_id": zones[0].id}, {"unit_id": unit.id}, {"cadre_id": cadres[0].id}):
        added(session, EventCall(**given, event_id=event.id, **called))
    added(session, EventAttendance(**given, event_id=event.id, cadre_id=cadres[0].id, state="excused", note="有事"))
    seed_calendar(session, actor, NOW, 2026, 2026)
    site = make_site(
        session, communities[0], note="@site", contact_phone="13800003333", park="=片区", roles=[("攻坚员", 1, 3)]
    )
    added(session, SiteStage(**given, post_id=site.id, name="施工", due_on=DAY))
    added(session, UnitRecusal(**given, cadre_id=cadres[2].id, unit_id=unit.id, valid_from=EPOCH))
    programme = make_campaign(session, district, [site], DAY, code="SQ1")
    added(
        session,
        Candidate(**given, programme=programme, cadre=cadres[3], roles=["攻坚员"], wishes=[site.id], offers=["legal"]),
    )
    make_placement(session, cadres[3], site, DAY, date(2027, 3, 1), note="+x")
    operation, shift = make_operation(session, district)
    place = added(session, SurgePlace(**given, operation_id=operation.id, name="=堤段", contact_phone="13800004444"))
    added(session, SurgeNeed(**given, place_id=place.id, shift_id=shift.id, needed=2))
    added(
        session, SurgeListed(**given, operation_id=operation.id, cadre_id=cadres[0].id, listing="barred", reason="-x")
    )
    return district


def make_operation(session: Session, district: District) -> tuple[SurgeOperation, SurgeShift]:
    """An operation in preparation, with one shift."""
    given = {"district_id": district.id}
    operation = added(
        session, SurgeOperation(**given, code="YJ1", kind="flood", name="防汛", first_day=DAY, last_day=DAY)
    )
    return operation, added(
        session, SurgeShift(**given, operation_id=operation.id, name="早班", starts="08:00", ends="16:00")
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_every_kind_comes_back_unchanged(
    session: Session, actor: Actor, full_district: District, form: str, language: str
) -> None:
    for kind in TARGETS:
        data = export_kind(session, actor, NOW, kind, form, language)
        plan = plan_file(session, actor, NOW, kind, f"{kind}.{form}", data)
        counts = plan.counts()
        assert plan.problems == [], (kind, plan.problems)
        assert counts["unchanged"] > 0
        assert (counts["created"], counts["changed"], counts["missing"]) == (0, 0, 0), (kind, plan.changes)


def test_a_district_moves_into_a_new_one_by_preview_and_import(
    session: Session, actor: Actor, full_district: District, store: UploadStore
) -> None:
    home = make_district(session)
    other = system(home)
    for kind in TARGETS:
        data = export_kind(session, actor, NOW, kind, "xlsx", "zh")
        if kind == "candidates":
            # Programmes are set up on their page; their candidates come in then.
            make_campaign(
                session, home, list(session.scalars(select(Post).where(Post.district_id == home.id))), DAY, code="SQ1"
            )
        if kind == "surge_places":
            make_operation(session, home)
        preview = make_preview(session, other, NOW, store, kind, f"{kind}.xlsx", data)
        assert preview.ready, (kind, list(store.lines(preview.token, "errors")))
        apply_preview(session, other, NOW, store, preview.token)
        counts = plan_file(session, other, NOW, kind, f"{kind}.xlsx", data).counts()
        assert (counts["created"], counts["changed"], counts["missing"]) == (0, 0, 0), (kind, counts)


def phones(data: bytes) -> set[str]:
    rows = read_file(data, "x.xlsx")[0].rows
    place = rows[0].index("手机号")
    return {str(row[place]) for row in rows[1:]}


def test_phones_are_masked_and_whole_ones_need_a_reason_that_is_logged(
    session: Session, actor: Actor, full_district: District
) -> None:
    assert phones(export_kind(session, actor, NOW, "cadres", "xlsx", "zh")) == {"138****1111"}
    for reason in ("", "  ", "看看"):
        with pytest.raises(InvalidInput) as caught:
            export_kind(session, actor, NOW, "cadres", "xlsx", "zh", full=True, reason=reason)
        assert str(caught.value.problems[0].expected) == "4 至 200 个字的事由"
    whole = export_kind(session, actor, NOW, "cadres", "xlsx", "zh", full=True, reason="核对通讯录")
    assert phones(whole) == {"13800001111"}
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.action.startswith("export.")).order_by(AuditEntry.id)
    ).all()
    assert [(entry.action, entry.note) for entry in entries] == [("export.masked", None), ("export.full", "核对通讯录")]
    assert entries[1].after == {"kind": "cadres", "form": "xlsx", "rows": 4, "full": True}


def test_only_admins_export(session: Session, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        export_kind(
            session, dataclasses.replace(actor, roles=frozenset({RoleName.UNIT_OFFICER})), NOW, "cadres", "csv", "zh"
        )
