from decimal import Decimal

import pytest
from pydantic import ValidationError

from zhiheng.core.refusal import Refused
from zhiheng.rules.criteria import CriteriaModel, criteria_model, known_models


@pytest.mark.parametrize("id_", known_models())
def test_a_shipped_model_adds_up_to_a_thousand(id_):
    model = criteria_model(id_)

    assert sum(item.points for item in model.items.values()) == model.total == 1000
    assert all(sum(i.points for i in c.items) == c.points for c in model.categories)


def test_gbt19580_2012_has_its_23_items_in_order_and_says_that_they_are_unverified():
    model = criteria_model("gbt19580_2012")

    assert len(model.items) == 23
    assert list(model.items)[:3] == ["4.1.2", "4.1.3", "4.1.4"]
    assert [c.points for c in model.categories] == [110, 90, 90, 130, 100, 80, 400]
    assert sum(i.points for i in model.items.values() if i.kind == "result") == 400
    assert model.unverified
    assert model.percent_step == 5


@pytest.mark.parametrize("id_", ["gbt19580_2012", "baldrige_2023_2024"])
def test_every_percent_in_steps_of_five_has_one_band(id_):
    model = criteria_model(id_)

    for item in model.items:
        for percent in range(0, 101, 5):
            band = model.band(item, percent)
            assert band is not None
            assert band.low <= percent <= band.high


def test_a_model_that_does_not_add_up_is_refused():
    item = {"id": "1", "title": {"zh": "甲", "en": "A"}, "points": 10, "kind": "process"}
    category = {"id": "c", "title": {"zh": "类", "en": "C"}, "points": 11, "items": (item,)}

    with pytest.raises(ValidationError, match="its items add to 10"):
        CriteriaModel.model_validate(
            {"id": "m", "title": {"zh": "模", "en": "M"}, "total": 11, "categories": (category,)}
        )


def test_an_unknown_model_is_refused_with_those_that_are_known():
    with pytest.raises(Refused) as refusal:
        criteria_model("gbt19580_2030")

    assert refusal.value.code == "criteria.unknown"


def test_points_are_exact_numbers():
    assert criteria_model("gbt19580_2012").items["4.4.3"].points == Decimal(15)
