"""Letters of one placement: to the unit, to the place, to the cadre, and to the grid worker who comes in exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.adapters.papers import Line, LineStyle, Paper, PaperForm
from service.messages import Message
from service.models import Placement, ReviewStage
from service.operations.engagements import last_day_of
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
from service.operations.reviews import stages_of

Maker = Callable[[Placement, Sequence[str], Speaker], tuple[Message, Message, tuple[Line, ...]]]


def _term(placement: Placement) -> object:
    return term_text(placement.first_day, last_day_of(placement))


def _review(placement: Placement) -> Message:
    days = dict(stages_of(placement))
    if ReviewStage.MIDTERM in days:
        return Message(
            "任期过半（%(middle)s）和期满（%(last)s）时，请各填写一次评价，写明情况和建议。",
            middle=day_text(days[ReviewStage.MIDTERM]), last=day_text(days[ReviewStage.FINAL]),
        )  # fmt: skip
    return Message("期满（%(last)s）时，请填写评价，写明情况和建议。", last=day_text(days[ReviewStage.FINAL]))


def _exempt(placement: Placement) -> Message | None:
    return Message("任期内免排每月一日网格值勤。") if placement.exempts else None


def to_unit(
    placement: Placement, contacts: Sequence[str], speaker: Speaker
) -> tuple[Message, Message, tuple[Line, ...]]:
    """Title, address and text of the letter to the unit that sends."""
    worker = placement.grid_worker
    body = speaker.lines(
        Message(
            "你单位%(name)s同志被选派到%(place)s，担任%(role)s，时间为%(term)s。",
            name=placement.cadre.name, place=place_name(placement), role=role_message(placement.role),
            term=_term(placement),
        ),
        Message(
            "同期，%(community)s网格员%(worker)s同志到你单位工作，请安排工作内容和带教人员。",
            community=worker.community.name, worker=worker.name,
        ) if worker else None,
        Message("请在到岗前做好工作交接，并支持该同志工作。"),
        _exempt(placement),
        _review(placement),
    )  # fmt: skip
    return (
        Message("关于选派%(name)s同志的函", name=placement.cadre.name),
        Message("%(name)s：", name=unit_name(placement)),
        body,
    )


def to_place(
    placement: Placement, contacts: Sequence[str], speaker: Speaker
) -> tuple[Message, Message, tuple[Line, ...]]:
    """Title, address and text of the letter of introduction to the community, the village, the enterprise, the unit."""
    worker = placement.grid_worker
    body = speaker.lines(
        Message(
            "兹介绍%(unit)s%(name)s同志到%(place)s，担任%(role)s，时间为%(term)s。请予接洽，安排工作，并告知联系人。",
            unit=unit_name(placement), name=placement.cadre.name, place=place_name(placement),
            role=role_message(placement.role), term=_term(placement),
        ),
        Message(
            "你处网格员%(worker)s同志同期到%(unit)s工作，任期相同，请做好交接。",
            worker=worker.name, unit=unit_name(placement),
        ) if worker else None,
        _review(placement),
    )  # fmt: skip
    return Message("介绍信"), Message("%(name)s：", name=receiver_name(placement)), body


def to_person(
    placement: Placement, contacts: Sequence[str], speaker: Speaker
) -> tuple[Message, Message, tuple[Line, ...]]:
    """Title, address and text of the letter to the cadre."""
    worker, address = placement.grid_worker, placement.post.address
    body = speaker.lines(
        Message(
            "请于%(day)s到%(place)s报到，担任%(role)s，任期至%(last)s。",
            day=day_text(placement.first_day), place=place_name(placement), role=role_message(placement.role),
            last=day_text(last_day_of(placement)),
        ),
        Message("地址：%(address)s。", address=address) if address else None,
        Message("到岗后请找：%(names)s。", names="、".join(contacts)) if contacts else None,
        Message(
            "任期内，%(community)s网格员%(worker)s同志到你单位工作。请在到岗前与其办好工作交接。",
            community=worker.community.name, worker=worker.name,
        ) if worker else Message("请在到岗前办好本单位的工作交接。"),
        _exempt(placement),
        _review(placement),
    )  # fmt: skip
    return Message("到岗通知"), Message("%(name)s同志：", name=placement.cadre.name), body


def to_worker(
    placement: Placement, contacts: Sequence[str], speaker: Speaker
) -> tuple[Message, Message, tuple[Line, ...]]:
    """Title, address and text of the letter to the grid worker who changes places with the cadre."""
    worker = placement.grid_worker
    assert worker is not None
    body = speaker.lines(
        Message(
            "请于%(day)s到%(unit)s报到，任期至%(last)s。任期内，你的岗位由%(unit)s%(name)s同志担任，请办好交接。",
            day=day_text(placement.first_day), unit=unit_name(placement), last=day_text(last_day_of(placement)),
            name=placement.cadre.name,
        ),
        Message("到岗后请找：%(names)s。", names="、".join(contacts)) if contacts else None,
        _review(placement),
    )  # fmt: skip
    return Message("到岗通知"), Message("%(name)s同志：", name=worker.name), body


FILE_NAMES = {"unit": "派出单位函", "place": "介绍信", "person": "到岗通知", "worker": "网格员到岗通知"}
LETTERS: dict[str, Maker] = {"unit": to_unit, "place": to_place, "person": to_person, "worker": to_worker}


def letter(
    kind: str, placement: Placement, contacts: Sequence[str], details: PaperDetails, speaker: Speaker,
    mark: Message | None,
) -> Paper:  # fmt: skip
    """A letter of a placement; `contacts` are names to ask for."""
    title, address, body = LETTERS[kind](placement, contacts, speaker)
    blocks = (speaker.line(address, LineStyle.ADDRESS), *body)
    if details.contact:
        blocks = (*blocks, *speaker.lines(Message("联系人及电话：%(contact)s。", contact=details.contact)))
    named = placement.grid_worker.name if kind == "worker" and placement.grid_worker else placement.cadre.name
    to = {"unit": unit_name(placement), "place": receiver_name(placement)}.get(kind)
    return Paper(
        name="-".join(filter(None, (FILE_NAMES[kind], named, to))),
        form=PaperForm.LETTER, title=speaker.words(title), blocks=blocks, signer=details.issuer,
        signed=speaker.words(Message("%(day)s", day=day_text(details.day))), head=details.issuer,
        mark=speaker.words(mark) if mark else None,
    )  # fmt: skip


def applies(kind: str, placement: Placement) -> bool:
    """Whether a letter of a kind is written for a placement."""
    if kind == "worker":
        return placement.grid_worker is not None
    if kind == "unit":
        return placement.unit is not None
    return True
