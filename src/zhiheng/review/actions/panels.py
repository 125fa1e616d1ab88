"""Forming panels, and filling a seat that a recusal left empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.casework import actions as casework_actions
from zhiheng.casework import policy as casework
from zhiheng.casework.domain.values import CaseRef, TaskPlan
from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.review import queries
from zhiheng.review.actions.apart import barred_by_rule, refuse_too_few_from_outside, refuse_unless_apart
from zhiheng.review.actions.desk import Desk, unclosed_desk
from zhiheng.review.domain.seats import seats_wanted
from zhiheng.review.domain.values import PanelPlan, SeatPlan
from zhiheng.review.models import Expert, Panel, PanelCase, Recusal, Seat
from zhiheng.review.queries.draws import lot_of
from zhiheng.rules.model import HearingStage, ScoreStage

Marked = ScoreStage | HearingStage


@transaction.atomic
def form_panels(
    *, round_code: str, stage: str, panels: Sequence[PanelPlan], by: Actor, now: datetime
) -> dict[str, list[str]]:
    """Form panels for a score or hearing stage that has not closed; return panel name to seat labels.

    Seats are labelled A1, A2, ... through the whole stage. Sizes and leads follow the stage's rule. Refuses an expert
    twice on a panel, a case on two panels, a case that is not running, and an expert with a standing
    interest in a case of the panel or recused from it; and appointing by hand where the rule has panels drawn by lot.
    """
    casework.may_run_round(by, round_of(round_code).authority).or_refuse("panel.not_yours")
    desk: Desk[Marked] = unclosed_desk(round_code, stage, ScoreStage, HearingStage)
    if desk.rule.panel is not None and desk.rule.panel.drawn:
        raise Refused(
            "panel.must_be_drawn",
            Text(
                "按规则本环节的评审员随机抽取，不能指定。请先公布抽取名单和种子来源，再以种子抽取。",
                "By the rule the assessors of this stage are drawn by lot and not appointed. Announce the list and "
                "where the seed will come from, then draw.",
            ),
            desk.cites,
        )
    return seat_panels(desk, panels, by, now)


def seat_panels(
    desk: Desk[Marked], panels: Sequence[PanelPlan], by: Actor, now: datetime
) -> dict[str, list[str]]:
    """Seat panels as :func:`form_panels` does, whether they were appointed or drawn."""
    round_ = round_of(desk.round_code)
    stage = desk.stage
    running = {case.code: case for case in run_of(round_, stage_of(round_, stage)).cases}
    experts = _experts(desk, [seat.expert for panel in panels for seat in panel.seats])
    refuse_unless_apart(desk, experts)
    for panel in panels:
        _refuse_sizes(desk, panel)
        refuse_too_few_from_outside(desk, panel.name, [experts[seat.expert] for seat in panel.seats])
    _refuse_cases(desk, panels, running)
    _refuse_interested(desk, panels, running, experts, now)
    labels = _create(desk, panels, running, experts)
    _give_tasks(desk, experts.values())
    entries = [_formed(desk, panel, labels[panel.name]) for panel in panels]
    ledger.write_many(book=desk.authority, actor=by, at=now, entries=entries)
    return labels


def _formed(desk: Desk[Marked], panel: PanelPlan, labels: Sequence[str]) -> ledger.Entry:
    seats = dict(zip(labels, (seat.expert for seat in panel.seats), strict=True))
    body: dict[str, Any] = {"seats": seats, "cases": list(panel.cases)}
    return ledger.Entry("review.panel_formed", f"{desk.about}/{panel.name}", desk.cites, body)


@transaction.atomic
def refill_panel(*, round_code: str, stage: str, case: str, expert: str, by: Actor, now: datetime) -> str:
    """Seat a substitute at one case in place of a recused seat; return the new label.

    The substitute leads where the recused seat led. Refuses when no seat of the case is empty, whom
    :func:`form_panels` would refuse, and, on a panel drawn by lot, anybody but the next in the drawn order.
    """
    casework.may_run_round(by, round_of(round_code).authority).or_refuse("panel.not_yours")
    desk: Desk[Marked] = unclosed_desk(round_code, stage, ScoreStage, HearingStage)
    seats = queries.seats_by_case(desk.pk, case=case).get(case, ())
    standing = [seat for seat in seats if not seat.is_recused]
    if len(standing) == len(seats) or len(standing) >= seats_wanted(desk.rule, seats):
        raise Refused(
            "panel.full", Text(f"{case} 没有空缺的评审席位。", f"{case} has no empty seat."), desk.cites
        )
    if any(seat.expert == expert for seat in seats):
        raise _expert_twice(expert)
    round_ = round_of(round_code)
    running = {one.code: one for one in run_of(round_, stage_of(round_, stage)).cases if one.code == case}
    if not running:
        raise _not_running(case)
    experts = _experts(desk, [expert])
    refuse_unless_apart(desk, experts)
    plan = PanelPlan("", (SeatPlan(expert),), (case,))
    _refuse_interested(desk, [plan], running, experts, now)
    refuse_out_of_turn(desk, running[case], expert, now)
    leads = any(seat.is_lead for seat in seats) and not any(seat.is_lead for seat in standing)
    [label], pk = _labels(desk.pk, 1), running[case].pk
    panel = PanelCase.objects.get(stage_id=desk.pk, case_id=pk).panel_id
    Seat.objects.create(
        stage_id=desk.pk, panel_id=panel, expert=experts[expert], case_id=pk, label=label, is_lead=leads
    )
    ledger.write(
        book=desk.authority, act="review.panel_refilled", actor=by, about=case, at=now, cites=desk.cites,
        body={"stage": stage, "seat": label, "expert": expert},
    )  # fmt: skip
    return label


def refuse_out_of_turn(desk: Desk[Marked], case: CaseRef, expert: str, now: datetime) -> None:
    """Refuse a substitute on a drawn panel who is not the next in the drawn order that may sit at the case."""
    rule = desk.rule.panel
    if rule is None or not rule.drawn:
        return
    follows = next_in_lot(desk, case, now)
    if follows is None or expert != follows.code:
        zh, en = ("抽取名单已经用尽，请向监督人员说明", "the list is used up")
        if follows is not None:
            zh, en = f"应由 {follows.name}（{follows.code}）递补", f"next is {follows.name} ({follows.code})"
        raise Refused(
            "panel.out_of_turn",
            Text(
                f"本评审组随机抽取产生，替补按抽取次序递补：{zh}。",
                f"This panel was drawn by lot; substitutes follow in the drawn order: {en}.",
            ),
            desk.cites,
        )


def next_in_lot(desk: Desk[Marked], case: CaseRef, now: datetime) -> Expert | None:
    """Return who follows in the drawn order of a case's panel: nobody who sits there or is kept off the case."""
    assert desk.rule.panel is not None
    panel = PanelCase.objects.filter(stage_id=desk.pk, case_id=case.pk).values_list("panel__name", flat=True)
    lot = lot_of(desk.pk, panel[0], desk.rule.panel) if panel else None
    if lot is None:
        return None
    seated = {seat.expert for seat in queries.seats_by_case(desk.pk, case=case.code).get(case.code, ())}
    pool = Expert.objects.filter(code__in=lot.substitutes(seated))
    able = {one.code: one for one in who_may_sit(desk, list(pool), [case], now)}
    return next((able[code] for code in lot.order if code in able), None)


