"""The kinds of stage that need nothing but casework itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from zhiheng.casework.domain import conclusions
from zhiheng.casework.domain.plan import last_moment
from zhiheng.casework.domain.values import Inputs, StageRun, TaskPlan
from zhiheng.casework.kinds import PlainKind
from zhiheng.casework.models import Approval, Correction, Notice, Objection, Reply, SurveyReturn
from zhiheng.casework.policy import deciding_places
from zhiheng.casework.queries import facts
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI as LOCAL
from zhiheng.core.calendar import Unit, Within, china_calendar
from zhiheng.core.text import Text
from zhiheng.post.domain.letters import instant_text
from zhiheng.rules.conditions import evaluate_all
from zhiheng.rules.vocabulary import word


class CheckKind(PlainKind):
    """Entry and exclusion conditions over the facts of each case."""

    keeps_inputs = True

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the facts as of the last day for handing in."""
        as_of = facts.as_of_day(run)
        found = facts.facts_of(run, as_of)
        return {
            "as_of": as_of.isoformat(),
            "cases": {code: known.model_dump(mode="json") for code, known in found.items()},
        }

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for corrections that are not yet due and for conditions that nobody has decided."""
        told = Text("退回补正，尚未重新提交。", "Returned for correction; not handed in again yet.")
        returned = _open_corrections(run, now)
        waiting = {case.code: told for case in run.cases if case.pk in returned}
        conditions, as_of = conclusions.conditions_of(run.book, run.rule), facts.as_of_day(run)
        for code, known in facts.facts_of(run, as_of).items():
            undecided = [
                o for o in evaluate_all(conditions, known, as_of, run.book) if o.verdict == "unknown"
            ]
            if undecided:
                waiting.setdefault(code, undecided[0].reason)
        return waiting


def _open_corrections(run: StageRun, now: datetime) -> set[int]:
    standing = Correction.objects.filter(stage_id=run.pk, answered_at=None, due_at__gt=now)
    return set(standing.values_list("case_id", flat=True))


class AskingKind(PlainKind):
    """Departments are asked about every case: the credit inquiry, and the request for opinions."""

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Give each department one task for the whole list."""
        return [
            TaskPlan(Role.DEPARTMENT, f"{run.authority}/{department}", run.rule.title)
            for department in run.rule.asks
        ]

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for every department, unless silence after the deadline counts as no objection."""
        if run.rule.silence == "passes" and run.due_at is not None and now >= run.due_at:
            return {}
        replied = self._replies(run)
        waiting = {}
        for case in run.cases:
            missing = [d for d in run.rule.asks if d not in replied[case.code]]
            if missing:
                names = [word("department", d, run.book) for d in missing]
                waiting[case.code] = Text(
                    f"尚待{'、'.join(n.zh for n in names)}答复。",
                    f"Waiting for {', '.join(n.en for n in names)}.",
                )
        return waiting

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the standing reply of each department on each case."""
        return {"cases": self._replies(run)}

    def _replies(self, run: StageRun) -> dict[str, dict[str, dict[str, object]]]:
        by_case: dict[str, dict[str, dict[str, object]]] = {case.code: {} for case in run.cases}
        standing = Reply.objects.filter(stage_id=run.pk, withdrawn_at=None)
        rows = standing.values_list("case__code", "department", "is_adverse", "opinion")
        for code, department, adverse, opinion in rows.iterator():
            if code in by_case:
                by_case[code][department] = {"adverse": adverse, "opinion": opinion}
        return by_case


class SurveyKind(PlainKind):
    """Satisfaction surveys: one return a case."""

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for the return of every case."""
        told = Text("尚未录入满意度测评结果。", "The survey result is not recorded yet.")
        known = self._returns(run)
        return {case.code: told for case in run.cases if case.code not in known}

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the standing return of each case."""
        return {"cases": self._returns(run)}

    def _returns(self, run: StageRun) -> dict[str, dict[str, object]]:
        codes = {case.code for case in run.cases}
        rows = SurveyReturn.objects.filter(stage_id=run.pk, withdrawn_at=None)
        return {
            code: {"answers": answers, "score": None if score is None else format(score, "f")}
            for code, answers, score in rows.values_list("case__code", "answers", "score").order_by(
                "case__number"
            )
            if code in codes
        }


