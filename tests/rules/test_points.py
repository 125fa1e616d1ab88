"""A stage may be scored by one mark out of so many points, without a criteria model."""

from decimal import Decimal

import pytest

from zhiheng.core.refusal import Refused
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.stage_wording import stage_text

from .books import edited

BY_POINTS = edited(
    "{id: site, kind: score, title: {zh: 现场评审, en: Site}, criteria: gbt19580_2012",
    "{id: site, kind: score, title: {zh: 现场评审, en: Site}, points: 100",
)


def test_one_mark_is_a_model_of_a_single_item():
    book = read_rulebook(BY_POINTS, "x")

    model = criteria_model(book.stage("site").criteria)

    assert [(item.id, item.points) for item in model.items.values()] == [("1", Decimal(100))]
    assert model.total == Decimal(100)


def test_it_is_told_as_one_mark():
    book = read_rulebook(BY_POINTS, "x")

    assert stage_text(book.stage("site"), book).zh == (
        "由评审办办理，在材料评审之后，评出总分，满分 100 分，评审员 5 名，取平均值（缺省）"
    )


def test_no_points_are_no_model():
    with pytest.raises(Refused):
        criteria_model("points_0")
