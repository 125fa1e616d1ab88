"""The demonstration's round is exported, re-computed without a database, and a tampered copy is caught."""

from __future__ import annotations

import copy
import json
from datetime import datetime

import pytest

from factories import LOCAL, XIAMEN
from zhiheng.casework.models import Case, Finding
from zhiheng.core.refusal import Refused
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.verify import verify_book
from zhiheng.programmes.awards.demo import ROUND, run_demo
from zhiheng.programmes.awards.domain.recompute import recompute
from zhiheng.programmes.awards.queries.export import proof_file
from zhiheng.registers import queries as registers
from zhiheng.review.models import Mark

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 20, 9, tzinfo=LOCAL)


@pytest.fixture(scope="module")
def demonstration(lasting):
    """The demonstration, run."""
    return run_demo(rulebook=XIAMEN, seed=7, now=NOW, home=lasting, told=lambda _text: None)


def differences(file) -> list[tuple[str, str]]:
    """Return where a file differs from what is re-computed: (stage, case)."""
    return [(one.stage, one.case) for one in recompute(file).differences]


def test_the_demonstration_ends_in_at_most_five_honours_and_every_case_has_its_reason(demonstration):
    last = {case.code: case.findings.order_by("pk").last() for case in Case.objects.all()}

    assert len(last) == 24
    assert all(finding.reasons and finding.cites for finding in last.values())
    assert (
        len(registers.honours_of_round(ROUND, NOW.date()))
        == Finding.objects.filter(outcome="honoured").count()
        == 5
    )


def test_every_exclusion_of_the_sample_shows(demonstration):
    failed = Finding.objects.filter(stage__stage="conformity", goes_on=False)
    rules = {cite["rule"] for finding in failed for cite in finding.cites}

    assert rules >= {"registered", "operating", "report", "spot_check", "penalty", "recent_winner"}


def test_the_ledger_of_the_demonstration_is_whole(demonstration):
    report = verify_book("350200")

    assert (report.ok, report.root) == (True, demonstration.root)


def test_an_untouched_proof_is_re_computed_equal(demonstration):
    file = json.loads(json.dumps(proof_file(ROUND)))
    verdict = recompute(file)

    assert (verdict.differences, verdict.cases, verdict.stages) == ((), 24, 11)
    assert len(verdict.honours) == 5


def test_the_proof_names_nobody(demonstration):
    text = json.dumps(proof_file(ROUND), ensure_ascii=False)
    known = Case.objects.values_list("name", "subject")

    assert [found for pair in known for found in pair if found in text] == []


TAMPERINGS = {
    "a mark": lambda f: _stage(f, "documents")["inputs"]["cases"]["demo-xm-0001"]["marks"]["A1"].update({"4.1.2": 100}),
    "a vote": lambda f: next(iter(_stage(f, "plenary")["inputs"]["cases"].values())).update({"yes": 1}),
    "a fact": lambda f: next(iter(_stage(f, "conformity")["inputs"]["cases"].values())).update({"region": "110101"}),
    "an outcome": lambda f: _stage(f, "conformity")["conclusions"][0].update({"outcome": "failed"}),
    "a case left out": lambda f: _stage(f, "credit")["inputs"]["cases"].popitem(),
    "points carried on": lambda f: next(iter(_stage(f, "plenary")["inputs"]["cases"].values()))["scores"].update(site="9"),
    "an honour more": lambda f: f["honours"].append({"case": "demo-xm-0001", "tier": "award"}),
    "the rulebook": lambda f: f["rulebook"].update(source=f["rulebook"]["source"].replace("at_most: 5", "at_most: 6")),
    "the criteria": lambda f: f["criteria"]["gbt19580_2012"].update({"4.1.2": "60"}),
    "the ledger line": lambda f: _stage(f, "site")["ledger"]["line"].__setitem__(4, "acct-other"),
    "the root": lambda f: f["ledger"].update(root="0" * 64),
}  # fmt: skip


