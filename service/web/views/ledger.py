"""The fairness ledger: everybody's (an officer's own unit's), one cadre's, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import N_
from service.models import Assignment, RoleName
from service.operations.ledger import COMPARED, NOT_SERVED
from service.operations.ledger.person import ChangeItem, MonthDetail, person_ledger
from service.operations.ledger.sheet import ledger_file
from service.operations.ledger.table import LedgerFilter, ledger_table
from service.operations.memberships import unit_on
from service.operations.my_duties import own_cadre
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.downloads import download
from service.web.language import language
from service.web.ledger_chart import spread_chart
from service.web.months import this_month, today
from service.web.navigation import NavigationItem
from service.web.paging import page_of_rows
from service.web.records import choices
from service.web.records.year import LOADS

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")
KEEPERS = frozenset({RoleName.ADMIN, RoleName.UNIT_OFFICER})
NAVIGATION = (
    NavigationItem(80, N_("公平台账"), "journal-text", "ledger.index", KEEPERS, frozenset({"ledger"})),
    NavigationItem(
        14, N_("我的台账"), "journal-text", "ledger.mine", frozenset({RoleName.CADRE}), frozenset({"ledger"})
    ),
)
CHARTED = "burdensome"
# The columns of the list and of a person's months: the figure, its title, and what it means.
COLUMNS = (
    ("owed", N_("应值勤"), N_("按当月发布时的规定应值勤的次数，免排的也列入")),
    ("served", N_("已值勤"), N_("已经完成的次数；过去的日子未登记的视为已到岗")),
    ("coming", N_("待值勤"), N_("已发布、尚未到日子的次数")),
    ("excused", N_("免排、请假"), N_("应值勤而因免排、不在岗、整月请假或登记为请假没有值勤的次数")),
    ("missed", N_("应值未值"), N_("应值勤而没有排上或没有到岗的次数")),
    ("burdensome", N_("重负担日"), N_("在负担大于 1 的日子（如周末、节假日）值勤的次数")),
    ("far", N_("非联点"), N_("到单位联点社区以外的网格值勤的次数")),
    ("changes", N_("发布后变动"), N_("发布后被改期、换网格或取消的次数；因本人请假、免排、调动引起的不计")),
    ("short_notice", N_("临时通知"), N_("变动或新加的值勤，提前的天数少于规定的次数；因本人引起的不计")),
)


def wanted_from_address() -> LedgerFilter:
    """The filter in the address; an officer has one unit only."""
    unit = request.args.get("unit", type=id_number) if current_actor().has(RoleName.ADMIN) else None
    return LedgerFilter(request.args.get("q", "").strip()[:64], unit, request.args.get("sort", ""))


@blueprint.get("/")
@allow(*KEEPERS)
def index() -> ResponseReturnValue:
    """The twelve months up to this one."""
    return redirect(url_for("ledger.month_view", month=this_month()))


@blueprint.get("/<month:month>")
@allow(*KEEPERS)
def month_view(month: date) -> ResponseReturnValue:
    """The twelve months up to a month, by unit and name unless asked otherwise."""
    wanted = wanted_from_address()
    shown = ledger_table(session(), current_actor(), now(), month, wanted)
    figure = request.args.get("figure", CHARTED)
    figure = figure if figure in COMPARED else CHARTED
    admin = current_actor().has(RoleName.ADMIN)
    return render_template(
        "ledger/index.html",
        month=month,
        shown=shown,
        page=page_of_rows(shown.rows),
        columns=COLUMNS,
        compared=COMPARED,
        figure=figure,
        chart=spread_chart(shown.group.bins(figure)),
        filtered=bool(wanted.text or wanted.unit_id),
        units=choices.units() if admin else [],
    )


@blueprint.get("/<month:month>/ledger.xlsx")
@allow(*KEEPERS)
def sheet(month: date) -> ResponseReturnValue:
    """What the list shows, as a workbook: sums and every month."""
    with transaction() as opened:
        name, data = ledger_file(opened, current_actor(), now(), month, wanted_from_address(), "xlsx", language())
    return download(data, name, "xlsx")


@blueprint.get("/mine")
@allow(RoleName.CADRE)
def mine() -> ResponseReturnValue:
    """The actor's own ledger."""
    cadre = own_cadre(session(), current_actor())
    return redirect(url_for("ledger.person", month=this_month(), cadre_id=cadre.id))


@dataclass(frozen=True, slots=True)
class Shown:
    """A month's items that make up the figure asked for (all, where none is)."""

    detail: MonthDetail
    duties: Sequence[Assignment]
    changes: Sequence[ChangeItem]
    reasons: bool

    @property
    def empty(self) -> bool:
        """Whether nothing of it is left."""
        return not (self.duties or self.changes or self.reasons)


def _makes_up(duty: Assignment, figure: str, day: date) -> bool:
    """Whether a duty counts in a figure."""
    stands = duty.attendance not in NOT_SERVED
    done = duty.attendance == "served" or (stands and duty.date < day)
    return {
        "owed": True,
        "served": done,
        "coming": stands and not done,
        "done": stands or done,
        "excused": duty.attendance == "excused",
        "missed": duty.attendance == "missed",
        "burdensome": stands and duty.burden > 1,
        "far": stands and not duty.linked,
    }.get(figure, False)


def narrowed(detail: MonthDetail, figure: str, day: date) -> Shown:
    """A month with what makes up a figure; all of it where no figure is named."""
    own = detail.line.figures
    if not figure:
        return Shown(detail, detail.duties, detail.changes, bool(detail.reasons))
    changes = {"changes": lambda item: item.counts, "short_notice": lambda item: item.short}.get(figure)
    return Shown(
        detail,
        [duty for duty in detail.duties if _makes_up(duty, figure, day)],
        [item for item in detail.changes if changes is not None and changes(item)],
        bool(detail.reasons) and (figure == "owed" or (bool(getattr(own, figure)) and figure in ("excused", "missed"))),
    )


@blueprint.get("/<month:month>/people/<int:cadre_id>")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.CADRE)
def person(month: date, cadre_id: int) -> ResponseReturnValue:
    """One cadre's ledger, with what each figure is made of; `?show=` narrows to one figure."""
    found = person_ledger(session(), current_actor(), now(), cadre_id, month)
    titles = COMPARED | {name: title for name, title, _about in COLUMNS}
    figure = request.args.get("show", "")
    figure = figure if figure in titles else ""
    details = [narrowed(detail, figure, today()) for detail in found.months]
    return render_template(
        "ledger/person.html",
        month=month,
        found=found,
        unit=unit_on(found.cadre, today()),
        details=[shown for shown in details if not figure or not shown.empty],
        columns=COLUMNS,
        compared=COMPARED,
        figure=figure,
        figure_title=_(titles[figure]) if figure else "",
        own=current_actor().cadre_id == cadre_id,
        keeper=current_actor().has(*KEEPERS),
        loads=LOADS,
    )
