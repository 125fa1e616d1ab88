"""Panels drawn by lot: announced before the seed, the same for everybody, never by hand."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from factories import AFTER, OFFICE, SUPERVISOR, make_account
from zhiheng.calc.draw import draw
from zhiheng.core.actor import Role
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.review import actions, queries
from zhiheng.review.domain.lots import draw_seats
from zhiheng.review.domain.values import InterestGiven, PanelPlan, RecusalGiven, SeatPlan
from zhiheng.review.queries.draws import draws_at
from zhiheng.rules.model.stages import Panel

from .conftest import JUDGED, ROUND, Judged, make_experts, stage_pk
from .test_experts_linked import run
from .test_pages import reader

pytestmark = pytest.mark.django_db
DEFENCE = {"round_code": ROUND, "stage": "defence", "by": OFFICE, "now": AFTER}
RULE = Panel(assessors=3, lead=1, drawn=True)


@pytest.fixture
def judged(regions):
    """Three cases on their way to a hearing whose panels are drawn by lot, and a pool of eight."""
    panel = "points: 100, panel: {assessors: 3, lead: 1"
    made = Judged(source=JUDGED.replace(panel, f"{panel}, drawn: true"))
    made.pool = [*made.experts, *make_experts(5, "more")]
    return made


def announce(judged, **other):
    given = {"panel": "一组", "cases": judged.codes[:2], "source": "某期彩票开奖号码"}
    return actions.announce_draw(**{**DEFENCE, **given, **other})


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value


@given(
    st.sets(st.text("abcdefgh", min_size=1, max_size=4), min_size=5, max_size=12), st.text("xyz", min_size=1)
)
def test_whoever_draws_again_gets_the_same_panel_with_enough_from_outside(codes, seed):
    frame = sorted(codes)
    outside = frozenset(frame[:2])
    rule = Panel(assessors=3, lead=1, drawn=True, outside="1/2")
    lot = draw_seats(rule, frame, outside, seed)

    assert lot == draw_seats(rule, reversed(frame), outside, seed)
    assert (len(lot.seated), len(outside & set(lot.seated))) == (3, 2)
    assert lot.order == draw(frame, seed).order
    assert set(lot.seated).isdisjoint(lot.substitutes(()))


def test_appointing_by_hand_is_refused_and_says_what_to_do(judged):
    plan = PanelPlan("一组", tuple(SeatPlan(code, is_lead=not n) for n, (code, _) in enumerate(judged.experts)),
                     (judged.codes[0],))  # fmt: skip
    found = refused(actions.form_panels, panels=[plan], **DEFENCE)

    assert (found.code, found.cites[0].article) == ("panel.must_be_drawn", "7")
    assert "请先公布抽取名单和种子来源" in found.message.zh


def test_a_panel_is_drawn_from_the_list_that_was_announced(judged):
    named = announce(judged)
    labels = actions.draw_panel(panel="一组", seed="03 11 17 22 29 31 + 06", **DEFENCE)

    frame = sorted(code for code, _ in judged.pool)
    expected = draw(frame, "03 11 17 22 29 31 + 06").order
    seats = queries.seats_by_case(stage_pk("defence"))[judged.codes[0]]
    assert [(seat.label, seat.expert, seat.is_lead) for seat in seats] == [
        (label, code, n == 0) for n, (label, code) in enumerate(zip(labels, expected[:3], strict=True))
    ]
    announced, drawn = Line.objects.filter(about=f"{ROUND}/defence/一组", act__contains="draw").order_by(
        "seq"
    )
    assert (announced.body["frame"], announced.body["digest"]) == (frame, named)
    assert (drawn.body["digest"], drawn.body["order"]) == (digest(frame), list(expected))
    assert [one.is_repeated for one in draws_at(stage_pk("defence"), RULE)] == [True]


def test_nobody_with_an_interest_or_a_recusal_is_on_the_list(judged):
    tied, recused = judged.pool[3][0], judged.pool[4][0]
    actions.declare_interest(
        authority="350200",
        given=InterestGiven(tied, judged.cases[0].subject, "adviser"),
        by=OFFICE,
        now=AFTER,
    )
    given = [RecusalGiven(judged.codes[1], recused, "亲属任职")]
    actions.recuse(round_code=ROUND, recusals=given, by=OFFICE, now=AFTER)
    announce(judged)

    [row] = draws_at(stage_pk("defence"), RULE)
    assert {tied, recused}.isdisjoint(code for code, _ in row.frame)
    assert len(row.frame) == 6


def test_a_list_that_has_changed_since_is_announced_again(judged):
    announce(judged)
    make_experts(1, "late")

    assert refused(actions.draw_panel, panel="一组", seed="7", **DEFENCE).code == "draw.list_changed"
    announce(judged)
    actions.draw_panel(panel="一组", seed="7", **DEFENCE)
    assert refused(actions.draw_panel, panel="一组", seed="8", **DEFENCE).code == "draw.not_announced"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"source": " "}, "draw.no_source"),
        ({"stage": "documents"}, "panel.not_drawn"),
        ({"cases": ["xm-7-9999"]}, "case.not_running"),
        ({"by": SUPERVISOR}, "panel.not_yours"),
    ],
)
def test_a_draw_is_not_announced_when(judged, other, code):
    assert refused(announce, judged, **other).code == code


def test_a_panel_that_nobody_announced_is_not_drawn(judged):
    assert refused(actions.draw_panel, panel="一组", seed="7", **DEFENCE).code == "draw.not_announced"


def test_a_substitute_follows_in_the_order_that_was_drawn(judged):
    announce(judged)
    actions.draw_panel(panel="一组", seed="7", **DEFENCE)
    order = draw([code for code, _ in judged.pool], "7").order
    case = judged.codes[0]
    actions.recuse(
        round_code=ROUND, recusals=[RecusalGiven(case, order[1], "亲属任职")], by=OFFICE, now=AFTER
    )

    found = refused(actions.refill_panel, case=case, expert=order[4], **DEFENCE)
    assert (found.code, order[3] in found.message.zh) == ("panel.out_of_turn", True)
    assert actions.refill_panel(case=case, expert=order[3], **DEFENCE) == "A4"


def test_the_office_announces_and_draws_in_the_browser_and_the_supervisor_repeats_it(client, judged):
    office, page = reader(client, Role.OFFICE), reverse("review:draw", args=[ROUND, "defence"])
    given = {"name": "一组", "source": "某期彩票开奖号码", "cases": judged.codes[:2]}
    assert "请写明种子的来源" in office.post(page, {**given, "source": ""}).content.decode()
    assert office.post(page, given).status_code == 302
    assert "名单共 8 名专家" in office.get(page).content.decode()
    now = reverse("review:draw_now", args=[ROUND, "defence"])
    assert office.post(now, {"panel": "一组", "seed": ""}).status_code == 409
    assert office.post(now, {"panel": "一组", "seed": "7"}).status_code == 302

    watcher = reader(client, Role.SUPERVISOR, username="watcher")
    shown = watcher.get(reverse("review:panels", args=[ROUND, "defence"])).content.decode()
    assert "重新抽取，结果一致" in shown
    assert watcher.get(page).status_code == 404


def test_the_office_announces_and_draws_at_the_terminal(judged):
    make_account("office")
    said = run("announce-draw", ROUND, "defence", "一组", *judged.codes[:2], "--source", "某期彩票开奖号码")
    frame = sorted(code for code, _ in judged.pool)
    assert digest(frame) in said
    assert run("draw", ROUND, "defence", "一组", "--seed", "7").strip() == "已抽取，席位 A1、A2、A3。"
