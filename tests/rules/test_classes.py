from datetime import date

import pytest

from zhiheng.rules.bodies import overlaps
from zhiheng.rules.classes import belongs, classes_of, fits
from zhiheng.rules.facts import Facts, Held
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook, Traits
from zhiheng.rules.model.who import Who

from .books import WHOLE

DAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(WHOLE, "whole.yaml")


@pytest.mark.parametrize(
    ("id_", "facts", "answer"),
    [
        ("sme", Facts(kind="enterprise", size="small"), True),
        ("sme", Facts(kind="enterprise", size="large"), False),
        ("sme", Facts(kind="individual"), False),
        ("sme", Facts(kind="enterprise"), None),
        ("manufacturing", Facts(industry="C26"), True),
        ("services", Facts(industry="C26"), False),
        ("state_funded", Facts(classes=("state_funded",)), True),
        ("state_funded", Facts(classes=()), False),
        ("state_funded", Facts(), None),
        ("individual", Facts(kind="individual"), True),
        ("individual", Facts(), None),
    ],
)
def test_who_belongs_to_a_class_is_known_or_not(book, id_, facts, answer):
    assert belongs(book, id_, facts, DAY) is answer


def test_the_classes_of_a_subject_hold_its_kind(book):
    facts = Facts(kind="enterprise", size="small", industry="C26")

    assert classes_of(book, facts, DAY) == {"enterprise", "sme", "manufacturing"}


@pytest.mark.parametrize(
    ("who", "facts", "answer"),
    [
        (Traits(regions=("350200",)), Facts(region="350206", regions=("350200", "350000")), True),
        (Traits(regions=("350200",)), Facts(region="350500", regions=("350000",)), False),
        (Traits(regions=("350200",)), Facts(), None),
        (Traits(region_levels=("county",)), Facts(region_level="county"), True),
        (Traits(certificates=("high_tech",)), Facts(holds=()), False),
        (Traits(certificates=("high_tech",)), Facts(holds=(Held(certificate="high_tech"),)), True),
        (Who(classes=("sme", "services")), Facts(industry="H1", kind="individual"), True),
        (Who(classes=("sme", "services")), Facts(industry="C1", kind="enterprise"), None),
    ],
)
def test_traits_fit_when_all_that_is_named_fits(book, who, facts, answer):
    assert fits(who, facts, DAY, book) is answer


def test_bodies_are_apart_in_both_directions(book):
    assert book.must_be_apart("executor", "committee")
    assert book.must_be_apart("committee", "executor")
    assert not book.must_be_apart("committee", "office")


def test_who_sits_in_two_bodies_that_must_be_apart_is_named_with_the_article(book):
    members = {"committee": {"p1", "p2"}, "office": {"p1"}, "executor": {"p2", "p3"}, "watchers": {"p9"}}

    (overlap,) = overlaps(book, members)

    assert (overlap.one, overlap.other, overlap.persons) == ("committee", "executor", ("p2",))
    assert overlap.cite.article == "7"
    assert overlap.says.zh == "评审委员会与评审执行机构的组成人员不得相同，现有 1 人同时在内。"


def test_bodies_without_a_common_member_do_not_overlap(book):
    assert overlaps(book, {"committee": {"p1"}, "executor": {"p2"}}) == ()
