"""Who may not sit together: other stages' panels, members from outside, bodies that share nobody."""

import pytest

from factories import AFTER, OFFICE, make_cases, make_round
from zhiheng.core.refusal import Refused
from zhiheng.review import actions

from .conftest import JUDGED, ROUND, make_experts, panel_of

pytestmark = pytest.mark.django_db
PANEL = "points: 100, panel: {assessors: 3, lead: 1}"
BODIES = """\
bodies:
  - {id: readers, title: {zh: 材料组, en: readers}, acts_as: assessor, apart_from: visitors, art: "5"}
  - {id: visitors, title: {zh: 现场组, en: visitors}, acts_as: assessor, art: "5"}
stages:
"""


def with_panel(rule):
    return JUDGED.replace(PANEL, PANEL.replace("lead: 1", f"lead: 1, {rule}"))


def with_bodies():
    return (
        JUDGED.replace("stages:\n", BODIES, 1)
        .replace("id: documents, kind: score,", "id: documents, kind: score, body: readers,")
        .replace("id: defence, kind: hearing,", "id: defence, kind: hearing, body: visitors,")
    )


def form(stage, plan):
    return actions.form_panels(round_code=ROUND, stage=stage, panels=[plan], by=OFFICE, now=AFTER)


def refusal_of(source, first, second):
    """Seat three of six experts (by numbers) at the documents, then three at the hearing, which is refused."""
    cases, experts = make_cases(make_round(source=source), 2), make_experts(6)
    form("documents", panel_of([experts[n] for n in first], cases))
    with pytest.raises(Refused) as refusal:
        form("defence", panel_of([experts[n] for n in second], cases))
    return refusal.value, [code for code, _ in experts]


def test_who_read_the_documents_stays_off_a_panel_apart_from_it(regions):
    refusal, codes = refusal_of(with_panel("apart_from: documents"), (0, 1, 2), (2, 3, 4))

    assert (refusal.code, refusal.cites[0].article) == ("panel.not_apart", "7")
    assert refusal.message.zh == f"示例专家2（{codes[2]}）参加过“材料评审”，按规则不得再参加本环节。"


def test_a_panel_that_must_be_the_same_takes_nobody_else(regions):
    refusal, codes = refusal_of(with_panel("same_as: documents"), (0, 1, 2), (0, 1, 5))

    assert refusal.code == "panel.not_the_same"
    assert refusal.message.en.startswith(f"示例专家5 ({codes[5]}) did not sit at “Documents”")


def test_bodies_that_are_apart_share_nobody(regions):
    refusal, codes = refusal_of(with_bodies(), (0, 1, 2), (0, 3, 4))

    assert (refusal.code, refusal.cites[0].article, refusal.cites[0].rule) == (
        "body.not_apart",
        "5",
        "readers",
    )
    assert refusal.message.zh.endswith(f"（示例专家0 {codes[0]}）")


@pytest.mark.parametrize(("away", "fits"), [(1, False), (2, True)])
def test_so_many_come_from_outside(regions, away, fits):
    cases = make_cases(make_round(source=with_panel('outside: "1/2"')), 2)
    experts = make_experts(3 - away, "near", region="350206") + make_experts(away, "far", region="350100")
    if fits:
        assert form("defence", panel_of(experts, cases)) == {"一组": ["A1", "A2", "A3"]}
        return
    with pytest.raises(Refused) as refusal:
        form("defence", panel_of(experts, cases))
    assert refusal.value.code == "panel.outside"
