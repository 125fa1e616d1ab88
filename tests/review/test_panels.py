"""Panels, interests and recusals."""

from datetime import timedelta

import pytest

from factories import AFTER, OFFICE, OTHER_OFFICE, make_cases, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Finding
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.review import actions, kinds, queries
from zhiheng.review.domain.values import (
    InterestGiven,
    NewExpert,
    PanelPlan,
    RecusalGiven,
    ScorebookGiven,
    SeatPlan,
)
from zhiheng.review.models import Panel, Recusal

from .conftest import JUDGED, ROUND, Judged, assessor, make_experts, marks, panel_of, stage_pk

pytestmark = pytest.mark.django_db


def form(*panels, by=OFFICE):
    return actions.form_panels(round_code=ROUND, stage="documents", panels=panels, by=by, now=AFTER)


def recuse(case, expert, *, by=OFFICE, ground="亲属任职", now=AFTER):
    given = [RecusalGiven(case, expert, ground)]
    return actions.recuse(round_code=ROUND, recusals=given, by=by, now=now)


def refill(case, expert):
    return actions.refill_panel(
        round_code=ROUND, stage="documents", case=case, expert=expert, by=OFFICE, now=AFTER
    )


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.fixture
def waiting(regions):
    """A round with two cases and four experts, and no panel yet."""
    return make_cases(make_round(source=JUDGED), 2), make_experts(4)


def test_seats_are_labelled_through_the_stage(waiting):
    cases, experts = waiting
    labels = form(panel_of(experts[:3], cases[:1], "一组"), panel_of(experts[1:], cases[1:], "二组"))

    assert labels == {"一组": ["A1", "A2", "A3"], "二组": ["A4", "A5", "A6"]}


def test_size_and_lead_follow_the_rule(waiting):
    cases, experts = waiting
    no_lead = PanelPlan("x", tuple(SeatPlan(code) for code, _ in experts[:3]), (cases[0].code,))

    assert refused(form, panel_of(experts[:2], cases)) == "panel.size"
    assert refused(form, panel_of(experts, cases)) == "panel.size"
    assert refused(form, no_lead) == "panel.size"


def test_expert_twice_case_twice_and_strangers_are_refused(waiting):
    cases, experts = waiting
    twice = [experts[0], experts[0], experts[1]]

    assert refused(form, panel_of(twice, cases)) == "panel.expert_twice"
    assert refused(form, panel_of(experts[:3], [cases[0], cases[0]])) == "panel.case_twice"
    assert refused(form, panel_of([*experts[:2], ("exp-x", "")], cases)) == "expert.unknown"
    assert refused(form, panel_of(experts[:3], cases), by=OTHER_OFFICE) == "panel.not_yours"
    assert not Panel.objects.exists()


def test_an_employee_of_the_applicant_gets_no_seat(waiting):
    cases, experts = waiting
    new = NewExpert(name="示例甲", employer=cases[1].subject)
    [code] = actions.register_experts(authority="350200", experts=[new], by=OFFICE, now=AFTER)

    assert refused(form, panel_of([*experts[:2], (code, "")], cases)) == "panel.interest"
    assert form(panel_of([*experts[:2], (code, "")], cases[:1])) == {"一组": ["A1", "A2", "A3"]}


def test_an_interest_that_has_ended_or_was_dismissed_is_not_in_the_way(waiting):
    cases, experts = waiting
    day = AFTER.date()
    ended = InterestGiven(experts[0][0], cases[0].subject, "adviser", to_day=day)
    declared = InterestGiven(experts[1][0], cases[0].subject, "other")
    known = [
        actions.declare_interest(authority="350200", given=given, by=OFFICE, now=AFTER)
        for given in (ended, declared)
    ]
    assert refused(form, panel_of(experts[:3], cases)) == "panel.interest"

    for code, stands in zip(known, (True, False), strict=True):
        actions.adjudicate_interest(interest=code, stands=stands, ground="核查", by=OFFICE, now=AFTER)
    assert form(panel_of(experts[:3], cases)) == {"一组": ["A1", "A2", "A3"]}


def test_nobody_decides_the_own_interest_and_nobody_twice(judged):
    expert, account = judged.experts[0]
    given = InterestGiven(expert, judged.cases[0].subject, "kin")
    code = actions.declare_interest(authority="350200", given=given, by=judged.actors[0], now=AFTER)
    both = Actor(account, OFFICE.holds)

    assert refused(decide, code, both) == "interest.own"
    assert decide(code) == [judged.codes[0]]
    assert refused(decide, code) == "interest.decided"


def decide(code, by=OFFICE):
    return actions.adjudicate_interest(interest=code, stands=True, ground="属实", by=by, now=AFTER)


def test_an_undecided_interest_stops_marking_and_closing(judged):
    judged.hand_in(dict.fromkeys(judged.codes[1:], (50, 50, 50)))
    given = InterestGiven(judged.experts[0][0], judged.cases[0].subject, "kin", says="配偶任职")
    actions.declare_interest(authority="350200", given=given, by=judged.actors[0], now=AFTER)

    act = {
        "case_code": judged.codes[0],
        "stage": "documents",
        "marks": {},
        "by": judged.actors[0],
        "now": AFTER,
    }
    assert refused(actions.give_marks, **act) == "mark.not_yours"
    assert refused(judged.close, "documents") == "stage.awaits"
    [line] = lines_about("350200", judged.experts[0][0]).filter(act="review.interest_declared")
    assert sorted(line.body) == ["commitment", "interest"]


