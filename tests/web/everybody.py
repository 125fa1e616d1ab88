"""Somebody in every role, and something real behind every address: at one authority, and at another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.test import Client

from factories import (
    AFTER,
    OFFICE,
    OPENS,
    OTHER_OFFICE,
    SHORT,
    conclude,
    make_account,
    make_cases,
    make_organisation,
    make_round,
    pass_check,
)
from programmes.incentives import makers
from registers.samples import PDF
from review.conftest import JUDGED, Judged
from zhiheng.casework import actions as casework
from zhiheng.casework.pages.notices import SEAL
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.post import queries as post
from zhiheng.programmes.awards.actions import drafts, uploads
from zhiheng.programmes.awards.queries.drafts import place_of
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registered
from zhiheng.registers.models import Account, Honour
from zhiheng.review import actions as review
from zhiheng.review.domain.values import InterestGiven
from zhiheng.signin import actions as signin

NOW = AFTER + timedelta(days=1)
HERE, THERE = "350200", "350100"
Parts = dict[str, dict[str, Any]]


@dataclass
class Everybody:
    """A browser for each role, and the parts of addresses by what they name, here and at another authority."""

    browsers: dict[str, Client]
    here: Parts
    there: Parts


def gather() -> Everybody:
    """Make it all; the region tree must be loaded and the clock stand at ``NOW``."""
    judged = Judged()
    members = judged.to_ballot()
    notice, objection, late = _notice()
    inquiry = _inquiry()
    drafted = _draft()
    accounts = _accounts(judged.experts[0][1], members[0][1], drafted["organisation"])
    here = {
        "": {},
        "notice": notice, "objection": {**notice, "number": objection}, "late": {**notice, "number": late},
        "approval": {**notice, "stage": "approval"}, "inquiry": inquiry,
        "survey": {**inquiry, "stage": "satisfaction"},
        "judged": _judged(judged), "heard": {"case_code": judged.codes[0], "stage": "defence"},
        "ballot": {**_judged(judged), "stage": "plenary"},
        "draft": drafted, "own case": {"code": f"{drafted['code']}-0001"},
        "pool": {"authority": HERE, "interest": _interest(judged), "expert": judged.experts[1][0]},
        "claim": _claim(HERE, OFFICE, drafted["organisation"]), **_post(), **_public(judged.round),
    }  # fmt: skip
    here["api"] = {
        **here["judged"], "round_code": notice["code"], "case_code": f"{drafted['code']}-0001", "seq": 1,
        "book": HERE, "digest": here["rulebook"]["digest"], "honour_code": here["honour"]["code"],
    }  # fmt: skip
    here["api notice"] = {"round_code": notice["code"], "stage": "notice"}
    here["api marks"] = here["judged"]
    here["api stage"] = {"round_code": judged.round.code, "stage": "plenary"}
    return Everybody({role: _browser(code) for role, code in accounts.items()}, here, _there())


def _accounts(assessor: str, member: str, own: str) -> dict[str, str]:
    for account, role in ((assessor, Role.ASSESSOR), (member, Role.COMMITTEE)):
        registers.give_role(
            account=account, role=role, place=HERE, from_day=OPENS.date(), by=SYSTEM, now=OPENS
        )
    return {
        "nobody": "",
        "applicant": make_account("applicant", Role.APPLICANT, own),
        "other applicant": make_account("rival", Role.APPLICANT, make_organisation(93).code),
        "office": make_account("office"),
        "other office": make_account("stranger", Role.OFFICE, THERE),
        "department": make_account("department", Role.DEPARTMENT, f"{HERE}/taxation"),
        "department not asked": make_account("school", Role.DEPARTMENT, f"{HERE}/education"),
        "assessor": assessor,
        "assessor without seat": make_account("idle", Role.ASSESSOR),
        "member": member,
        "member not on the ballot": make_account("absent", Role.COMMITTEE),
        "supervisor": make_account("supervisor", Role.SUPERVISOR),
        "government": make_account("government", Role.GOVERNMENT),
    }


def _browser(account: str) -> Client:
    client = Client()
    if account:
        client.force_login(Account.objects.get(code=account))
    return client


def _notice() -> tuple[dict[str, Any], int, int]:
    """Open a notice with an objection, and ask for a late entry."""
    round_ = make_round("short-1", source=SHORT, session="2")
    cases = make_cases(round_, 2, first=31)
    late = casework.request_late_entry(  # before the review begins, which ends late entries
        round_code=round_.code, subject=make_organisation(90).code, reason="示例", by=OFFICE, now=AFTER
    )
    pass_check(round_, cases)
    casework.open_stage(round_code=round_.code, stage="notice", by=OFFICE, now=AFTER)
    said = casework.object_to(
        case_code=cases[0].code, stage="notice", name="李示例", contact="138", grounds="示例事实", now=NOW
    )
    parts = {
        "code": round_.code,
        "stage": "notice",
        "case": cases[0].code,
        "token": signing.dumps(said.pk, salt=SEAL),
    }
    return parts, said.pk, late.pk


def _inquiry() -> dict[str, Any]:
    """Ask the departments about two cases, of which the taxation is one."""
    round_ = make_round("xm-8", session="8")
    cases = make_cases(round_, 2, first=61)
    pass_check(round_, cases)
    casework.open_stage(round_code=round_.code, stage="credit", by=OFFICE, now=AFTER)
    return {"code": round_.code, "stage": "credit", "department": "taxation", "case": cases[0].code}


def _draft() -> dict[str, Any]:
    """Hand in an application with a file to a round that still takes them; another file is on its way."""
    make_round("xm-9", session="9", opens_at=OPENS, closes_at=NOW + timedelta(days=20))
    organisation = make_organisation(91).code
    by = Actor("acct-draft", frozenset({(Role.APPLICANT, organisation)}))
    place = place_of("xm-9", organisation)
    uploads.take_file(place=place, content=PDF, name="a.pdf", paper="other", by=by, now=NOW)
    arriving, _ = uploads.begin_upload(
        place=place, name="b.pdf", size=9, mark="1", paper="other", by=by, now=NOW
    )
    for section in place.sections:
        values = {"text": "示例"} if section.is_report else _filled()
        drafts.save_section(place=place, section=section.id, values=values, version=0, by=by, now=NOW)
    drafts.submit_draft(place=place, by=by, now=NOW)
    from zhiheng.programmes.awards.models import DraftFile

    document = DraftFile.objects.get(draft__subject=organisation).document
    return {"code": "xm-9", "organisation": organisation, "section": "contact", "document": document,
            "upload": arriving.code, "number": 1}  # fmt: skip


def _claim(authority: str, office: Actor, organisation: str) -> dict[str, Any]:
    """Hand in a claim for a reward, and take it back."""
    code = f"reward-{authority}"
    source = makers.SOURCE.replace(f'"{makers.AUTHORITY}"', f'"{authority}"').replace(
        f"rulebook: {makers.AUTHORITY}", f"rulebook: {authority}"
    )
    makers.open_reward(code, source, by=office)
    claim = makers.claim_of(organisation, units=[registered.organisation(organisation).name, "示例2号研究院"])
    (case,) = makers.submit(claim, code=code, by=office)
    casework.withdraw_case(case_code=case, reason="示例", by=office, now=NOW)
    return {"code": case}


def _filled() -> dict[str, str]:
    return {"contact": "联系人甲", "phone": "0592-0000001", "email": "a@example.invalid", "remark": "",
            "industry": "C3411", "size": "大型"}  # fmt: skip


def _judged(judged: Judged) -> dict[str, Any]:
    """Return a case of a closed document review that has a paper."""
    case = judged.cases[0]
    document = registers.keep_document(
        PDF, "report.pdf", OFFICE, NOW, authority=HERE, organisation=case.subject
    )
    papers = {**case.declared, "documents": {"self_assessment_report": document}}
    type(case).objects.filter(pk=case.pk).update(declared=papers)
    return {"case_code": case.code, "round_code": judged.round.code, "stage": "documents", "seat": "A1",
            "document": document, "case": case.code}  # fmt: skip


def _interest(judged: Judged) -> str:
    given = InterestGiven(judged.experts[1][0], make_organisation(94).code, "kin", "示例")
    return review.declare_interest(authority=HERE, given=given, by=OFFICE, now=NOW)


def _post() -> Parts:
    """Invite somebody: an invitation, its mail, and keys that open nothing."""
    words = {"role": Text("评审办", "office"), "place": Text("厦门市", "Xiamen"), "by": "示例评审办"}
    link = signin.invite(
        role=Role.DEPARTMENT, place=f"{HERE}/courts", authority=HERE, address="a@example.invalid", language="zh",
        words=words, path="/invitation/{key}/", by=OFFICE, now=NOW,
    )  # fmt: skip
    mail = post.mails_of({HERE}, state="", page=1).rows[0]
    return {"invitation": {"code": link.code}, "mail": {"code": mail.code}, "key": {"key": "nothing"}}


def _public(round_: Any) -> Parts:
    _, honoured = conclude("short-3", first=71)
    Honour.objects.filter(round_code="short-3").update(granted_day=AFTER.date())  # it ended a month from now
    point = ledger.publish_checkpoint(book=HERE, at=NOW)
    authority, instrument, version = "350200", "quality-award", "2020"
    return {
        "honour": {"code": Honour.objects.filter(round_code="short-3").latest("pk").code},
        "organisation": {"code": honoured[0].subject},
        "book": {"book": HERE, "size": point.size},
        "rulebook": {"authority": authority, "instrument": instrument, "version": version,
                     "digest": round_.rulebook.digest},
        "design": {"part": "work", "state": "too-often"},
    }  # fmt: skip


def _there() -> Parts:
    """Return the parts of the same addresses at another authority, where nobody from here has anything to see."""
    source = JUDGED.replace(HERE, THERE)
    round_ = make_round("fz-7", source=source, by=OTHER_OFFICE)
    one = make_organisation(97, region="350102")
    (case,) = casework.open_cases(
        round_code=round_.code,
        by=OTHER_OFFICE,
        now=OPENS,
        cases=[casework.NewCase(one.code, one.name, one.region, {})],
    )
    make_round("fz-8", source=SHORT.replace(HERE, THERE), session="8", by=OTHER_OFFICE)
    at = {"code": "fz-8", "stage": "notice", "case": case.code, "number": 1, "department": "taxation"}
    judged = {
        "case_code": case.code,
        "round_code": round_.code,
        "stage": "documents",
        "seat": "A1",
        "document": "doc-1",
        "case": case.code,
    }
    return {
        **dict.fromkeys(("notice", "objection", "late", "inquiry", "survey"), at),
        "approval": {**at, "stage": "approval"}, "judged": judged, "ballot": {**judged, "stage": "plenary"},
        "heard": {**judged, "stage": "defence"},
        "draft": {"code": "fz-8", "organisation": one.code, "section": "contact", "document": "doc-1", "upload": "up-1",
                  "number": 1},
        "claim": _claim(THERE, OTHER_OFFICE, one.code), "own case": {"code": case.code},
        "pool": {"authority": THERE, "interest": "int-1", "expert": "exp-1"},
    }  # fmt: skip


def at_noon(moment: datetime = NOW) -> Any:
    """Stop the clock at a moment."""
    import time_machine

    return time_machine.travel(moment, tick=False)
