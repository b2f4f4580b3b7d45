"""Papers of programmes and placements: what they say, for whom, in which order, in which language."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.adapters.papers import Line, Paper, PaperForm, Table
from service.messages import InvalidInput, NotAllowed, NotFound
from service.models import AuditEntry
from service.operations.papers import (
    archive_of,
    details_of,
    letters_for,
    placement_paper,
    programme_papers,
    save_details,
)
from tests.support.factories import actor_for, make_admin, make_district
from tests.support.rounds import Rounds, make_rounds

NOW = datetime.now(UTC)


@pytest.fixture
def rounds(session: Session) -> Rounds:
    return make_rounds(session, date(2026, 12, 1), 121)


def text_of(paper: Paper) -> str:
    """Everything a paper says in Chinese."""
    parts = [paper.head, paper.number, paper.title.zh, paper.signer, paper.signed.zh]
    for block in (*paper.blocks, *paper.annexes):
        parts += [block.words.zh] if isinstance(block, Line) else [cell for row in block.rows for cell in row]
    return "\n".join(parts)


def papers(session: Session, rounds: Rounds, programme: str, kind: str, language: str = "zh") -> list[Paper]:
    admin = actor_for(rounds.staff.admin)
    return programme_papers(session, admin, NOW, rounds.programmes[programme].id, kind, language)[0]


def test_the_notice_of_a_round_has_its_days_its_number_and_the_list_of_pairs(session: Session, rounds: Rounds) -> None:
    admin = actor_for(rounds.staff.admin)
    programme = rounds.programmes["rotation"]
    save_details(
        session,
        admin,
        NOW,
        programme.id,
        "样例区委组织部",
        "样组通〔2026〕12号",
        date(2026, 11, 25),
        "strokes",
        "王科长 0731",
    )
    (notice,) = papers(session, rounds, "rotation", "notice")
    assert notice.form == PaperForm.DOCUMENT
    text = text_of(notice)
    for part in (
        "样例区委组织部文件", "样组通〔2026〕12号", "2026年11月25日", "2026年12月1日至2027年3月31日", "共1对人员互换岗位",
        "免排每月一日网格值勤", "不打分、不排名", "王科长 0731", rounds.staff.person.name, rounds.worker.name,
    ):  # fmt: skip
        assert part in text, part


def test_the_letters_of_an_exchange_go_to_both_sides(session: Session, rounds: Rounds) -> None:
    name, worker = rounds.staff.person.name, rounds.worker.name
    unit, community = rounds.staff.unit.name, rounds.staff.community.name
    says = {
        kind: text_of(papers(session, rounds, "rotation", kind)[0]) for kind in ("unit", "place", "person", "worker")
    }
    assert f"{unit}：" in says["unit"]
    assert f"{community}：" in says["place"]
    assert f"{name}同志：" in says["person"]
    assert f"{worker}同志：" in says["worker"]
    for kind, text in says.items():
        assert worker in text, kind
        assert name in text or kind == "person"
        assert "2027年3月31日" in text
    assert "建设路1号" in says["person"]
    assert f"到{unit}报到" in says["worker"]


def test_the_letter_asks_for_both_evaluations_at_their_days(session: Session, rounds: Rounds) -> None:
    text = text_of(papers(session, rounds, "rotation", "unit")[0])
    assert "2027年1月30日" in text  # the middle of 1 December to 31 March


def test_an_enterprise_gets_a_letter_and_nobody_comes_in_exchange(session: Session, rounds: Rounds) -> None:
    text = text_of(papers(session, rounds, "posting", "place")[0])
    assert "样例机车厂：" in text
    assert "网格员" not in text
    assert "厂办主任" in text_of(papers(session, rounds, "posting", "person")[0])
    with pytest.raises(NotFound, match="没有这种文书"):
        papers(session, rounds, "posting", "worker")


def test_squads_are_appointed_by_site_with_their_roles(session: Session, rounds: Rounds) -> None:
    (group,) = papers(session, rounds, "squad", "group")
    table = next(block for block in group.blocks if isinstance(block, Table))
    assert {row[1] for row in table.rows} == {"宣传员", "攻坚员"}
    assert "铁路小区小队" in group.title.zh
    (notice,) = papers(session, rounds, "squad", "notice")
    assert "免排每月" not in text_of(notice)
    annex = notice.annexes[0]
    assert isinstance(annex, Table)
    assert [row[:3] for row in annex.rows] == [("1", "铁路小区", "宣传员"), ("", "", "攻坚员")]


def test_an_inspection_group_is_told_to_the_unit_and_asks_nobody_to_evaluate(session: Session, rounds: Rounds) -> None:
    (group,) = papers(session, rounds, "inspection", "group")
    assert f"{rounds.staff.unit.name}：" in text_of(group)
    (notice,) = papers(session, rounds, "inspection", "notice")
    assert "主动申请回避" in text_of(notice)
    assert "评价" not in text_of(notice)


def test_names_stand_by_strokes_or_by_pinyin_as_the_district_asks(session: Session, rounds: Rounds) -> None:
    for placement, name in zip(rounds.squad, ("文明", "王明"), strict=True):
        placement.cadre.name, placement.role = name, "攻坚员"
    session.flush()
    admin, programme = actor_for(rounds.staff.admin), rounds.programmes["squad"]

    def names(order: str) -> list[str]:
        save_details(session, admin, NOW, programme.id, "样例区", "", date(2026, 11, 25), order, "")
        table = papers(session, rounds, "squad", "group")[0].blocks[-1]
        assert isinstance(table, Table)
        return [row[2] for row in table.rows]

    assert names("strokes") == ["王明", "文明"]
    rounds.squad[0].cadre.name, rounds.squad[1].cadre.name = "王明", "李明"
    assert names("pinyin") == ["李明", "王明"]


def test_english_stands_beside_the_chinese_for_who_reads_english_and_never_without_it(
    session: Session, rounds: Rounds
) -> None:
    chinese, english = (papers(session, rounds, "rotation", "person", language)[0] for language in ("zh", "en"))
    assert text_of(chinese) == text_of(english)
    assert all(block.words.en is None for block in chinese.blocks if isinstance(block, Line))
    said = [block.words.en or "" for block in english.blocks if isinstance(block, Line)]
    assert any("1 December 2026" in text for text in said)
    assert english.title.en == "Notice to report"


def test_synthetic_data_say_so_on_every_paper(session: Session, rounds: Rounds) -> None:
    assert papers(session, rounds, "rotation", "person")[0].mark is None
    rounds.staff.world.district.synthetic = True
    session.flush()
    assert all(paper.mark is not None for paper in papers(session, rounds, "rotation", "all"))


def test_all_papers_make_a_folder_with_a_file_each(session: Session, rounds: Rounds) -> None:
    rounds.exchange.cadre.name = 'a/b:"c"'
    made = papers(session, rounds, "rotation", "all")
    with zipfile.ZipFile(io.BytesIO(archive_of(made, "docx"))) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(names) == 5
    assert names[0].startswith("001-通知-")
    assert not any(set('/:"') & set(name) for name in names)


def test_without_placements_there_is_no_paper(session: Session, rounds: Rounds) -> None:
    rounds.exchange.cancelled_at = NOW
    session.flush()
    with pytest.raises(NotFound, match="还没有批准的安排"):
        papers(session, rounds, "rotation", "notice")
    with pytest.raises(NotFound):
        placement_paper(session, actor_for(rounds.staff.admin), NOW, rounds.exchange.id, "unit", "zh")


def test_each_side_has_its_own_letter_and_no_other(session: Session, rounds: Rounds) -> None:
    staff, row = rounds.staff, rounds.exchange
    own = {"admin": ["unit", "place", "person", "worker"], "officer": ["unit"], "head": ["place", "worker"],
           "cadre": ["person"]}  # fmt: skip
    for name, kinds in own.items():
        actor = actor_for(getattr(staff, name))
        assert letters_for(actor, row) == kinds
        for kind in ("unit", "place", "person", "worker"):
            if kind in kinds:
                assert placement_paper(session, actor, NOW, row.id, kind, "zh").blocks
            else:
                with pytest.raises(NotAllowed):
                    placement_paper(session, actor, NOW, row.id, kind, "zh")
    with pytest.raises(NotFound):
        placement_paper(session, actor_for(staff.cadre), NOW, rounds.liaison.id, "person", "zh")
    with pytest.raises(NotAllowed):
        programme_papers(session, actor_for(staff.officer), NOW, rounds.programmes["rotation"].id, "all", "zh")
    stranger = actor_for(make_admin(session, make_district(session)))
    with pytest.raises(NotFound):
        programme_papers(session, stranger, NOW, rounds.programmes["rotation"].id, "all", "zh")


def test_the_issuer_is_the_district_until_told_and_then_remembered_for_the_next_programme(
    session: Session, rounds: Rounds
) -> None:
    admin = actor_for(rounds.staff.admin)
    rotation, squad = rounds.programmes["rotation"], rounds.programmes["squad"]
    assert details_of(session, admin, NOW, rotation).issuer == rounds.staff.world.district.name
    rotation.settings = {"weights": {"distance": 3}}
    save_details(session, admin, NOW, rotation.id, "组织部", "1号", date(2026, 11, 25), "unit", "")
    assert rotation.settings["weights"] == {"distance": 3}
    other = details_of(session, admin, NOW, squad)
    assert (other.issuer, other.order, other.number) == ("组织部", "unit", "")
    assert details_of(session, admin, NOW, None).issuer == "组织部"
    session.flush()
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "programme.papers")).all()


def test_wrong_details_name_their_field(session: Session, rounds: Rounds) -> None:
    admin = actor_for(rounds.staff.admin)
    with pytest.raises(InvalidInput) as caught:
        save_details(session, admin, NOW, rounds.programmes["rotation"].id, " ", "长" * 41, None, "age", "")
    assert {problem.field for problem in caught.value.problems} == {
        "issuer", "paper_number", "paper_day", "name_order",
    }  # fmt: skip


def test_issuing_papers_stands_in_the_log(session: Session, rounds: Rounds) -> None:
    papers(session, rounds, "rotation", "all")
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "programme.print")).one()
    assert entry.after == {"papers": "all", "count": 5}
