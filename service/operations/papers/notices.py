"""Papers of a whole programme: the notice with its list, and the appointment of each squad or inspection group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from service.adapters.papers import Line, LineStyle, Paper, PaperForm, Table, Words
from service.messages import N_, Message
from service.models import Placement, PostKind, Programme, ProgrammeKind
from service.operations.engagements import last_day_of
from service.operations.name_order import name_key
from service.operations.papers.details import PaperDetails
from service.operations.papers.words import (
    Speaker,
    day_text,
    place_name,
    receiver_name,
    role_message,
    term_text,
    unit_name,
)
from service.words import SOURCE_LANGUAGE, translate

OPENINGS = {
    ProgrammeKind.ROTATION: N_("经研究，定于%(term)s开展%(name)s，共%(count)s对人员互换岗位，名单见附件。"),
    ProgrammeKind.POSTING: N_("经研究，在%(name)s中选派%(people)s名干部，任期见附件名单。"),
    ProgrammeKind.SQUAD: N_("经研究，%(name)s组成%(sites)s支小队，共%(people)s名干部，名单见附件。"),
    ProgrammeKind.INSPECTION: N_("经研究，%(name)s派出%(sites)s个组，共%(people)s名干部，名单见附件。"),
}
GROUP_TITLES = {
    ProgrammeKind.SQUAD: N_("关于%(place)s小队组成人员的通知"),
    ProgrammeKind.INSPECTION: N_("关于%(place)s巡察组组成人员的通知"),
}


def in_name_order(placements: Sequence[Placement], order: str) -> list[Placement]:
    """Placements in the order of their people's names."""
    return sorted(
        placements,
        key=lambda one: (name_key(one.cadre.name, order, one.unit.position if one.unit else 0), one.id),
    )


def _opening(programme: Programme, placements: Sequence[Placement]) -> Message:
    return Message(
        OPENINGS[ProgrammeKind(programme.kind)],
        term=term_text(programme.first_day, programme.last_day),
        name=programme.name,
        count=len(placements),
        people=len({one.cadre_id for one in placements}),
        sites=len({one.post_id for one in placements}),
    )


def _points(programme: Programme) -> tuple[Message | None, ...]:
    rotation = programme.kind == ProgrammeKind.ROTATION
    inspection = programme.kind == ProgrammeKind.INSPECTION
    return (
        Message("互换双方任期相同，同日到岗、同日返回；一方提前结束的，另一方同时返回或另行安排。")
        if rotation
        else None,
        Message("请有关单位和人员按期到岗，到岗前办好工作交接。"),
        Message("任期内，名单中的干部免排每月一日网格值勤。") if programme.exempts else None,
        None if inspection else Message("任期过半和期满时，有关各方各填写一次评价，写明情况和建议，不打分、不排名。"),
        Message("与被巡察单位有亲属关系或利害关系的人员，应当主动申请回避。") if inspection else None,
    )


def notice(
    programme: Programme, placements: Sequence[Placement], details: PaperDetails, speaker: Speaker,
    mark: Message | None,
) -> Paper:  # fmt: skip
    """The notice of a round or batch with the list of its people."""
    points = [point for point in _points(programme) if point is not None]
    blocks = (
        speaker.line(Message("各有关单位、社区（村）："), LineStyle.ADDRESS),
        speaker.line(_opening(programme, placements)),
        *(_numbered(speaker, place, point) for place, point in enumerate(points)),
        *(speaker.lines(Message("联系人及电话：%(contact)s。", contact=details.contact)) if details.contact else ()),
        speaker.line(Message("附件：%(name)s人员名单", name=programme.name)),
    )
    return Paper(
        name=f"通知-{programme.name}",
        form=PaperForm.DOCUMENT,
        title=speaker.words(Message("关于%(name)s人员安排的通知", name=programme.name)),
        blocks=blocks,
        signer=details.issuer,
        signed=speaker.words(Message("%(day)s", day=day_text(details.day))),
        head=f"{details.issuer}文件",
        number=details.number,
        annexes=(people_table(programme, placements, details.order, speaker),),
        mark=speaker.words(mark) if mark else None,
    )


