"""One round through everything that this room does."""

import pytest

from factories import AFTER, OFFICE
from zhiheng.casework.models import Finding
from zhiheng.casework.queries.results import points_of
from zhiheng.ledger.verify import verify_book
from zhiheng.review import actions, queries

from .conftest import ROUND, cast, stage_pk

pytestmark = pytest.mark.django_db


def findings(stage):
    rows = Finding.objects.filter(stage__stage=stage).order_by("case__number")
    return list(rows.values_list("outcome", "details"))


def test_judged_round_gives_its_two_places_in_order_of_points(judged):
    committee = judged.to_ballot()
    for _, account in committee:
        cast(account, dict.fromkeys(judged.codes[:3], "yes"))
    actions.close_ballot(round_code=ROUND, stage="plenary", by=OFFICE, now=AFTER)
    judged.close("plenary")

    outcomes = [(outcome, details["tier"], details["points"]) for outcome, details in findings("plenary")]
    assert outcomes == [
        ("selected", "award", "620.00"), ("selected", "nomination", "575.00"), ("not_selected", None, "530.00"),
    ]  # fmt: skip
    assert verify_book("350200").ok


def test_reasons_name_points_place_and_line(judged):
    judged.hand_in({code: (p, p, p) for code, p in zip(judged.codes, (60, 55, 50, 45), strict=True)})
    judged.close("documents")

    reasons = [
        reason[0]["zh"]
        for reason in Finding.objects.order_by("case__number").values_list("reasons", flat=True)
    ]
    assert reasons[0] == "材料评审得分 600.00 分，第 1 名，进入下一环节（取前 3 名）。"
    assert reasons[3] == "材料评审得分 450.00 分，第 4 名，未进入下一环节（取前 3 名）。"


def test_points_of_a_round_are_exact_and_only_of_the_stages_asked(judged):
    judged.to_ballot()

    found = points_of(judged.round.pk, ["documents", "defence"], judged.codes[:1])
    assert found == {judged.codes[0]: {"documents": 600, "defence": 80}}


@pytest.mark.parametrize("cases", [1, 3])
def test_seats_of_a_stage_take_the_same_queries_for_one_case_and_three(
    regions, cases, django_assert_num_queries
):
    from .conftest import Judged

    Judged(cases)
    pk = stage_pk("documents")

    with django_assert_num_queries(4):
        assert len(queries.seats_by_case(pk)) == cases
