"""The tabs above the lists of an area; each is shown to whoever may open it."""

from __future__ import annotations

from flask_babel import gettext as _


def people_tabs() -> list[tuple[str, str]]:
    """Everything about people."""
    return [
        ("people.index", _("人员名册")),
        ("units.index", _("单位列表")),
        ("branches.index", _("党支部列表")),
        ("absences.index", _("请假")),
        ("exemptions.index", _("免排")),
        ("recusals.index", _("回避")),
        ("unit_recusals.index", _("单位回避")),
        ("preferences.index", _("日期意愿")),
        ("parties.index", _("同组与师徒")),
    ]


def place_tabs() -> list[tuple[str, str]]:
    """Everything about places."""
    return [
        ("zones.index", _("网格列表")),
        ("communities.index", _("社区列表")),
        ("communities.subdistricts", _("街道（镇）")),
        ("communities.grid_workers", _("网格员")),
        ("zones.skills", _("专长")),
    ]


def calendar_tabs() -> list[tuple[str, str]]:
    """The calendar."""
    return [
        ("calendar.index", _("月历")),
        ("calendar.year_view", _("年历")),
        ("calendar.revisions", _("修订版本")),
    ]


def post_tabs() -> list[tuple[str, str]]:
    """Programmes, the posts they fill, and what follows from who holds them."""
    return [
        ("programmes.index", _("项目列表")),
        ("posts.index", _("岗位列表")),
        ("posts.vacancies", _("空缺与到期")),
        ("posts.people", _("按人查看")),
        ("posts.sites", _("工程进度")),
        ("posts.hand_overs", _("交接")),
    ]