def _numbered(speaker: Speaker, place: int, point: Message) -> Line:
    words = speaker.words(point)
    return Line(Words(f"{'一二三四五六'[place]}、{words.zh}", words.en and f"{place + 1}. {words.en}"))


def people_table(programme: Programme, placements: Sequence[Placement], order: str, speaker: Speaker) -> Table:
    """The list of a programme's people: pairs, postings, or groups by site."""
    caption = speaker.words(Message("%(name)s人员名单", name=programme.name))
    if programme.kind in GROUP_TITLES:
        return _by_site(placements, order, speaker, caption)
    rotation = programme.kind == ProgrammeKind.ROTATION
    heads = [Message("序号"), Message("干部"), Message("单位"), Message("到岗地点"), Message("岗位")]
    heads += [Message("互换网格员")] if rotation else [Message("任期")]
    rows = tuple(
        (
            str(number),
            one.cadre.name,
            unit_name(one),
            place_name(one),
            translate(role_message(one.role), SOURCE_LANGUAGE),
            (one.grid_worker.name if one.grid_worker else "—")
            if rotation
            else term_text(one.first_day, last_day_of(one)).zh,
        )
        for number, one in enumerate(in_name_order(placements, order), start=1)
    )
    return Table(tuple(map(speaker.words, heads)), (1.4, 2.4, 4, 4.5, 2.6, 2.4 if rotation else 5), rows, caption)


def _by_site(placements: Sequence[Placement], order: str, speaker: Speaker, caption: Words | None) -> Table:
    heads = (Message("序号"), Message("地点"), Message("岗位"), Message("人员（单位）"))
    rows = []
    by_post = sorted(placements, key=lambda one: (one.post.kind, one.post.code, one.post_id, one.role))
    for number, (_, at_post) in enumerate(groupby(by_post, key=lambda one: one.post_id), start=1):
        for place, (role, people) in enumerate(groupby(at_post, key=lambda one: one.role)):
            held = list(people)
            names = "、".join(f"{one.cadre.name}（{unit_name(one)}）" for one in in_name_order(held, order))
            first = place == 0
            rows.append((str(number) if first else "", place_name(held[0]) if first else "", role, names))
    return Table(tuple(map(speaker.words, heads)), (1.4, 4, 2.4, 9), tuple(rows), caption)


def group(
    programme: Programme, placements: Sequence[Placement], details: PaperDetails, speaker: Speaker,
    mark: Message | None,
) -> Paper:  # fmt: skip
    """The appointment of one squad or inspection group: the placements at one post."""
    first = placements[0]
    place = place_name(first)
    to_unit = first.post.kind == PostKind.UNIT
    term = term_text(min(one.first_day for one in placements), max(last_day_of(one) for one in placements))
    heads = (Message("序号"), Message("岗位"), Message("姓名"), Message("单位"))
    by_role = sorted(placements, key=lambda one: one.role)
    people = [
        one
        for _, held in groupby(by_role, key=lambda one: one.role)
        for one in in_name_order(list(held), details.order)
    ]
    rows = tuple((str(n), one.role, one.cadre.name, unit_name(one)) for n, one in enumerate(people, start=1))
    body = speaker.lines(
        Message("%(name)s期间（%(term)s），对你单位开展巡察的人员如下。请予配合，并告知联系人。",
                name=programme.name, term=term)
        if to_unit else
        Message("%(name)s期间（%(term)s），%(place)s小队由下列人员组成，分工如表。请予配合，并告知联系人。",
                name=programme.name, term=term, place=place),
    )  # fmt: skip
    return Paper(
        name=f"组成人员-{place}",
        form=PaperForm.LETTER,
        title=speaker.words(Message(GROUP_TITLES[ProgrammeKind(programme.kind)], place=place)),
        blocks=(
            speaker.line(Message("%(name)s：", name=receiver_name(first)), LineStyle.ADDRESS),
            *body,
            Table(tuple(map(speaker.words, heads)), (1.4, 3, 3, 6), rows),
        ),
        signer=details.issuer,
        signed=speaker.words(Message("%(day)s", day=day_text(details.day))),
        head=details.issuer,
        mark=speaker.words(mark) if mark else None,
    )
