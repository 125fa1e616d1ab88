"""Invented applicants stand in one place each, and every class that a rulebook names has some."""

from datetime import date

import numpy as np
import pytest

from zhiheng.programmes.awards.simulation.assumptions import shipped
from zhiheng.programmes.awards.simulation.population import invent
from zhiheng.programmes.awards.simulation.round import run_round
from zhiheng.rules.bulk.gathering import facts_at
from zhiheng.rules.classes import classes_of
from zhiheng.rules.load import read_rulebook

DAY = date(2026, 3, 31)
FRAME = """\
rulebook: 510199/twin/example
title: {zh: 双城质量奖管理办法, en: Twin Award Measures}
kind: award
authority: "510199"
in_force: {from: 2021-01-01}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise, institution, team]
"""
CLASSES = """\
classes:
  - {id: of_a, title: {zh: 甲市, en: City A}, of: {regions: ["510199"]}, art: "2"}
  - {id: of_b, title: {zh: 乙市, en: City B}, of: {regions: ["500299"]}, art: "2"}
  - {id: hospitals, title: {zh: 医院, en: Hospitals}, of: {kinds: [institution], industries: [Q84]}, art: "2"}
tiers:
  - {id: award, title: {zh: 质量奖, en: Award}, quota: {at_most: 5}, art: "3"}
  - {id: teams, title: {zh: 班组奖, en: Team Award}, quota: {at_most: 2}, open_to: [team], art: "3"}
  - {id: special, title: {zh: 特别奖, en: Special}, quota: {at_most: 1}, outside: true, triggered_by: merit, art: "3"}
pool: {at_most: 6, art: "3"}
noted:
  - {id: merit, rule: attested, by: government, says: {zh: 特别贡献, en: An exceptional contribution}, art: "3"}
entry:
  - {id: own, rule: attested, by: office, says: {zh: 自主品牌, en: A brand of its own}, art: "4"}
"""
STAGES = """\
stages:
  - {id: check_a, kind: check, title: {zh: 甲市审查, en: Check A}, applies_to: [of_a], after: [], art: "5"}
  - {id: check_b, kind: check, title: {zh: 乙市审查, en: Check B}, applies_to: [of_b], after: [], art: "5"}
  - {id: marks, kind: score, title: {zh: 评审, en: Review}, by: assessor, after: [check_a, check_b],
     criteria: gbt19580_2012, panel: {assessors: 5}, art: "6"}
  - {id: vote, kind: ballot, title: {zh: 表决, en: Ballot}, secret: true, quorum: "2/3", passes: {share: "1/2", of: present},
     order: {order: [{stage: marks}]}, art: "6"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "7"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "7"}
"""


@pytest.fixture(scope="module")
def book():
    return read_rulebook(FRAME + CLASSES + STAGES, "twin")


@pytest.fixture(scope="module")
def population(book):
    return invent(book, shipped(), 400, DAY, np.random.default_rng(1))


def classes(book, population):
    return [classes_of(book, facts_at(population.columns, row), DAY) for row in range(400)]


def test_nobody_stands_in_two_regions_that_lie_apart(book, population):
    found = classes(book, population)

    assert not any({"of_a", "of_b"} <= one for one in found)
    assert sum("of_a" in one or "of_b" in one for one in found) > 380
    assert min(sum(place in one for one in found) for place in ("of_a", "of_b")) > 150


@pytest.mark.parametrize("rare", ["hospitals", "team"])
def test_a_class_that_chance_would_hardly_meet_has_at_least_the_assumed_share(book, population, rare):
    assert sum(rare in one for one in classes(book, population)) >= 40


def test_what_is_only_noted_is_rare_and_what_is_asked_for_is_not(population):
    attested = population.columns.attested

    assert 0 < attested["merit"].holds.sum() < 60
    assert attested["own"].holds.sum() > 340


def test_a_tier_outside_the_places_keeps_its_own_number_and_takes_none_of_the_pool(book):
    given = [
        [tier for _, tier in run_round(book, shipped(), 200, DAY, (seed, 0)).honours] for seed in range(6)
    ]

    assert max(tiers.count("special") for tiers in given) == 1
    assert max(len(tiers) - tiers.count("special") for tiers in given) == 6


def test_a_stage_counts_the_same_cases_before_and_after_it_and_apart_those_who_pass_by(book):
    first, second, *_ = run_round(book, shipped(), 100, DAY, (3, 0)).stages

    assert first.left <= first.entered
    assert second.left <= second.entered
    assert first.entered + first.passed_by == 100
    assert second.entered + second.passed_by == first.standing == first.left + first.passed_by
