"""How many seats of a stage are still at work, counted for several stages at once and without any value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from django.db.models import Count

from zhiheng.review.models import HearingMark, PanelCase, Recusal, Scorebook, Seat


def seats_at_work(stages: Collection[int], agreed: Collection[int] = ()) -> dict[int, tuple[int, int]]:
    """Return, by stage, how many seats have not finished their cases, and how many seats there are.

    In the stages of *agreed* one scorebook is agreed on, so that only the seats that lead count. A seat whose
    expert stepped back from all its cases owes nothing. Six statements.
    """
    cases = PanelCase.objects.filter(stage__in=stages, case__state="running")
    of_panel = dict(cases.values_list("panel").annotate(n=Count("pk")).order_by())
    away, done = _stepped_back(stages), _done(stages)
    found: defaultdict[int, list[bool]] = defaultdict(list)
    columns = ("pk", "stage_id", "panel_id", "case_id", "case__state", "expert_id", "is_lead")
    for pk, stage, panel, case, state, expert, leads in Seat.objects.filter(stage__in=stages).values_list(
        *columns
    ):
        owed = of_panel.get(panel, 0) - away[panel, expert] if case is None else int(state == "running")
        if owed > 0 and (leads or stage not in agreed):
            found[stage].append(done[pk] < owed)
    return {stage: (sum(waits), len(waits)) for stage, waits in found.items()}


def _stepped_back(stages: Collection[int]) -> Counter[tuple[int, int]]:
    """Return from how many running cases of a panel an expert stepped back."""
    cases = PanelCase.objects.filter(stage__in=stages, case__state="running")
    recused = cases.filter(case_id__in=Recusal.objects.values("case_id"))
    panels: defaultdict[int, list[int]] = defaultdict(list)
    for case, panel in recused.values_list("case_id", "panel_id"):
        panels[case].append(panel)
    rows = Recusal.objects.filter(case_id__in=cases.values("case_id")).values_list("case_id", "expert_id")
    return Counter((panel, expert) for case, expert in rows for panel in panels[case])


def _done(stages: Collection[int]) -> Counter[int]:
    """Return on how many running cases each seat has signed, or given its points."""
    done: Counter[int] = Counter()
    for rows in (
        Scorebook.objects.filter(signed_at__isnull=False),
        HearingMark.objects.filter(withdrawn_at=None),
    ):
        own = rows.filter(stage__in=stages, case__state="running").values_list("seat")
        done.update(dict(own.annotate(n=Count("case", distinct=True)).order_by()))
    return done
