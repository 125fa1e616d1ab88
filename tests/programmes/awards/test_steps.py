"""A two-step award with classes and gates, in the database: everybody acts, and the proof re-computes."""

import json
from datetime import timedelta

import pytest

from factories import AFTER, DECLARED, OFFICE, make_organisation, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Finding, Task
from zhiheng.casework.queries.rounds import round_of, run_of, stages_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.domain.recompute import recompute
from zhiheng.programmes.awards.queries.export import proof_file
from zhiheng.programmes.awards.queries.why import proofs_in
from zhiheng.programmes.awards.simulate import ACTS, Simulation, run_round

# ruff: noqa: E501
STEPPED = """\
rulebook: 350200/stepped-award/2025
title: {zh: 示例两步奖管理办法, en: Sample stepped award measures}
kind: award
authority: "350200"
in_force: {from: 2025-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
classes:
  - {id: sme, title: {zh: 中小企业, en: SMEs}, of: {sizes: [medium, small, micro]}, art: "2"}
  - {id: large, title: {zh: 大型企业, en: large enterprises}, of: {sizes: [large]}, art: "2"}
tiers:
  - {id: award, title: {zh: 示例奖, en: Sample award}, quota: {at_most: 2, caps: {large: 1}}, from: nomination, art: "3"}
  - {id: nomination, title: {zh: 示例提名奖, en: Sample nomination}, quota: {at_most: 5, reserved: {sme: 2}}, art: "3"}
entry:
  - {id: leading, rule: attested, by: office, says: {zh: 行业领先, en: Leads its industry}, title: {zh: 行业领先, en: Leading}, art: "4"}
stages:
  - {id: conformity, kind: check, title: {zh: 符合性审查, en: Conformity}, art: "6"}
  - {id: visit, kind: hearing, title: {zh: 中小企业座谈, en: Talk with SMEs}, by: assessor, applies_to: sme, minutes: {present: 5, answer: 5}, points: 100, panel: {assessors: 3, lead: 1}, art: "6"}
  - {id: documents, kind: score, title: {zh: 材料评审, en: Documents}, by: assessor, criteria: gbt19580_2012, panel: {assessors: 3, lead: 1}, combine: mean, art: "6"}
  - {id: nominating, kind: ballot, title: {zh: 表决提名, en: Nominations}, secret: true, quorum: "1/2", passes: {share: "1/3", of: present}, elects: nomination, art: "7"}
  - {id: site, kind: score, title: {zh: 现场评审, en: Site}, by: assessor, criteria: gbt19580_2012, panel: {assessors: 3, lead: 1}, combine: mean, keep: {at_most: 4}, art: "8"}
  - {id: settling, kind: gate, title: {zh: 委员会审议, en: Settling}, by: committee, art: "9"}
  - {id: awarding, kind: ballot, title: {zh: 表决质量奖, en: Award}, secret: true, quorum: "1/2", passes: {share: "1/3", of: present}, elects: award, over: votes, art: "10"}
  - {id: notice, kind: notice, title: {zh: 公示, en: Notice}, for: {working_days: 5}, objections: {named: true, written: true}, art: "11"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "12"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "13"}
ranking: {order: [{stage: documents}], ties: shared, art: "7"}
""".replace('"1/3"', '"1/2"')
MEMBER = Actor("acct-member", frozenset({(Role.COMMITTEE, "350200")}))
SIZES = ("large", "large", "large", "small", "medium", "micro", "large", "small")


@pytest.fixture
def stepped(regions):
    """Eight applicants, half of them large, before the first stage."""
    round_ = make_round("stepped", source=STEPPED)
    organisations = [make_organisation(n, size=size) for n, size in enumerate(SIZES, start=1)]
    casework.open_cases(
        round_code="stepped", by=OFFICE, now=round_.opens_at,
        cases=[casework.NewCase(one.code, one.name, one.region, DECLARED) for one in organisations],
    )  # fmt: skip
    codes = frozenset(Case.objects.values_list("code", flat=True))
    return Simulation("stepped", OFFICE, 5, AFTER, spared=codes, stands_still=True)


def run_to(sim, stage):
    """Take the round to an open stage."""
    run_round(sim, until=stage)
    round_ = round_of("stepped")
    return run_of(round_, next(row for row in stages_of(round_) if row.stage == stage))


def details(stage):
    rows = Finding.objects.filter(stage__stage=stage).values_list("case__code", "details")
    return dict(rows.order_by("case__number"))


def test_large_enterprises_pass_by_a_stage_for_small_ones(stepped):
    run = run_to(stepped, "visit")
    ACTS["hearing"](stepped, run)
    casework.close_stage(round_code="stepped", stage="visit", by=OFFICE, now=stepped.now)
    passed = Finding.objects.filter(stage__stage="visit", details__has_key="passed_by").order_by(
        "case__number"
    )

    assert [one.case.code[-1] for one in passed] == ["1", "2", "3", "7"]
    assert passed[0].reasons[0]["zh"] == "本环节只适用于中小企业；本办件属于企业、大型企业，不适用。"
    assert [case.code[-1] for case in run.cases] == ["4", "5", "6", "8"]


def test_who_falls_after_the_nomination_keeps_it_and_the_proof_re_computes(stepped):
    run_round(stepped)
    ledger.publish_checkpoint(book="350200", at=stepped.now + timedelta(days=1))
    file = json.loads(json.dumps(proof_file("stepped")))
    nominated = {code for code, told in details("nominating").items() if told.get("tier")}
    out = {code for code, told in details("site").items() if told.get("out")}
    given = {code: told["tier"] for code, told in details("granting").items()}

    assert recompute(file).differences == ()
    assert [len(proofs_in(file, one["code"])) > 0 for one in file["cases"]] == [True] * 8
    assert set(given) == nominated
    assert len(out) == len(nominated) - 4 == 1
    assert {given[code] for code in out} == {"nomination"}
    assert list(given.values()).count("award") <= 2


def test_a_gate_is_decided_by_whom_the_rule_names(stepped):
    run = run_to(stepped, "settling")
    given = [
        casework.ApprovalGiven(case.code, number > 0, "会议纪要1号", "另行审议")
        for number, case in enumerate(run.cases)
    ]
    government = Actor("acct-gov", frozenset({(Role.GOVERNMENT, "350200")}))
    with pytest.raises(Refused) as refusal:
        casework.give_approvals(round_code="stepped", stage="settling", given=given, by=government, now=AFTER)
    casework.give_approvals(round_code="stepped", stage="settling", given=given, by=MEMBER, now=stepped.now)
    casework.close_stage(round_code="stepped", stage="settling", by=OFFICE, now=stepped.now)
    first = Finding.objects.get(stage__stage="settling", case__code=run.cases[0].code)

    assert refusal.value.code == "approval.not_yours"
    assert list(Task.objects.filter(stage__stage="settling").values_list("role", flat=True)) == ["committee"]
    assert [told["zh"] for told in first.reasons] == [
        "委员会审议：不予通过：另行审议（会议纪要1号）。", "保留已获得的示例提名奖。",
    ]  # fmt: skip
    assert (first.outcome, first.goes_on) == ("failed", True)


def test_nobody_without_a_place_loses_the_reason(stepped):
    run_round(stepped)
    cut = Finding.objects.filter(stage__stage="nominating", outcome="not_selected")
    capped = Finding.objects.filter(stage__stage="awarding", outcome="not_selected")

    assert all(len(one.reasons) == len(one.cites) or len(one.cites) == 1 for one in [*cut, *capped])
    assert Case.objects.exclude(state__in=("ended", "completed")).count() == 0
