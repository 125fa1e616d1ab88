"""Panels drawn by lot: the list is published with where its seed will come from, then the seed draws the seats.

The list is in the ledger before anybody knows the seed, so that nobody can choose a seed for what it gives; everybody
with the list and the seed gets the same panel (``calc.draw``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy as casework
from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.registers import queries as registers
from zhiheng.review.actions.desk import Desk, unclosed_desk
from zhiheng.review.actions.panels import Marked, seat_panels, who_may_sit
from zhiheng.review.domain.lots import draw_seats, is_enough, least_outside
from zhiheng.review.domain.values import PanelPlan, SeatPlan
from zhiheng.review.models import Expert, Panel, PanelCase, PanelDraw
from zhiheng.rules.model import HearingStage, ScoreStage
from zhiheng.rules.model.stages import Panel as PanelRule

Frame = tuple[list[str], list[str]]


@transaction.atomic
def announce_draw(
    *, round_code: str, stage: str, panel: str, cases: Sequence[str], source: str, by: Actor, now: datetime
) -> str:
    """Publish who takes part in the draw of a panel and where the seed will come from; return the list's digest.

    On the list are all experts of the pool whom no interest, recusal or rule keeps off the panel. Announced again under
    its name, an earlier list that was not drawn is void. Refuses a stage whose panels are appointed, a case that has
    a panel, a draw without a source of its seed, and a list with fewer than the rule wants.
    """
    casework.may_run_round(by, round_of(round_code).authority).or_refuse("panel.not_yours")
    desk, rule = _drawn_desk(round_code, stage)
    chosen = _cases(desk, panel, cases)
    if not source.strip():
        raise Refused("draw.no_source", Text("请写明种子的来源。", "Say where the seed will come from."))
    codes, outside = _frame(desk, chosen, now)
    _refuse_too_few(desk, rule, codes, outside)
    PanelDraw.objects.filter(stage_id=desk.pk, panel=panel).update(is_void=True)
    PanelDraw.objects.create(
        stage_id=desk.pk, panel=panel, cases=list(cases), frame=codes, outside=outside,
        source=source.strip(), announced_by=by.code, announced_at=now,
    )  # fmt: skip
    named = digest(codes)
    ledger.write(
        book=desk.authority, act="review.draw_announced", actor=by, about=f"{desk.about}/{panel}", at=now,
        cites=desk.cites, body={"frame": codes, "outside": outside, "digest": named, "cases": list(cases),
                                "seats": rule.assessors, "source": source.strip()},
    )  # fmt: skip
    return named


@transaction.atomic
def draw_panel(*, round_code: str, stage: str, panel: str, seed: str, by: Actor, now: datetime) -> list[str]:
    """Draw an announced panel by its seed and seat it; return the labels of its seats, the lead's first.

    Refuses a panel that was not announced or is drawn already, and a list on which somebody stands who may not sit any
    more, or that somebody is missing from who may now: it is announced again first.
    """
    casework.may_run_round(by, round_of(round_code).authority).or_refuse("panel.not_yours")
    desk, rule = _drawn_desk(round_code, stage)
    row = PanelDraw.objects.select_for_update().filter(stage_id=desk.pk, panel=panel, is_void=False).first()
    if row is None or row.drawn_at is not None:
        told = Text(f"“{panel}”没有待抽取的名单。", f"“{panel}” has no list to draw from.")
        raise Refused("draw.not_announced", told, desk.cites)
    if not seed.strip():
        raise Refused("draw.no_seed", Text("请填写种子。", "Write the seed."))
    if _frame(desk, _cases(desk, panel, row.cases), now) != (row.frame, row.outside):
        raise Refused(
            "draw.list_changed",
            Text(
                "公布名单之后，可参加抽取的专家有变化。请重新公布名单，再抽取。",
                "Since the list was announced, others may sit. Announce it again, then draw.",
            ),
            desk.cites,
        )
    lot = draw_seats(rule, row.frame, row.outside, seed.strip())
    PanelDraw.objects.filter(pk=row.pk).update(seed=seed.strip(), order=list(lot.order), drawn_at=now)
    seats = tuple(SeatPlan(code, is_lead=n < rule.lead) for n, code in enumerate(lot.seated))
    labels = seat_panels(desk, [PanelPlan(panel, seats, tuple(row.cases))], by, now)
    ledger.write(
        book=desk.authority, act="review.panel_drawn", actor=by, about=f"{desk.about}/{panel}", at=now,
        cites=desk.cites, body={"seed": seed.strip(), "digest": lot.frame, "order": list(lot.order),
                                "seated": list(lot.seated)},
    )  # fmt: skip
    return labels[panel]


def _drawn_desk(round_code: str, stage: str) -> tuple[Desk[Marked], PanelRule]:
    desk: Desk[Marked] = unclosed_desk(round_code, stage, ScoreStage, HearingStage)
    if desk.rule.panel is None or not desk.rule.panel.drawn:
        told = Text("按规则本环节的评审员不抽取。", "By the rule the assessors of this stage are not drawn.")
        raise Refused("panel.not_drawn", told, desk.cites)
    return desk, desk.rule.panel


def _cases(desk: Desk[Marked], panel: str, cases: Sequence[str]) -> list[CaseRef]:
    """Return the cases of a panel to be drawn; refuse a name or a case that is taken."""
    round_ = round_of(desk.round_code)
    running = {case.code: case for case in run_of(round_, stage_of(round_, desk.stage)).cases}
    taken = set(PanelCase.objects.filter(stage_id=desk.pk).values_list("case__code", flat=True))
    if Panel.objects.filter(stage_id=desk.pk, name=panel).exists():
        raise Refused("panel.exists", Text("评审组名称重复。", "A panel of this name exists."))
    for code in cases:
        if code not in running:
            raise Refused("case.not_running", Text(f"{code} 不在办理中。", f"{code} is not a running case."))
        if code in taken:
            raise Refused(
                "panel.case_twice", Text(f"{code} 已分给一个评审组。", f"{code} is with a panel already.")
            )
    return [running[code] for code in cases]


def _frame(desk: Desk[Marked], cases: Sequence[CaseRef], now: datetime) -> Frame:
    """Return the codes of all who may sit, and of those of them who come from outside the region, sorted."""
    pool = list(Expert.objects.filter(authority=desk.authority))
    able = who_may_sit(desk, pool, cases, now)
    away = [one for one in able if one.region and not registers.descends_from(one.region, desk.authority)]
    return sorted((one.code for one in able), key=str.encode), sorted(
        (one.code for one in away), key=str.encode
    )


def _refuse_too_few(
    desk: Desk[Marked], rule: PanelRule, codes: Sequence[str], outside: Sequence[str]
) -> None:
    if is_enough(rule, codes, outside):
        return
    raise Refused(
        "draw.too_few",
        Text(
            f"可参加抽取的专家 {len(codes)} 名（其中本地区以外 {len(outside)} 名），规则要求 {rule.assessors} 名"
            f"（本地区以外不少于 {least_outside(rule)} 名）。请先登记专家。",
            f"{len(codes)} experts may be drawn ({len(outside)} from outside); {rule.assessors} are wanted, "
            f"{least_outside(rule)} of them from outside. Register experts first.",
        ),
        desk.cites,
    )
