"""The words in which alternatives are told: what a change costs, how sure that is, and who would move."""

from __future__ import annotations

from scheduler.explain.alternatives import Alternative, Move
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text, counted, en_day, zh_day
from scheduler.rules.base import named, named_en


def cost_words(item: Alternative) -> Text:
    """What an alternative costs: exact, at most (with what is certain), or that it cannot be."""
    if item.change is None:
        return Text("不可行", "not possible")
    if item.change < 0:
        return Text(
            f"反而少{-item.change}分（方案还可改进）",
            f"{counted(-item.change, 'point')} fewer (the plan can be improved)",
        )
    if item.exact:
        return Text(f"多{item.change}分（确切）", f"{counted(item.change, 'point')} more (exact)")
    if item.least > 0:
        return Text(
            f"至多多{item.change}分，至少多{item.least}分",
            f"at most {counted(item.change, 'point')} more, at least {item.least}",
        )
    return Text(f"至多多{item.change}分", f"at most {counted(item.change, 'point')} more")


def duty_words(index: InstanceIndex, duty: Duty) -> Text:
    """A day and a zone."""
    zone = index.zones[duty.zone].name
    return Text(f"{zh_day(duty.date)} {zone}", f"{en_day(duty.date)} {zone}")


def move_words(index: InstanceIndex, move: Move) -> Text:
    """What becomes of one cadre's duties."""
    before = [duty_words(index, duty) for duty in move.before]
    after = [duty_words(index, duty) for duty in move.after]
    zh = f"{'、'.join(text.zh for text in before) or '未排'} → {'、'.join(text.zh for text in after) or '不排'}"
    en = f"{', '.join(text.en for text in before) or 'no duty'} → {', '.join(text.en for text in after) or 'no duty'}"
    return Text(f"{named(index, move.cadre)}：{zh}", f"{named_en(index, move.cadre)}: {en}")


def rule_words(item: Alternative) -> Text:
    """Where the points change, rule by rule; empty where they do not."""
    return Text(
        "，".join(f"{change.title.zh}{change.points:+d}" for change in item.rules),
        ", ".join(f"{change.title.en} {change.points:+d}" for change in item.rules),
    )
