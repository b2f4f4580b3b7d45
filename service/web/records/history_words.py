"""The lines of the audit log in words: what was done to what, and each field's old and new value."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from service.adapters.sheets.kinds import KINDS
from service.messages import N_
from service.models import AuditEntry, PartyRole
from service.operations.field_names import FIELDS
from service.operations.runs import OUTCOMES
from service.web.formats import label, words
from service.web.program_names import who

TOPICS = {
    "absence": N_("请假"),
    "account": N_("账号"),
    "attendance": N_("到岗"),
    "branch": N_("党支部"),
    "cadre": N_("人员"),
    "calendar": N_("日历"),
    "calendar_revision": N_("日历"),
    "candidate": N_("候选人"),
    "community": N_("社区"),
    "day_preference": N_("日期意愿"),
    "district": N_("区"),
    "draft": N_("草案"),
    "event": N_("活动"),
    "event_attendance": N_("活动出勤"),
    "event_call": N_("支部分派"),
    "event_kind": N_("活动类别"),
    "event_series": N_("活动系列"),
    "exemption": N_("免排"),
    "export": N_("导出"),
    "feed": N_("日历订阅"),
    "grid_worker": N_("网格员"),
    "hand_over_item": N_("交接事项"),
    "history": N_("操作日志"),
    "import": N_("导入"),
    "party": N_("同组"),
    "placement": N_("任职"),
    "placement_review": N_("任职评价"),
    "planning": N_("排班设置"),
    "post": N_("岗位"),
    "post_role": N_("岗位角色"),
    "preference": N_("日期意愿"),
    "programme": N_("项目"),
    "programme_limit": N_("人数上限"),
    "programme_pin": N_("安排锁定"),
    "programme_post": N_("参加的岗位"),
    "programme_refusal": N_("安排否决"),
    "proposal": N_("方案"),
    "publication": N_("发布"),
    "recusal": N_("回避"),
    "run": N_("求解"),
    "sample": N_("样例"),
    "site_stage": N_("工程阶段"),
    "skill": N_("专长"),
    "subdistrict": N_("街道（镇）"),
    "surge": N_("应急行动"),
    "surge_listed": N_("应急名单"),
    "surge_place": N_("应急点位"),
    "surge_roster": N_("应急班表"),
    "unit": N_("单位"),
    "unit_recusal": N_("单位回避"),
    "user": N_("账号"),
    "user_account": N_("账号"),
    "zone": N_("网格"),
}
VERBS = {
    "activate": N_("启用"),
    "add_candidates": N_("添加候选人"),
    "add_posts": N_("添加岗位"),
    "answer": N_("答复"),
    "apply": N_("应用导入"),
    "approve": N_("批准"),
    "arrival": N_("登记到岗"),
    "arrivals": N_("登记到岗"),
    "cancel": N_("取消"),
    "change_password": N_("修改密码"),
    "clear_second_factor": N_("清除二次验证"),
    "confirm": N_("确认"),
    "create": N_("新增"),
    "create_from_roster": N_("按花名册建账号"),
    "deactivate": N_("停用"),
    "delete": N_("删除"),
    "discard": N_("作废"),
    "dissolve": N_("解散队伍"),
    "dossier": N_("导出求解档案"),
    "download": N_("下载"),
    "end": N_("停用"),
    "end_sessions": N_("结束其他登录"),
    "full": N_("导出（含完整手机号）"),
    "language": N_("切换语言"),
    "ledger": N_("导出公平台账"),
    "make": N_("生成"),
    "mark": N_("登记"),
    "masked": N_("导出"),
    "move": N_("改期"),
    "move_up": N_("候补转正"),
    "new_recovery_codes": N_("重新生成恢复码"),
    "papers": N_("文书落款"),
    "places": N_("增加点位"),
    "predecessor": N_("指定前任"),
    "print": N_("出具文书"),
    "propose": N_("生成方案"),
    "publish": N_("发布"),
    "ready": N_("就绪"),
    "reform": N_("重组队伍"),
    "remove_candidates": N_("移出候选人"),
    "remove_posts": N_("移出岗位"),
    "replace": N_("替换人员"),
    "request": N_("申请求解"),
    "reset_password": N_("重置密码"),
    "restore": N_("恢复"),
    "resume": N_("恢复启用"),
    "return": N_("销假"),
    "reveal_phone": N_("查看完整手机号"),
    "revise": N_("修订"),
    "revoke": N_("停用"),
    "sample": N_("生成样例"),
    "set_second_factor": N_("设置二次验证"),
    "sheet": N_("下载排班表"),
    "shift": N_("调整任期"),
    "shifts": N_("修改班次"),
    "sign_in": N_("登录"),
    "sign_out": N_("退出登录"),
    "sign_up": N_("报名"),
    "skip": N_("跳过"),
    "stand_down": N_("解散"),
    "supersede": N_("被新草案取代"),
    "surge": N_("下载应急表格"),
    "take_back": N_("重新排队"),
    "unlock": N_("解锁账号"),
    "update": N_("修改"),
    "withdraw": N_("退出报名"),
}
ROLES = {PartyRole.MENTOR: N_("师傅"), PartyRole.NEWCOMER: N_("新人"), PartyRole.MEMBER: N_("成员")}
WORDED = frozenset({"kind", "affiliation", "standing", "attendance", "blocks", "presence", "seat"})


def topic_words(topic: str | None) -> str:
    """What a topic is called."""
    return str(_(TOPICS[topic])) if topic in TOPICS else (topic or "—")


def action_words(action: str) -> str:
    """`zone.update` as 网格 · 修改."""
    topic, _dot, verb = action.partition(".")
    if action == "run.end":
        return str(_("求解 · 结束"))
    return f"{topic_words(topic)} · {_(VERBS[verb]) if verb in VERBS else verb}"


def value_words(field: str, value: Any) -> str:
    """A value as a reader wants it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if field == "kind" and value in KINDS:
        return words(KINDS[value].title)
    if field in WORDED:
        return label(str(value))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(value) or "—"
    if isinstance(value, dict | list):
        return f"{len(value)}"
    return str(value).replace("T", " ")[:16] if field.endswith("_at") else str(value)


def changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Field, old value, new value, for each field of a line; fields that only the program knows are left out."""
    before, after = entry.before or {}, entry.after or {}
    found = []
    for name in before.keys() | after.keys():
        old, new = value_words(name, before.get(name)), value_words(name, after.get(name))
        if name in FIELDS and old != new:
            found.append((_(FIELDS[name]), old, new))
    return sorted(found)


def actor_words(entry: AuditEntry) -> str:
    """Who did it: an account's name, or what pages call the program."""
    return entry.actor if entry.actor_id is not None else who(entry.actor)


def note_words(entry: AuditEntry) -> str:
    """A line's note; those on runs are states and outcomes, told in the reader's language."""
    note = entry.note or ""
    if not entry.action.startswith("run."):
        return note
    return "，".join(
        str(_(OUTCOMES[word])) if word in OUTCOMES else label(word) for word in note.split() if word != "None"
    )


def subject_address(entry: AuditEntry, endpoints: Any) -> tuple[str, dict[str, Any]] | None:
    """Where the subject of a line is shown; null where it has no page."""
    pages = {
        "cadre": ("people.detail", "cadre_id"),
        "unit": ("units.detail", "unit_id"),
        "branch": ("branches.detail", "branch_id"),
        "zone": ("zones.detail", "zone_id"),
        "community": ("communities.detail", "community_id"),
        "event": ("events.detail", "event_id"),
        "post": ("posts.detail", "post_id"),
        "programme": ("programmes.show", "programme_id"),
        "proposal": ("programmes.proposal", "proposal_id"),
    }
    page = pages.get(entry.subject_kind or "")
    if page is None or page[0] not in endpoints or not (entry.subject_id or "").isdigit():
        return None
    return page[0], {page[1]: int(entry.subject_id or 0)}


def role_words(role: str) -> str:
    """What a member's part in a party is called."""
    return str(_(ROLES[PartyRole(role)]))


def field_words(name: str) -> str:
    """What a field is called."""
    return str(_(FIELDS[name])) if name in FIELDS else name


def init_history_words(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(
        action_words=action_words,
        actor_words=actor_words,
        note_words=note_words,
        changes=changes,
        topic_words=topic_words,
        field_words=field_words,
        role_words=role_words,
    )
    app.jinja_env.globals["subject_address"] = subject_address