def _stage(file, name):
    return next(stage for stage in file["stages"] if stage["stage"] == name)


def test_every_kind_of_tampering_shows(demonstration):
    file = json.loads(json.dumps(proof_file(ROUND)))
    unseen = []
    for name, tamper in TAMPERINGS.items():
        copied = copy.deepcopy(file)
        tamper(copied)
        if not differences(copied):
            unseen.append(name)

    assert unseen == []


def test_inputs_tampered_together_with_their_digest_are_caught_by_the_ledger_line(demonstration):
    from zhiheng.core.canonical import digest

    file = json.loads(json.dumps(proof_file(ROUND)))
    stage = _stage(file, "satisfaction")
    next(iter(stage["inputs"]["cases"].values()))["answers"] = 500
    stage["inputs_digest"] = digest(stage["inputs"])

    assert ("satisfaction", "") in differences(file)


def test_a_mark_changed_in_the_database_after_closing_shows_in_the_export(demonstration):
    mark = Mark.objects.filter(withdrawn_at=None, scorebook__stage__stage="documents").first()
    Mark.objects.filter(pk=mark.pk).update(percent=100 if mark.percent != 100 else 95)

    assert ("documents", "") in differences(json.loads(json.dumps(proof_file(ROUND))))


@pytest.mark.parametrize("broken", [{}, {"format": "other/1"}])
def test_another_format_is_refused(broken):
    with pytest.raises(Refused) as refusal:
        recompute(broken)
    assert refusal.value.code == "proof.format"


def test_a_malformed_proof_is_refused_and_not_a_crash(demonstration):
    for part in ("rulebook", "stages", "cases", "honours", "ledger", "criteria", "round"):
        file = json.loads(json.dumps(proof_file(ROUND)))
        file[part] = None
        with pytest.raises(Refused) as refusal:
            recompute(file)
        assert refusal.value.code == "proof.malformed"


def test_a_proof_needs_a_checkpoint_that_covers_the_round(demonstration):
    from zhiheng.ledger.models import Checkpoint

    Checkpoint.objects.all()._raw_delete("default")
    with pytest.raises(Refused) as refusal:
        proof_file(ROUND)
    assert refusal.value.code == "proof.no_checkpoint"


def test_running_it_again_starts_afresh_and_ends_the_same(demonstration, home):
    first = [(c.code, c.name, c.state) for c in Case.objects.order_by("number")]
    again = run_demo(rulebook=XIAMEN, seed=7, now=NOW, home=home, told=lambda _text: None)

    assert [(c.code, c.name, c.state) for c in Case.objects.order_by("number")] == first
    assert again.size > demonstration.size
    assert recompute(json.loads(json.dumps(proof_file(ROUND)))).differences == ()
    assert ledger.publish_checkpoint(book="350200", at=NOW).size == again.size


def test_another_seed_runs_over_the_same_registers(demonstration, home):
    again = run_demo(rulebook=XIAMEN, seed=8, now=NOW, home=home, told=lambda _text: None)

    assert again.root != demonstration.root
    assert Case.objects.count() == 24


def test_a_fact_recorded_after_the_check_leaves_the_result_as_it_was(demonstration):
    from datetime import date

    from zhiheng.registers import actions

    case = Case.objects.get(code="demo-xm-0001")
    actions.record_event(
        organisation=case.subject, event="major_accident", day=date(2023, 6, 1), source="示例通报", authority="350200",
        by="system", now=NOW,
    )  # fmt: skip
    assert recompute(json.loads(json.dumps(proof_file(ROUND)))).differences == ()


def test_kept_facts_changed_in_the_database_show_in_the_export(demonstration):
    from zhiheng.casework.models import Stage

    stage = Stage.objects.get(stage="conformity")
    next(iter(stage.inputs["cases"].values()))["region"] = "350203"
    stage.save()

    assert ("conformity", "") in differences(json.loads(json.dumps(proof_file(ROUND))))