class NoticeKind(PlainKind):
    """A public notice with its term, and the objections against it."""

    def opened(self, run: StageRun, by: Actor, now: datetime) -> None:
        """Publish the list from the next midnight for the rulebook's term."""
        event = last_moment(now)
        starts = datetime.combine(
            event.astimezone(LOCAL).date() + timedelta(days=1), datetime.min.time(), LOCAL
        )
        period = Within(Unit(run.rule.period.kind), run.rule.period.n)
        ends = china_calendar().due(event, period).ends_at
        entries = [{"case": case.code, "name": case.name, "region": case.region} for case in run.cases]
        Notice.objects.create(stage_id=run.pk, starts_at=starts, ends_at=ends, entries=entries)

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for the end of the term and for a decision on every objection."""
        notice = Notice.objects.filter(stage_id=run.pk).first()
        waiting: dict[str, Text] = {}
        if notice is not None and now < notice.ends_at:
            zh, en = (instant_text(notice.ends_at, language) for language in ("zh", "en"))
            waiting[""] = Text(f"公示期至{zh}。", f"The notice runs until {en}.")
        open_ones = Objection.objects.filter(notice__stage_id=run.pk, state=Objection.State.OPEN)
        for code in open_ones.values_list("case__code", flat=True):
            waiting[code] = Text("有异议待处理。", "An objection waits for a decision.")
        return waiting

    def begun_without(self, run: StageRun) -> Collection[str]:
        """Name the cases that were not published."""
        notice = Notice.objects.filter(stage_id=run.pk).first()
        published = {entry["case"] for entry in notice.entries} if notice is not None else set()
        return [case.code for case in run.cases if case.code not in published]

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the decision on each objection."""
        by_case: dict[str, list[dict[str, str]]] = {case.code: [] for case in run.cases}
        rows = Objection.objects.filter(notice__stage_id=run.pk).order_by("pk")
        for code, state, decision in rows.values_list("case__code", "state", "decision"):
            if code in by_case:
                by_case[code].append({"state": state, "decision": decision})
        return {"cases": by_case}


class ApproveKind(PlainKind):
    """The deciding body's word on each case."""

    told = Text("尚待批准。", "Waiting for approval.")

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for a word on every case."""
        known = self._approvals(run)
        return {case.code: self.told for case in run.cases if case.code not in known}

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the standing word on each case."""
        return {"cases": self._approvals(run)}

    def _approvals(self, run: StageRun) -> dict[str, dict[str, object]]:
        codes = {case.code for case in run.cases}
        rows = Approval.objects.filter(stage_id=run.pk, withdrawn_at=None).order_by("case__number")
        return {
            code: {"approved": approved, "document": document, "reason": reason}
            for code, approved, document, reason in rows.values_list(
                "case__code", "approved", "document", "reason"
            )
            if code in codes
        }


class GateKind(ApproveKind):
    """An administrative decision on each case, by the actor whom the rulebook names."""

    told = Text("尚待作出是否通过的决定。", "Waiting for the decision whether it goes through.")

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Give the stage to whom the rule names; to the office where that is no one known place."""
        places = deciding_places(run.authority, run.rule)
        if not places:
            return [TaskPlan(Role.OFFICE, run.authority, run.rule.title)]
        return [TaskPlan(run.rule.by, place, run.rule.title) for place in places]


STANDARD = tuple(
    kind(name, conclusions.CONCLUDERS[name])
    for kind, name in (
        (CheckKind, "check"),
        (AskingKind, "inquiry"),
        (AskingKind, "consult"),
        (SurveyKind, "survey"),
        (NoticeKind, "notice"),
        (GateKind, "gate"),
        (ApproveKind, "approve"),
    )
)