def who_may_sit(
    desk: Desk[Marked], pool: Sequence[Expert], cases: Sequence[CaseRef], now: datetime
) -> list[Expert]:
    """Return those of a pool whom no interest, recusal or rule keeps off a panel with these cases."""
    pks = [expert.pk for expert in pool]
    day = now.astimezone(SHANGHAI).date()
    interests = queries.interests_in_the_way(pks, {case.subject for case in cases}, day)
    recused = _recused(pks)
    barred = barred_by_rule(desk, {expert.code for expert in pool})
    return [
        expert
        for expert in pool
        if expert.code not in barred
        and not any((expert.pk, case.subject) in interests for case in cases)
        and not any((expert.pk, case.pk) in recused for case in cases)
    ]


def _create(
    desk: Desk[Marked],
    panels: Sequence[PanelPlan],
    running: Mapping[str, CaseRef],
    experts: Mapping[str, Expert],
) -> dict[str, list[str]]:
    if Panel.objects.filter(stage_id=desk.pk, name__in=[panel.name for panel in panels]).exists() or (
        len({panel.name for panel in panels}) != len(panels)
    ):
        raise Refused("panel.exists", Text("评审组名称重复。", "A panel of this name exists."))
    rows = Panel.objects.bulk_create([Panel(stage_id=desk.pk, name=panel.name) for panel in panels])
    fresh = iter(_labels(desk.pk, sum(len(panel.seats) for panel in panels)))
    labels = {panel.name: [next(fresh) for _ in panel.seats] for panel in panels}
    seats = [
        Seat(stage_id=desk.pk, panel=row, expert=experts[seat.expert], label=label, is_lead=seat.is_lead)
        for row, panel in zip(rows, panels, strict=True)
        for seat, label in zip(panel.seats, labels[panel.name], strict=True)
    ]
    Seat.objects.bulk_create(seats, batch_size=500)
    cases = [
        PanelCase(stage_id=desk.pk, panel=row, case_id=running[code].pk)
        for row, panel in zip(rows, panels, strict=True)
        for code in panel.cases
    ]
    PanelCase.objects.bulk_create(cases, batch_size=500)
    return labels


