"""Letters to the demonstration's accounts, so that their pages of mails show some; the addresses lead nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse

from zhiheng.casework.queries.rounds import case_of
from zhiheng.casework.queries.standing import open_correction_of
from zhiheng.core.text import Text
from zhiheng.post import actions as post
from zhiheng.post.domain.letters import Context, Letter
from zhiheng.programmes.awards.data.sample import APPLICANT as NUMBER
from zhiheng.programmes.awards.data.sample import sample_organisation
from zhiheng.programmes.awards.demo import (
    APPLICANT,
    ASSESSOR,
    AUTHORITY,
    DEPARTMENT,
    GOVERNMENT,
    MEMBER,
    SECOND_ASSESSOR,
)
from zhiheng.programmes.awards.samples.scenes import ASKS
from zhiheng.registers import queries as registers

AWARD: Final = Text("演示质量奖", "Sample Quality Award")
OWED: Final = {
    "demo-office": ("demo-check", Text("认定申报条件", "Attest conditions"), Text("符合性审查", "Conformity review")),
    ASSESSOR: ("demo-review", Text("提交评分", "Hand in your marks"), Text("材料评审", "Document review")),
    SECOND_ASSESSOR: ("demo-review", Text("提交评分", "Hand in your marks"), Text("材料评审", "Document review")),
    MEMBER: ("demo-vote", Text("投票表决", "Vote"), Text("评委会审议", "Plenary")),
    DEPARTMENT: ("demo-credit", Text("答复信用查询", "Reply to the inquiry"), Text("信用查询", "Credit inquiry")),
    GOVERNMENT: ("demo-approval", Text("作出批准决定", "Decide on the approval"), Text("市政府批准", "Approval")),
}  # fmt: skip


@transaction.atomic
def write_letters(rounds: Mapping[str, tuple[str, str | None]], now: datetime) -> None:
    """Put one letter for each thing that is owed into the outbox, the first time only."""
    letters = [
        _letter("task_opened", username, round_code, {
            "task": task, "stage": stage, "round": _named(rounds[round_code][0]), "due": now + timedelta(days=7),
            "link": reverse("casework:desk"),
        })
        for username, (round_code, task, stage) in OWED.items()
    ]  # fmt: skip
    case, name = "demo-check-0001", sample_organisation(NUMBER).name
    if returned := open_correction_of(case_of(case)):
        told: Context = {
            "organisation": name, "case": case, "round": _named(rounds["demo-check"][0]), "what": ASKS,
            "due": returned.due_at, "link": reverse("web:case", args=[case]),
        }  # fmt: skip
        letters.append(_letter("correction_asked", APPLICANT, case, told))
    post.send_many(letters, now=now)


def _named(session: str) -> Text:
    return Text(f"{AWARD.zh}（{session}）", f"{AWARD.en} ({session})")


def _letter(template: str, username: str, about: str, context: Context) -> Letter:
    account = registers.account_named(username)
    assert account is not None
    once = f"sample:{template}:{about}:{account.code}"
    return Letter(template, account.code, context, about, AUTHORITY, once=once)
