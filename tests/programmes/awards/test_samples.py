"""The sample rounds: every place at which somebody has work to do, twice the same, with letters to nowhere."""

from __future__ import annotations

from datetime import datetime

import pytest

from factories import LOCAL, RULEBOOKS
from zhiheng.casework.models import Case, Correction, LateRequest, Objection, Round, Stage
from zhiheng.core.actor import Role
from zhiheng.post.models import Mail, Mailbox
from zhiheng.programmes.awards.demo import APPLICANT, ASSESSOR, COLLEAGUE, GOVERNMENT, MEMBER, SECOND_ASSESSOR
from zhiheng.programmes.awards.models import Submission
from zhiheng.programmes.awards.samples import ROUNDS, open_samples
from zhiheng.registers import queries as registers
from zhiheng.review.queries import has_declared

NOW = datetime(2026, 11, 20, 15, tzinfo=LOCAL)
SOURCE = RULEBOOKS / "350200" / "sample-award" / "2026.yaml"


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def samples(lasting):
    """The sample rounds; called again, they are opened afresh."""

    def opened():
        open_samples(rulebook=SOURCE, seed=7, now=NOW, home=lasting, told=lambda _text: None)

    opened()
    return opened


def roles(username):
    """Return the roles of an account."""
    return {role for role, _ in registers.actor_of(registers.account_named(username).code, NOW.date()).holds}


def test_every_open_stage_is_there_once_with_its_work_half_done(samples):
    samples()
    open_ = Stage.objects.filter(state="open").values_list("round__code", "stage")
    assert dict(open_) == {code: stage for code, (_, stage) in ROUNDS.items() if stage is not None}
    assert set(Round.objects.values_list("code", flat=True)) == set(ROUNDS)
    asked = Correction.objects.values_list("case__code", "answered_at")
    assert {code: at is not None for code, at in asked} == {"demo-check-0001": False, "demo-check-0002": True}
    assert Objection.objects.get().state == "open"
    assert LateRequest.objects.get().decided_at is None
    assert Case.objects.get(state="withdrawn").round.code == "demo-closed"


@pytest.mark.usefixtures("samples")
def test_the_demonstration_has_a_colleague_a_second_assessor_and_a_government():
    assert roles(APPLICANT) == roles(COLLEAGUE) == {Role.APPLICANT}
    assert (roles(SECOND_ASSESSOR), roles(GOVERNMENT)) == ({Role.ASSESSOR}, {Role.GOVERNMENT})
    running = Case.objects.filter(code__endswith="-0001", state="running").values_list(
        "round__code", flat=True
    )
    assert set(running) == {code for code, (_, stage) in ROUNDS.items() if stage is not None} | {
        "demo-closed"
    }
    assert Submission.objects.count() == len(ROUNDS) - 2


@pytest.mark.usefixtures("samples")
def test_every_account_has_a_mailbox_that_leads_nowhere_and_letters_are_written_once():
    assert {one.address.rpartition("@")[2] for one in Mailbox.objects.all()} == {"demo.example.invalid"}
    letters = list(Mail.objects.values_list("template", "about"))
    assert len(letters) == len(set(letters)) + 1 == 7


@pytest.mark.usefixtures("samples")
def test_one_assessor_can_open_the_sheets_and_the_other_is_asked_to_declare_first():
    def is_asked(username, code):
        account, round_ = registers.account_named(username).code, Round.objects.get(code=code)
        subjects = set(Case.objects.filter(round=round_, state="running").values_list("subject", flat=True))
        return not has_declared(round_.pk, account, subjects)

    asked = [
        is_asked(ASSESSOR, "demo-review"),
        is_asked(SECOND_ASSESSOR, "demo-review"),
        is_asked(MEMBER, "demo-vote"),
    ]
    assert asked == [False, True, False]
