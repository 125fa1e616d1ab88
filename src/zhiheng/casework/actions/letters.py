"""Tell people by mail what a procedure wants of them or has decided, inside the transaction of the act.

Each of these is called once, at the end of the act that it tells about, with the act's own ``now``; called
again for the same thing it writes nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse

from zhiheng.casework.domain.words import OUTCOMES
from zhiheng.casework.models import Case, Stage
from zhiheng.casework.queries.recipients import (
    Concerned,
    Owed,
    concerned,
    concerned_by,
    owed_at,
    owed_within,
    round_words,
)
from zhiheng.casework.queries.rounds import rulebook_of, run_of
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.post import actions as post
from zhiheng.post.domain.letters import Context, Letter

REMINDERS: Final = ((timedelta(days=1), Text("1 天", "1 day")), (timedelta(days=3), Text("3 天", "3 days")))


def tell_stage_opened(*, stage_pk: int, now: datetime) -> int:
    """Tell everybody who owes something at a stage that has just begun; return how many letters."""
    owed = owed_at(_stage(stage_pk), _day(now))
    return post.send_many([_opened(one) for one in owed if one.due_at is not None], now=now)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Remind of what falls due within three days and within one, once each; return how many letters.

    A deadline that was moved is reminded of anew. Whoever is within a day gets that reminder alone.
    """
    widest = max(ahead for ahead, _ in REMINDERS)
    owed = owed_within(now, widest, _day(now))
    return post.send_many([_reminder(one, now) for one in owed], now=now)


def tell_received(*, case_code: str, at: datetime, digest: str, line: str, now: datetime) -> int:
    """Send the receipt of an application: when it came, the digest of its content, its ledger line."""
    case = Case.objects.select_related("round__programme").get(code=case_code)
    more: dict[str, str | datetime] = {"at": at, "digest": digest, "line": line}
    return post.send_many(list(_case_letters("application_received", case, now, **more)), now=now)


def tell_correction(*, case_code: str, what: str, due_at: datetime, now: datetime) -> int:
    """Tell an applicant what to correct and until when."""
    case = Case.objects.select_related("round__programme").get(code=case_code)
    return post.send_many(list(_case_letters("correction_asked", case, now, what=what, due=due_at)), now=now)


def tell_notice(*, stage_pk: int, ends_at: datetime, now: datetime) -> int:
    """Tell the applicants of the cases that are on a list that the public notice has begun."""
    stage = _stage(stage_pk)
    running = Case.objects.filter(round=stage.round, state=Case.State.RUNNING).order_by("number")
    passers = {case.pk for case in run_of(stage.round, stage).passers}
    cases = [case for case in running if case.pk not in passers] if passers else running
    path = reverse("casework:notice", args=[stage.round.code, stage.stage])
    letters = [
        _letter("notice_published", account, stage, {"round": round_words(stage), "until": ends_at, "link": path})
        for one in concerned(cases, _day(now)) for account in one.accounts
    ]  # fmt: skip
    return post.send_many(letters, now=now)


def tell_results(*, stage_pk: int, now: datetime) -> int:
    """Tell applicants the finding of a stage that has just closed; the reasons stand on the case's page.

    What people judged of a case that goes on stays secret until the round ends; its last stage then tells.
    """
    stage = _stage(stage_pk)
    title = rulebook_of(stage.round).stage(stage.stage).title
    found = concerned_by(stage, _day(now))
    return post.send_many([one for case in found for one in _results(stage, title, case)], now=now)


def _results(stage: Stage, title: Text, case: Concerned) -> Iterator[Letter]:
    context: Context = {
        "organisation": case.name, "round": round_words(stage), "stage": title, "case": case.code,
        "outcome": OUTCOMES.get(case.outcome, Text.of(case.outcome)), "link": reverse("web:case", args=[case.code]),
    }  # fmt: skip
    for account in case.accounts:
        yield Letter("result", account, context, case.code, stage.round.authority,
                     once=f"result:{stage.pk}:{case.code}:{account}")  # fmt: skip


def _case_letters(template: str, case: Case, now: datetime, **more: str | datetime) -> Iterator[Letter]:
    title = Text.of(case.round.programme.title)
    context: Context = {
        "organisation": case.name, "case": case.code, "link": reverse("web:case", args=[case.code]),
        "round": Text(f"{title.zh}（{case.round.session}）", f"{title.en} ({case.round.session})"), **more,
    }  # fmt: skip
    for account in _accounts(concerned([case], _day(now))):
        yield Letter(template, account, context, case.code, case.round.authority)


def _accounts(found: Iterable[Concerned]) -> Iterator[str]:
    return (account for one in found for account in one.accounts)


def _opened(owed: Owed) -> Letter:
    context: Context = {
        "task": owed.task, "round": owed.round, "stage": owed.stage, "due": owed.due_at or "",
        "link": reverse("casework:desk"),
    }  # fmt: skip
    return Letter("task_opened", owed.account, context, owed.about, owed.authority,
                  once=f"opened:{owed.stage_pk}:{owed.account}:{_stamp(owed)}")  # fmt: skip


def _reminder(owed: Owed, now: datetime) -> Letter:
    due = owed.due_at or now
    ahead, left = next((one for one in REMINDERS if due - now <= one[0]), REMINDERS[-1])
    context: Context = {
        "task": owed.task,
        "round": owed.round,
        "due": due,
        "left": left,
        "link": reverse("casework:desk"),
    }
    return Letter("deadline_near", owed.account, context, owed.about, owed.authority,
                  once=f"near:{owed.stage_pk}:{owed.account}:{_stamp(owed)}:{ahead.days}")  # fmt: skip


def _letter(template: str, account: str, stage: Stage, context: dict[str, Text | datetime | str]) -> Letter:
    about = f"{stage.round.code}/{stage.stage}"
    return Letter(
        template, account, context, about, stage.round.authority, once=f"{template}:{stage.pk}:{account}"
    )


def _stamp(owed: Owed) -> str:
    return f"{owed.due_at:%Y%m%dT%H%M}" if owed.due_at else ""


def _stage(pk: int) -> Stage:
    return Stage.objects.select_related("round__programme").get(pk=pk)


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