def test_marks_of_a_recused_seat_do_not_count_and_the_stage_says_who_is_missing(judged):
    judged.hand_in(dict.fromkeys(judged.codes, (100, 50, 50)))
    recuse(judged.codes[0], judged.experts[0][0])

    told = waits(judged)[judged.codes[0]]
    assert told.zh == "评审组应有 3 名评审员，现有 2 名（A1 已回避）。"
    assert refused(judged.close, "documents") == "stage.awaits"
    label = refill(judged.codes[0], make_experts(1, "new")[0][0])
    assert waits(judged) == {judged.codes[0]: waits(judged)[judged.codes[0]]}
    book = ScorebookGiven(judged.codes[0], label, marks(20))
    actions.hand_in_scorebooks(round_code=ROUND, stage="documents", scorebooks=[book], by=OFFICE, now=AFTER)
    judged.close("documents")
    details = Finding.objects.get(case__code=judged.codes[0]).details
    assert details["seats"] == {"A2": "500.00", "A3": "500.00", "A4": "200.00"}


def waits(judged):
    from zhiheng.casework.queries.rounds import round_of, run_of, stage_of

    round_ = round_of(ROUND)
    return kinds.KINDS[0].awaits(run_of(round_, stage_of(round_, "documents")), AFTER)


def test_a_recused_assessor_neither_marks_nor_hands_in(judged):
    recuse(judged.codes[0], judged.experts[0][0], by=judged.actors[0])
    book = ScorebookGiven(judged.codes[0], "A1", marks())
    hand_in = {"round_code": ROUND, "stage": "documents", "scorebooks": [book], "now": AFTER}

    for actor in (judged.actors[0], OFFICE):
        assert refused(actions.hand_in_scorebooks, by=actor, **hand_in) == "mark.not_yours"
    assert refused(recuse, judged.codes[0], judged.experts[0][0]) == "recusal.exists"


def test_the_substitute_leads_where_the_recused_seat_led_and_sits_at_that_case_alone(judged):
    recuse(judged.codes[0], judged.experts[0][0])
    [(new, account)] = make_experts(1, "new")
    refill(judged.codes[0], new)

    pk = stage_pk("documents")
    seat = queries.seat_of(pk, judged.codes[0], account)
    assert (seat.label, seat.is_lead, seat.is_substitute) == ("A4", True, True)
    assert queries.seat_of(pk, judged.codes[1], account) is None


def test_a_full_panel_takes_no_substitute(judged):
    [(new, _)] = make_experts(1, "new")
    assert refused(refill, judged.codes[0], new) == "panel.full"

    recuse(judged.codes[0], judged.experts[0][0])
    assert refused(refill, judged.codes[0], judged.experts[0][0]) == "panel.expert_twice"


def test_a_recusal_after_the_stage_closed_changes_nothing_there_and_is_not_backdated(judged):
    judged.hand_in(dict.fromkeys(judged.codes, (50, 50, 50)))
    judged.close("documents")
    before = queries.seats_by_case(stage_pk("documents"))
    expert = judged.experts[0][0]

    assert refused(recuse, judged.codes[0], expert) == "recusal.before_closing"
    recuse(judged.codes[0], expert, now=AFTER + timedelta(seconds=1))
    assert queries.seats_by_case(stage_pk("documents")) == before


def test_ground_of_a_recusal_stays_out_of_the_ledger(judged):
    recuse(judged.codes[0], judged.experts[0][0], ground="配偶任该单位董事")

    line = lines_about("350200", judged.codes[0]).get(act="review.recused")
    assert sorted(line.body) == ["commitment", "expert"]
    assert Recusal.objects.get().ground == "配偶任该单位董事"


def test_only_the_office_or_the_expert_recuses(judged):
    other = assessor(judged.experts[1][1])

    assert refused(recuse, judged.codes[0], judged.experts[0][0], by=other) == "recusal.not_yours"
    assert refused(recuse, judged.codes[0], judged.experts[0][0], ground=" ") == "recusal.no_ground"


def test_an_agreed_scorebook_is_the_leads_alone(regions):
    judged = Judged(source=JUDGED.replace("combine: trimmed_mean", "combine: consensus", 1))
    books = [ScorebookGiven(code, "A1", marks(70)) for code in judged.codes]
    actions.hand_in_scorebooks(round_code=ROUND, stage="documents", scorebooks=books, by=OFFICE, now=AFTER)
    judged.close("documents")

    assert [made.details["points"] for made in Finding.objects.all()] == ["700.00"] * 4


def test_an_account_is_one_expert_of_an_authority(regions):
    [(_, account)] = make_experts(1)
    again = [NewExpert(name="示例乙", account=account)]
    kwargs = {"authority": "350200", "by": OFFICE, "now": AFTER}

    assert refused(actions.register_experts, experts=again, **kwargs) == "expert.exists"
    unknown = [NewExpert(name="示例乙", account="acct-none")]
    assert refused(actions.register_experts, experts=unknown, **kwargs) == "account.unknown"
    assert len(queries.experts_at("350200")) == 1


def test_a_panel_formed_after_the_stage_opened_gets_its_tasks(regions):
    from zhiheng.casework.models import Task

    round_ = make_round(source=JUDGED)
    cases = make_cases(round_, 1)
    casework.open_stage(round_code=ROUND, stage="documents", by=OFFICE, now=AFTER)
    experts = make_experts(3)
    actions.form_panels(
        round_code=ROUND, stage="documents", panels=[panel_of(experts, cases)], by=OFFICE, now=AFTER
    )

    owed = Task.objects.filter(role="assessor").order_by("account").values_list("account", flat=True)
    assert list(owed) == sorted(account for _, account in experts)
