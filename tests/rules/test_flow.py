"""The drawing of a rulebook's stages."""

import pytest

from factories import RULEBOOKS, XIAMEN
from zhiheng.rules.flow import flow_of
from zhiheng.rules.load import load_rulebook, read_rulebook

SHIPPED = sorted(path for path in RULEBOOKS.rglob("*.yaml") if not path.name.endswith(".cases.yaml"))
SIDE_BY_SIDE = """\
rulebook: 350200/quality-award/example
title: {zh: 某奖, en: Award}
kind: award
authority: "350200"
in_force: {from: 2021-01-01}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
tiers: [{id: award, title: {zh: 奖, en: Award}, quota: {at_most: 5}, art: "5"}]
stages:
  - {id: conformity, kind: check, title: {zh: 审查, en: Check}, art: "6"}
  - {id: satisfaction, kind: survey, title: {zh: 测评, en: Survey}, least_answers: 30, after: conformity, art: "7"}
  - {id: documents, kind: score, title: {zh: 材料, en: Papers}, criteria: gbt19580_2012, panel: {assessors: 5}, keep: {per_place: 2}, after: conformity, art: "8"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, after: [satisfaction, documents], art: "9"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "10"}
"""  # noqa: E501


def test_stages_that_run_side_by_side_stand_side_by_side_and_meet_again():
    flow = flow_of(read_rulebook(SIDE_BY_SIDE, "example"))
    assert [(box.stage, box.layer, box.lane) for box in flow.boxes] == [
        ("conformity", 0, 0), ("satisfaction", 1, 0), ("documents", 1, 1), ("approval", 2, 0), ("granting", 3, 0),
    ]  # fmt: skip
    assert (flow.layers, flow.lanes) == (4, 2)
    assert ("satisfaction", "approval") in flow.lines
    assert ("documents", "approval") in flow.lines


def test_a_box_says_who_acts_how_many_go_on_and_who_leaves():
    boxes = {box.stage: box for box in flow_of(load_rulebook(XIAMEN)).boxes}
    assert boxes["documents"].narrows.zh == "按名额的 2 倍留"
    assert boxes["documents"].leaves.zh == "未留下的终止"
    assert boxes["opinions"].leaves is None
    assert boxes["notice"].takes.zh == "5 个工作日"
    assert (boxes["approval"].who.zh, boxes["approval"].leaves.en) == ("人民政府", "not approved: ends")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:]))
def test_in_every_shipped_rulebook_each_line_points_down_and_each_place_holds_one_box(path):
    flow = flow_of(load_rulebook(path))
    layer = {box.stage: box.layer for box in flow.boxes}
    assert all(layer[before] < layer[after] for before, after in flow.lines)
    assert len({(box.layer, box.lane) for box in flow.boxes}) == len(flow.boxes)
