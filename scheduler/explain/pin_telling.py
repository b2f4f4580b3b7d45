"""The words in which clashing pins are told: the same for the solver's verdict, a diagnosis and a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.explain.clashes import PinTrouble, Remedy
from scheduler.model import InstanceIndex
from scheduler.problem import Text, day_words
from scheduler.rules.base import named, named_en


def pin_words(index: InstanceIndex, number: int) -> Text:
    """A pin with its place in the instance."""
    words = _named(index, number)
    return Text(f"pins[{number}] {words.zh}", f"pins[{number}] {words.en}")


def _named(index: InstanceIndex, number: int) -> Text:
    pin = index.instance.pins[number]
    zone = None if pin.zone is None else index.zones[pin.zone].name
    day = day_words(pin.date) if pin.date else Text("任意日期", "any day")
    return Text(
        f"{named(index, pin.cadre)} {day.zh} {zone or '任意网格'}",
        f"{named_en(index, pin.cadre)} {day.en}, {zone or 'any zone'}",
    )


def trouble_lines(index: InstanceIndex, trouble: PinTrouble) -> list[Text]:
    """What clashes, why, and the ways out; lines that belong to one above are indented."""
    lines = [_headline(trouble), *_indented(pin_words(index, number) for number in trouble.pins)]
    if len(trouble.smallest) < len(trouble.pins) and not trouble.alike:
        count = len(trouble.smallest)
        sure = Text("已证明没有更小的", "proven: none is smaller") if trouble.proven else _unproven()
        why = _because(trouble.smallest_reason if trouble.reason is None else None)
        lines.append(
            Text(
                f"  其中最小的一组冲突是这{count}项（{sure.zh}）{why.zh}",
                f"  A smallest set of them that clashes has these {count} ({sure.en}){why.en}",
            )
        )
        lines += _indented((pin_words(index, number) for number in trouble.smallest), "    ")
    lines += [line for remedy in trouble.remedies for line in _remedy(index, trouble, remedy)]
    if len(trouble.pins) > 1 and not trouble.alike and not trouble.complete:
        lines.append(Text("  → 还有同样多的别的放弃办法", "  → other sets of as many pins would do as well"))
    return lines


def trouble_summary(index: InstanceIndex, trouble: PinTrouble) -> Text:
    """The same in one paragraph, with people, days and zones by name: for a page."""
    head = _headline(trouble)
    who = [_named(index, number) for number in trouble.pins]
    ways = [line for remedy in trouble.remedies for line in list(_remedy(index, trouble, remedy))[:1]]
    zh = "；".join(line.zh.strip(" →：") for line in ways)
    en = "; ".join(line.en.strip(" →:") for line in ways)
    some = Text("", "")
    if trouble.reason is None and trouble.smallest_reason is not None:
        why, count = trouble.smallest_reason, len(trouble.smallest)
        some = Text(f"其中{count}项已不能同时兑现：{why.zh}。", f" Already {count} of them clash: {why.en}.")
    return Text(
        f"{head.zh.rstrip('：')}（{'；'.join(text.zh for text in who)}）。{some.zh}办法：{zh}。",
        f"{head.en.rstrip(':')} ({'; '.join(text.en for text in who)}).{some.en} What would do: {en}.",
    )


def _headline(trouble: PinTrouble) -> Text:
    """How many of the pins can be kept, and the rule behind it."""
    count, why = len(trouble.pins), _because(trouble.reason)
    if count == 1:
        return Text(f"这项锁定无法兑现{why.zh}", f"This pin cannot be kept{why.en}")
    if trouble.keepable is None:
        return Text(f"这{count}项锁定不能同时兑现{why.zh}", f"These {count} pins cannot all be kept{why.en}")
    most = trouble.keepable
    if trouble.alike:
        return Text(
            f"这{count}项锁定至多能兑现{most}项，其中任何{most + 1}项都不能同时兑现{why.zh}",
            f"Of these {count} pins {most} can be kept at most: any {most + 1} of them clash{why.en}",
        )
    return Text(
        f"这{count}项锁定不能同时兑现，至多能兑现{most}项{why.zh}",
        f"These {count} pins cannot all be kept: {most} at most{why.en}",
    )


def _because(reason: Text | None) -> Text:
    return Text(f"：{reason.zh}", f": {reason.en}") if reason else Text("：", ":")


def _unproven() -> Text:
    return Text("未证明没有更小的", "not proven to be so")


def _remedy(index: InstanceIndex, trouble: PinTrouble, remedy: Remedy) -> Iterator[Text]:
    """One way out."""
    sure = Text("", "") if remedy.smallest else Text("（未证明最少）", " (not proven to be the fewest)")
    steps = Text("，".join(step.zh for step in remedy.steps), ", ".join(step.en for step in remedy.steps))
    if not remedy.pins:
        yield Text(f"  → {steps.zh}{sure.zh}", f"  → {steps.en}{sure.en}")
        return
    count = len(remedy.pins)
    if len(trouble.pins) == 1:
        yield Text("  → 放弃这项锁定", "  → give up this pin")
        return
    if trouble.alike and not remedy.steps:
        yield Text(f"  → 放弃其中任意{count}项锁定", f"  → give up any {count} of them")
        return
    also = Text(f"，并且{steps.zh}", f", and {steps.en}") if remedy.steps else Text("", "")
    yield Text(f"  → 放弃这{count}项锁定{also.zh}{sure.zh}：", f"  → give up {_pins(count)}{also.en}{sure.en}:")
    yield from _indented((pin_words(index, number) for number in remedy.pins), "      ")


def _pins(count: int) -> str:
    return "this pin" if count == 1 else f"these {count} pins"


def _indented(texts: Iterable[Text], by: str = "  ") -> list[Text]:
    return [Text(by + text.zh, by + text.en) for text in texts]
