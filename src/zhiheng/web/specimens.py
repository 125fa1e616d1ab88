"""Invented values that the living page of components shows; nothing here is a real person or case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from zhiheng.casework.pages.desk import Line
from zhiheng.casework.queries.desk import Duty
from zhiheng.casework.queries.story import Step
from zhiheng.core.actor import Role
from zhiheng.core.money import Money
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.web.figures import Figure

AWARD = Text("示例市质量奖管理办法", "Sample City Quality Award Measures")
DIGEST = "0" * 64
SAMPLE = "sample-7"
LONG = "示例" + "超长名称" * 49 + "厂"
NAMES = (
    ("一个字", "A single character", "厦"),
    ("寻常", "Ordinary", "示例一号精密制造有限公司"),
    ("200 字", "200 characters", LONG[:200]),
    ("无空格拉丁", "Latin without a space", "Sample" * 33 + "Co"),
    ("从右至左", "Right to left", "شركة المثال للتصنيع (示例) Ltd."),
    ("表情符号", "Emoji", "示例🏭智造👩‍🔬有限公司🇨🇳"),
    ("标记", "Markup", '<b>示例</b> & "引号" {{ 7 }}'),
    ("全角括号", "Full-width brackets", "示例（厦门）Ｅｌｅｃ　有限公司"),
)


def cite(article: str | None, rule: str = "rule", *, unverified: bool = False) -> Citation:
    """Return a citation of the invented rulebook."""
    return Citation("000000/sample-award/2025", article, rule, unverified)


REPLY = Text("答复 24 个申报单位的信用情况", "Reply on the credit of 24 applicants")
REPLIED = Text("3 个部门都已答复，可以预览办结。", "All 3 departments have replied; preview the closing.")
BEGIN = Text("前一环节已结束，24 个办件等待开始。", "The stage before it has closed; 24 cases wait for it.")
CORRECT = Text("按要求补正", "Correct the file of")
OPEN = Text("申报进行中，已收 17 件。", "Applications are open; 17 so far.")
CREDIT, DOCUMENTS = Text("征求信用意见", "Credit inquiry"), Text("材料评审", "Review of documents")


def duties(now: datetime) -> dict[str, list[Line]]:
    """Return desk lines: overdue, due soon, next, without a deadline and with a very long name."""
    soon, then = now + timedelta(hours=20), now + timedelta(days=9)
    named = {"case": "sample-7-0001", "case_name": LONG[:200]}
    return {
        "late": [_line("work", Role.DEPARTMENT, REPLY, now - timedelta(days=2), count=24)],
        "soon": [_line("close", Role.OFFICE, REPLIED, soon, stage_title=CREDIT)],
        "next": [
            _line("begin", Role.OFFICE, BEGIN, None, stage_title=DOCUMENTS),
            _line("work", Role.APPLICANT, CORRECT, then, **named),
            _line("watch", Role.OFFICE, OPEN, now + timedelta(days=20)),
        ],
    }


def _line(act: str, role: Role, what: Text, due_at: datetime | None, **more: Any) -> Line:
    duty = Duty(act, role, "000000", SAMPLE, AWARD, "7", True, "credit", "inquiry", what, due_at, **more)
    return Line(duty, "#")


COUNTED = Text(
    "自次日起 15 个工作日，国庆节 7 天不计。", "15 working days from the next day, 7 holidays not counted."
)
ALL_MET = Text("全部 8 项申报条件符合。", "All 8 conditions are met.")
HERE = Text("登记地厦门市思明区。", "Registered in Siming, Xiamen.")
CUT = Text(
    "材料评审得分 533.92 分，第 13 名，未进入下一环节（取前 10 名）。",
    "533.92 points, place 13, not among the first 10.",
)


def steps(now: datetime) -> tuple[Step, ...]:
    """Return a timeline with a stage that was passed, one that ended a case, one open and two to come."""
    first, second, third = (now - timedelta(days=days) for days in (40, 30, 9))
    passed = {"outcome": "passed", "reasons": ((ALL_MET, cite("8")), (HERE, cite("8(1)", unverified=True)))}
    ended = {"outcome": "not_selected", "goes_on": False, "reasons": ((CUT, cite("14")),)}
    planned = {"planned_due_day": date(2027, 1, 15), "is_projected": True}
    due_at = now + timedelta(days=2)
    return (
        _step(
            "11",
            "符合性审查",
            "Conformity",
            "closed",
            opened_at=first,
            closed_at=second,
            counted=COUNTED,
            **passed,
        ),
        _step("14", "材料评审", "Review of documents", "closed", opened_at=second, closed_at=third, **ended),
        _step("15", "现场评审", "Site review", "open", opened_at=third, due_at=due_at, counted=COUNTED),
        _step("18", "评审委员会全体会议审议", "Plenary of the committee", "waiting", **planned),
        _step("22", "授奖", "Granting", "waiting"),
    )


def _step(article: str, zh: str, en: str, state: str, **more: Any) -> Step:
    id_ = f"stage-{article}"
    known: dict[str, Any] = {
        **dict.fromkeys(("opened_at", "due_at", "counted", "planned_due_day", "closed_at")),
        "is_projected": False, "outcome": "", "goes_on": True, "reasons": (), "details": {},
    }  # fmt: skip
    return Step(
        stage=id_, kind="check", title=Text(zh, en), state=state, cite=cite(article, id_), **{**known, **more}
    )


def refusal() -> Refused:
    """Return a refusal that cites two articles."""
    return Refused(
        "stage.not_yet",
        Text(
            "仍有 2 个部门未答复，不能办结。",
            "2 departments have not replied, so the stage cannot be closed.",
        ),
        (cite("13"), cite(None, "credit")),
    )


def rounds(now: datetime) -> tuple[SimpleNamespace, ...]:
    """Return rounds as the lists of rounds show them: one that runs and one that is over."""
    begun, over = now - timedelta(days=9), now - timedelta(days=400)
    known = {"code": SAMPLE, "title": AWARD, "is_sample": True}
    return (
        SimpleNamespace(
            **known, session="7", state="running", opens_at=begun, closes_at=now + timedelta(days=20)
        ),
        SimpleNamespace(**known, session="6", state="concluded", opens_at=over, closes_at=begun),
    )


YEAR = Text("2025 年度", "the year 2025")
UNITS = Text("家", "organisations"), Text("万元", "× CNY 10,000"), Text("件", "objections")
AGAINST = Text("比 2024 年度", "against 2024")


def figures(today: date) -> tuple[Figure, ...]:
    """Return figures: a count that rose, money that fell, one unchanged and one that cannot be compared."""
    organisations, wan, objections = UNITS
    honoured, paid = Text("获奖组织", "Organisations honoured"), Text("奖励金额", "Rewards paid")
    told, applied = Text("异议", "Objections"), Text("申报单位", "Applicants")
    amount = Money.yuan("2938700").in_wan()
    return (
        Figure(honoured, "1,284", organisations, today, YEAR, "+37", AGAINST, "/honours/", 1284),
        Figure(paid, amount, wan, today, YEAR, "\N{MINUS SIGN}12.40", AGAINST, "/rounds/", 20),
        Figure(told, "3", objections, today, YEAR, "0", AGAINST, "/notices/", 1),
        Figure(applied, "24", organisations, today, rows="/rounds/"),
    )


def money_rows() -> tuple[tuple[str, Money, Decimal, Money], ...]:
    """Return lines of a reward calculation: name, pot, share in percent, amount."""
    return (
        ("示例甲电气有限公司", Money.yuan(500000), Decimal("30"), Money.yuan(150000)),
        ("示例辛软件有限公司", Money.yuan(200000), Decimal("14.35"), Money.yuan("28695.65")),
        (LONG[:60], Money.yuan(300000), Decimal("100"), Money.yuan(300000)),
    )


def stage_at(now: datetime) -> Any:
    """Return a stage as the pages of an office read it."""
    return SimpleNamespace(
        round=SimpleNamespace(code=SAMPLE, session="7", is_sample=True, opens_at=now - timedelta(days=60)),
        row=SimpleNamespace(
            stage="documents",
            state="open",
            due_at=now + timedelta(days=2, hours=5),
            opened_at=now - timedelta(days=9),
        ),
        rule=SimpleNamespace(title=Text("材料评审", "Review of documents")),
        book=SimpleNamespace(title=AWARD, digest=DIGEST, id="000000/sample-award/2025"),
        cite=cite("14", "documents"),
    )


MORNING = datetime(2026, 11, 20, 2, 42, 7, tzinfo=UTC)
