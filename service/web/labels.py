"""The words for enumerated values, wherever they are shown."""

from __future__ import annotations

from service.messages import N_

LABELS: dict[str, str] = {
    # roles
    "admin": N_("管理员"),
    "unit_officer": N_("单位联络员"),
    "community_head": N_("社区负责人"),
    "cadre": N_("机关干部"),
    # calendar
    "workday": N_("工作日"),
    "weekend": N_("周末"),
    "holiday": N_("节假日"),
    "makeup_workday": N_("调休上班日"),
    # absences and exemptions
    "leave": N_("休假"),
    "sick": N_("病假"),
    "trip": N_("出差"),
    "training": N_("培训"),
    "meeting": N_("会议"),
    "other": N_("其他"),
    "maternity": N_("产假"),
    "nursing": N_("哺乳期"),
    "illness": N_("长期病休"),
    "posted": N_("驻派在外"),
    "rotation": N_("双向轮岗"),
    "seconded": N_("借调"),
    "leader": N_("领导职务"),
    # people
    "party_member": N_("中共党员"),
    "probationary": N_("中共预备党员"),
    "league_member": N_("共青团员"),
    "democratic": N_("民主党派"),
    "masses": N_("群众"),
    "mentor": N_("师徒结对"),
    "newcomer": N_("新人"),
    "member": N_("成员"),
    "team": N_("同组"),
    "community": N_("社区"),
    "village": N_("村"),
    "ordinary": N_("一般"),
    "standard": N_("达标"),
    "model": N_("示范"),
    # planning
    "draft": N_("起草"),
    "replan": N_("重排"),
    "night_draft": N_("夜间起草"),
    "night_replan": N_("夜间重排"),
    "relax": N_("求放宽办法"),
    "queued": N_("排队中"),
    "running": N_("求解中"),
    "finished": N_("已完成"),
    "cancelled": N_("已取消"),
    "failed": N_("失败"),
    "skipped": N_("无需处理"),
    "open": N_("待发布"),
    "published": N_("已发布"),
    "discarded": N_("已作废"),
    "optimal": N_("已证明最优"),
    "feasible": N_("可行"),
    "infeasible": N_("无解"),
    "planned": N_("待执行"),
    "served": N_("已到岗"),
    "excused": N_("已请假"),
    "missed": N_("未到岗"),
}