def _give_tasks(desk: Desk[Marked], experts: Iterable[Expert]) -> None:
    """Give each seated account one task for the whole stage; before the stage opens, opening it does."""
    accounts = sorted({expert.account for expert in experts if expert.account})
    casework_actions.add_tasks(
        stage_pk=desk.pk,
        plans=[
            TaskPlan(Role.ASSESSOR, desk.authority, desk.rule.title, account=account) for account in accounts
        ],
    )


def _labels(stage_pk: int, count: int) -> list[str]:
    taken = Seat.objects.filter(stage_id=stage_pk).count()
    return [f"A{number}" for number in range(taken + 1, taken + count + 1)]


def _experts(desk: Desk[Marked], codes: Iterable[str]) -> dict[str, Expert]:
    wanted = set(codes)
    known = {expert.code: expert for expert in Expert.objects.filter(authority=desk.authority)}
    for code in sorted(wanted - known.keys()):
        raise Refused(
            "expert.unknown", Text(f"专家库中没有 {code}。", f"There is no expert {code} in the pool.")
        )
    return {code: known[code] for code in wanted}


def _refuse_sizes(desk: Desk[Marked], panel: PanelPlan) -> None:
    counted = Counter(seat.expert for seat in panel.seats)
    for expert, times in counted.items():
        if times > 1:
            raise _expert_twice(expert)
    rule, leads = desk.rule.panel, sum(seat.is_lead for seat in panel.seats)
    size = len(panel.seats)
    least = 3 if desk.rule.combine == "trimmed_mean" else 1
    fits = size >= least if rule is None else size == rule.assessors and leads == rule.lead
    if desk.rule.combine == "consensus" and size > 1 and leads != 1:
        fits = False
    if not fits:
        wants = rule.assessors if rule is not None else least
        lead = rule.lead if rule is not None else int(desk.rule.combine == "consensus")
        raise Refused(
            "panel.size",
            Text(
                f"评审组“{panel.name}”有 {size} 名评审员、{leads} 名组长，规则要求 {wants} 名、组长 {lead} 名。",
                f"Panel “{panel.name}” has {size} assessors and {leads} leads; {wants} and {lead} are required.",
            ),
            desk.cites,
        )


def _not_running(case: str) -> Refused:
    return Refused("case.not_running", Text(f"{case} 不在办理中。", f"{case} is not a running case."))


def _expert_twice(expert: str) -> Refused:
    return Refused(
        "panel.expert_twice",
        Text(f"专家 {expert} 在同一评审组中出现两次。", f"Expert {expert} is on the panel twice."),
    )


def _refuse_cases(desk: Desk[Marked], panels: Sequence[PanelPlan], running: Mapping[str, CaseRef]) -> None:
    taken = set(PanelCase.objects.filter(stage_id=desk.pk).values_list("case__code", flat=True))
    for code in (code for panel in panels for code in panel.cases):
        if code not in running:
            raise _not_running(code)
        if code in taken:
            raise Refused(
                "panel.case_twice", Text(f"{code} 已分给一个评审组。", f"{code} is with a panel already.")
            )
        taken.add(code)


def _refuse_interested(
    desk: Desk[Marked],
    panels: Sequence[PanelPlan],
    running: Mapping[str, CaseRef],
    experts: Mapping[str, Expert],
    now: datetime,
) -> None:
    subjects = {case.subject for case in running.values()}
    pks = [expert.pk for expert in experts.values()]
    interests = queries.interests_in_the_way(pks, subjects, now.astimezone(SHANGHAI).date())
    recused = _recused(pks)
    if not interests and not recused:
        return
    for panel in panels:
        for seat in panel.seats:
            pk = experts[seat.expert].pk
            for code in panel.cases:
                if (pk, running[code].subject) in interests:
                    raise _barred("panel.interest", seat.expert, code)
                if (pk, running[code].pk) in recused:
                    raise _barred("panel.recused", seat.expert, code)


def _recused(pks: Sequence[int]) -> set[tuple[int, int]]:
    rows = Recusal.objects.filter(expert_id__in=pks) if len(pks) <= 500 else Recusal.objects.all()
    return set(rows.values_list("expert_id", "case_id"))


def _barred(code: str, expert: str, case: str) -> Refused:
    return Refused(
        code,
        Text(
            f"专家 {expert} 与 {case} 存在利害关系或已回避，不能进入该评审组。",
            f"Expert {expert} has an interest in {case} or is recused from it and cannot sit on its panel.",
        ),
    )
