"""The stages that a reward adds: claim, precheck, pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhiheng.casework.domain.values import Conclusion, Inputs, StageRun, TaskPlan
from zhiheng.casework.kinds import Kind, PlainKind
from zhiheng.core.actor import Actor, Role
from zhiheng.core.text import Text
from zhiheng.programmes.incentives import queries
from zhiheng.programmes.incentives.domain import conclusions
from zhiheng.programmes.incentives.policy import street_place


class ClaimKind(PlainKind):
    """The claims as they were handed in; the office closes the stage after the call."""

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Give the list to the office: the enterprises have handed in."""
        return [TaskPlan(role=Role.OFFICE, place=run.authority, summary=run.rule.title)]

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for every case to say which standard it is about."""
        known = queries.streets_of(run)
        told = Text("没有申报的标准。", "No standard is claimed.")
        return {case.code: told for case in run.cases if case.code not in known}

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take what each claim says."""
        return {"cases": queries.claim_inputs(run, now)}


class PrecheckKind(PlainKind):
    """Each street office's word on the claims of its enterprises."""

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Give each street office one task for its list."""
        streets = sorted(set(queries.streets_of(run).values()))
        return [
            TaskPlan(Role.STREET, street_place(run.authority, street), run.rule.title) for street in streets
        ]

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for a word on every claim, and for corrections."""
        said = queries.prechecks_of(run)
        waiting = {}
        for case in run.cases:
            word = said.get(case.code)
            if word is None:
                waiting[case.code] = Text("街道尚未初审。", "The street office has not checked it yet.")
            elif word["decision"] == "return":
                waiting[case.code] = Text("退回补正，尚未办结。", "Returned for correction; not settled yet.")
        return waiting

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the standing word on each claim."""
        return {"cases": queries.prechecks_of(run)}


class PayKind(PlainKind):
    """The calculated line of each claim that survived, and its payment."""

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait until ``actions.pay`` has stored the lines; it closes the stage itself."""
        known = queries.lines_by_case(run)
        told = Text("尚未拨付。", "Not paid yet.")
        return {case.code: told for case in run.cases if case.code not in known}

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the claims that survived, and the budget."""
        return queries.reward_inputs(run, now)

    def closed(self, run: StageRun, conclusions: Sequence[Conclusion], by: Actor, now: datetime) -> None:
        """Make sure that what was paid is what follows from the inputs; otherwise nothing is closed."""
        stored = queries.lines_by_case(run)
        told = {made.case: int(made.details["fen"]) for made in conclusions}
        if stored != told:
            raise RuntimeError(f"the lines stored for {run.round_code} are not those that its inputs give")


KINDS: tuple[Kind, ...] = (
    ClaimKind("claim", conclusions.claim),
    PrecheckKind("precheck", conclusions.precheck),
    PayKind("pay", conclusions.pay),
)
