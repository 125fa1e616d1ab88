"""The proof of what a stage concluded: each rule, the facts it rests on with their sources, the result."""

import json
from datetime import datetime

import pytest

from factories import LOCAL, XIAMEN, make_account, make_cases, make_round, pass_check
from zhiheng.casework.models import Case
from zhiheng.core.actor import Role
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.demo import ROUND, run_demo
from zhiheng.programmes.awards.domain.recompute import CONCLUDERS
from zhiheng.programmes.awards.domain.why import prove
from zhiheng.programmes.awards.queries.export import proof_file
from zhiheng.programmes.awards.queries.why import proofs_in, proofs_of
from zhiheng.rules.load import load_rulebook

BOOK = load_rulebook(XIAMEN)
FACTS = {
    "kind": "enterprise", "region": "350206", "regions": ["350200"], "founded_day": "2022-06-01",
    "legal_person": True, "papers": ["application_form"], "honours": [], "measures": {}, "holds": [],
    "events": [{"event": "penalty", "day": "2024-02-02", "source": "处罚决定书"}],
    "attested": {"leading": {"by": "office", "holds": True, "evidence": "行业排名"}},
}  # fmt: skip


def proof_of(stage, inputs, code="a"):
    """Return the proof of what the stage's own concluder makes of the inputs."""
    rule = BOOK.stage(stage)
    made = next(one for one in CONCLUDERS[rule.kind](BOOK, rule, inputs) if one.case == code)
    return prove(BOOK, rule, inputs, made.to_json())


def parts(proof):
    """Return the parts of a proof by their Chinese titles."""
    return {part.title.zh: part for part in proof.parts}


def test_a_check_shows_each_condition_with_its_facts_and_where_they_came_from():
    found = parts(proof_of("conformity", {"as_of": "2024-03-31", "cases": {"a": FACTS}}))
    assert [name for name, part in found.items() if part.holds is False] == [
        "正常经营满三年", "申报材料", "一年内无行政处罚",
    ]  # fmt: skip
    told = [(f.name.zh, f.value.zh, f.source.zh) for f in found["一年内无行政处罚"].facts]
    assert told == [("行政处罚", "2024-02-02", "信用与事故台账：处罚决定书")]
    assert found["行业领先"].facts[0].source.en == "attested by the award office: 行业排名"
    assert found["正常经营满三年"].cite.rule == "operating"


def test_what_nobody_looked_up_is_no_fact():
    unknown = {**FACTS, "papers": ["application_form", "self_assessment_report"], "founded_day": "2001-01-01"}
    found = parts(proof_of("conformity", {"as_of": "2024-03-31", "cases": {"a": {**unknown, "events": []}}}))
    assert [(f.name.zh, f.value.zh) for f in found["三年内无重大事故"].facts] == [
        ("重大质量、安全、环保等事故", "无记录")
    ]


def test_a_score_shows_every_product_and_the_combined_points():
    from zhiheng.rules.criteria import criteria_model

    items = criteria_model("gbt19580_2012").items
    marks = {f"A{n}": dict.fromkeys(items, 50 + 5 * n) for n in range(5)}
    proof = proof_of("documents", {"places": 5, "cases": {"a": {"marks": marks}}})
    assert parts(proof)["席位 A1"].facts[4].value.zh == "55% × 50 = 27.5"
    assert parts(proof)["席位 A4"].result.zh == "700.00 分"
    assert parts(proof)["合成得分"].result.en == "600.00 points (exactly 600), place 1"


def test_a_ballot_shows_the_tally_and_the_scores_that_ordered_it():
    scores = {"documents": "600", "site": "2375/4", "hearing": "80"}
    votes = {"yes": 6, "no": 2, "abstain": 1, "scores": scores}
    proof = proof_of("plenary", {"eligible": 12, "present": 9, "cases": {"a": votes}})
    tally, order = proof.parts[:2]
    assert (tally.holds, tally.result.zh) == (True, "应到 12，实到 9；通过需 6 票，得 6 票")
    assert [fact.value.zh for fact in order.facts] == [
        "600 × 0.4",
        "593.75 (2375/4) × 0.5",
        "80 → /1000 × 0.1",
    ]


def test_a_department_that_was_silent_neither_helps_nor_harms():
    replies = {"taxation": {"adverse": True, "opinion": "欠税公告"}}
    found = parts(proof_of("credit", {"cases": {"a": replies}}))
    assert (found["税务部门"].holds, found["税务部门"].result.zh) == (False, "有不良记录或反对意见：欠税公告")
    assert found["生态环境部门"].holds is None


@pytest.mark.django_db
def test_the_rows_and_the_exported_file_give_every_case_of_a_round_the_same_proofs(home):
    now = datetime(2024, 11, 20, 9, tzinfo=LOCAL)
    run_demo(rulebook=XIAMEN, seed=7, now=now, home=home, told=lambda _text: None)
    ledger.publish_checkpoint(book="350200", at=now)
    file = json.loads(json.dumps(proof_file(ROUND)))
    for case in Case.objects.filter(round__code=ROUND)[:6]:
        proofs = [proof.to_json() for proof in proofs_of(case)]
        assert len(proofs) == case.findings.filter(withdrawn_at=None).count()
        assert proofs == [proof.to_json() for proof in proofs_in(file, case.code)]
        assert all(proof["rule"] and proof["result"]["zh"] for proof in proofs)


@pytest.mark.django_db
def test_the_page_explains_to_the_office_and_to_the_subject_and_is_absent_for_others(client, regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    pass_check(round_, cases)
    make_account("office")
    make_account("owner", Role.APPLICANT, cases[0].subject)
    make_account("neighbour", Role.APPLICANT, cases[1].subject)
    address = f"/cases/{cases[0].code}/why/"
    answers = {}
    for name in ("office", "owner", "neighbour"):
        client.login(username=name, password="a-long-word-for-tests")
        answers[name] = client.get(address, headers={"accept-language": "zh-CN"})
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "office": 200, "owner": 200, "neighbour": 404,
    }  # fmt: skip
    assert "主体登记台账" in answers["owner"].content.decode()
