"""The call-out list: whom to tell, the words to send, and what they answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from service.messages import Conflict, InvalidInput
from service.models import MemberState, RoleName, SurgeAnswer, SurgeState
from service.operations.surge.answering import answer_call, find_member
from service.operations.surge.callout import Called, CallFilter, answer_counts, callout, message_to
from service.operations.surge.find import EVERYBODY, shown_operation
from service.operations.surge.replacing import Replaced
from service.web.access import allow, current_actor
from service.web.addresses import address_of, id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import label, words
from service.web.language import language
from service.web.months import today
from service.web.paging import SIZES, Page
from service.web.records import choices
from service.web.records.fields import DayField, RecordForm, Required
from service.web.records.forms import FormPage, handle
from service.web.views.surge.area import blueprint, tabs

SEERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD)
ANSWERS = {SurgeAnswer.NONE: "plain", SurgeAnswer.COMING: "good", SurgeAnswer.CANNOT: "bad"}
KEPT = ("q", "place", "unit", "answer", "page", "size")


def wanted() -> CallFilter:
    """What the address asks for."""
    return CallFilter(
        request.args.get("q", ""), request.args.get("place", type=id_number), request.args.get("unit", type=id_number),
        request.args.get("answer", ""),
    )  # fmt: skip


@blueprint.get("/<int:operation_id>/callout")
@allow(*SEERS)
def callout_page(operation_id: int) -> ResponseReturnValue:
    """The list: an admin's of everybody, an officer's of the unit, a head's of the community."""
    actor = current_actor()
    operation = shown_operation(session(), actor, now(), operation_id)
    everybody = callout(session(), actor, now(), operation, today())
    found = callout(session(), actor, now(), operation, today(), wanted())
    return render_template(
        "surge/callout.html", operation=operation, page=_page(found), counts=answer_counts(everybody),
        answers=ANSWERS, tabs=tabs(operation), active=operation.state == SurgeState.ACTIVE, released=MemberState.RELEASED,
        places=[(one.id, one.name) for one in operation.places] if actor.has(RoleName.ADMIN) else [],
        units=choices.units() if actor.has(RoleName.ADMIN) else [],
        choices=[*((str(one), label(one)) for one in SurgeAnswer), (str(MemberState.RELEASED), label(MemberState.RELEASED))],
        numbers=actor.has(RoleName.ADMIN, RoleName.UNIT_OFFICER), query={n: request.args.get(n) for n in KEPT},
    )  # fmt: skip


def _page(rows: list[Called]) -> Page[Called]:
    asked = request.args.get("size", type=int)
    size = asked if asked in SIZES else 50
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(rows) // size)))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


@blueprint.get("/<int:operation_id>/messages")
@allow(*SEERS)
def messages(operation_id: int) -> ResponseReturnValue:
    """The words to send to each of those the list shows, to be copied."""
    operation = shown_operation(session(), current_actor(), now(), operation_id)
    found = callout(session(), current_actor(), now(), operation, today(), wanted())
    texts = [(one, message_to(operation, one, language())) for one in found if one.works]
    return render_template("surge/messages.html", operation=operation, texts=texts, tabs=tabs(operation))


@blueprint.post("/members/<int:member_id>/answer")
@allow(*EVERYBODY)
def answer(member_id: int) -> ResponseReturnValue:
    """Write down that somebody is coming, or that nothing is known yet."""
    given = request.form.get("answer", "")
    member = find_member(session(), current_actor(), now(), member_id)
    if given == SurgeAnswer.CANNOT:
        return redirect(url_for("surge.cannot", member_id=member_id, **_from()))
    try:
        with transaction() as current:
            answer_call(current, current_actor(), now(), member_id, given)
    except (Conflict, InvalidInput) as error:
        flash(words(error.message), "error")
    else:
        flash(_("%(name)s：%(state)s", name=member.cadre.name, state=label(given)), "success")
    return redirect(_back(member.operation_id))


def _from() -> dict[str, Any]:
    return {"from": "mine"} if request.values.get("from") == "mine" else {}


def _back(operation_id: int) -> str:
    if request.values.get("from") == "mine":
        return url_for("my_surge.index")
    kept = {name: request.args.get(name) for name in KEPT if request.args.get(name)}
    return address_of("surge.callout_page", {"operation_id": operation_id}, kept)


class CannotForm(RecordForm):
    """Why somebody cannot come, and from when."""

    reason = StringField(lazy_gettext("原因"), validators=[Required()])
    first = DayField(lazy_gettext("从哪天起不能到岗"), validators=[Required()])


@blueprint.route("/members/<int:member_id>/cannot", methods=["GET", "POST"])
@allow(*EVERYBODY)
def cannot(member_id: int) -> ResponseReturnValue:
    """Somebody cannot come: the reason, and who stands in at once."""
    member = find_member(session(), current_actor(), now(), member_id)
    form = CannotForm(data={"first": max(today(), member.first_day)})
    page = FormPage(
        _("%(name)s不能到岗", name=member.cadre.name), _back(member.operation_id), [("", ["reason", "first"])],
        _("登记并替换"), f"{member.operation.name} · {member.place.name}",
        _("保存后立即由最合适的人接替其班次，其他人的班次不变；一般几秒钟。"),
    )  # fmt: skip

    def save(current: Any) -> Replaced | None:
        first: date | None = form.first.data
        return answer_call(current, current_actor(), now(), member_id, SurgeAnswer.CANNOT, form.reason.data, first)

    return handle(form, page, save, lambda found: (_back(member.operation_id), replaced_words(found)))


def replaced_words(found: Replaced | None) -> str:
    """Who stands in, in words."""
    if found is None or not (found.takers or found.open):
        return str(_("已登记；其后没有班次，无须替换"))
    texts = [
        _("%(name)s接替 %(count)s 班", name=one.name, count=len(one.days))
        if not one.new
        else _("%(name)s（新召集）接替 %(count)s 班", name=one.name, count=len(one.days))
        for one in found.takers
    ]
    if found.open:
        texts.append(_("还有 %(count)s 班无人可接，请在“现场”查看缺口", count=found.open))
    return str(_("已登记：")) + "；".join(texts)
