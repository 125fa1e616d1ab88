"""The shipped sample comes to exactly what was published."""

import json

import pytest
from click.testing import CliRunner

from zhiheng.casework.models import Case
from zhiheng.core.money import Money
from zhiheng.ledger.verify import verify_book
from zhiheng.programmes.incentives import queries
from zhiheng.programmes.incentives.commands import incentives
from zhiheng.programmes.incentives.demo import CODE, Demonstration
from zhiheng.programmes.incentives.models import Standard
from zhiheng.registers.models import Organisation

from .makers import SOURCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstrated(regions):
    """The demonstration has run once."""
    Demonstration(SOURCE).run()


def test_the_totals_are_those_that_were_published(demonstrated):
    totals = queries.totals_of(CODE)
    assert (totals.applied_enterprises, totals.applied_projects) == (11, 24)
    assert (totals.paid_enterprises, totals.paid_projects) == (8, 20)
    assert totals.by_level == {"international": 1, "national": 14, "industry": 5}
    assert (totals.amount, str(totals.amount), totals.amount.in_wan()) == (
        Money(293_870_000),
        "2,938,700.00",
        "293.87",
    )
    assert sum(totals.by_level.values()) == totals.paid_projects
    assert sum(line.amount.fen for line in queries.lines_of(CODE)) == 293_870_000


def test_the_refused_keep_their_stage_and_reason(demonstrated):
    assert [(row.claim.name, row.stage, row.reasons[0].zh) for row in queries.refusals_of(CODE)] == [
        (
            "示例乙电子有限公司",
            "claim",
            "同一企业对标准 GB/T 99904-2021 已由 demo-hl-0005 申报，不重复奖励。",
        ),
        (
            "示例壬橡塑有限公司",
            "street_check",
            "示例四街道初审未通过：企业税务登记不在本区，不属于本区奖励对象。",
        ),
        ("示例癸环保有限公司", "claim", "起草单位排名第 6 位，办法只奖励前 5 位。"),
        ("示例辰控制有限公司", "panel_check", "缺少材料：已发布的标准文本。"),
    ]


def test_lines_and_refusals_together_are_everything_that_was_claimed(demonstrated):
    told = [line.claim.case for line in queries.lines_of(CODE)] + [
        row.claim.case for row in queries.refusals_of(CODE)
    ]
    assert sorted(told) == sorted(Case.objects.values_list("code", flat=True))


def test_running_it_again_starts_afresh(demonstrated):
    before = queries.totals_of(CODE)
    Demonstration(SOURCE).run()
    assert queries.totals_of(CODE) == before
    assert (Case.objects.count(), Standard.objects.count(), Organisation.objects.count()) == (24, 23, 11)
    assert verify_book("350206").ok


def test_the_command_prints_one_json_object_that_ends_with_its_totals(regions):
    done = CliRunner().invoke(incentives, ["demo", "--json"], catch_exceptions=False)
    report = json.loads(done.stdout)
    assert list(report)[-1] == "totals"
    assert report["totals"] == {
        "applied": {"enterprises": 11, "projects": 24},
        "paid": {"enterprises": 8, "projects": 20},
        "by_level": {"international": 1, "national": 14, "industry": 5},
        "fen": 293870000,
        "yuan": "2938700.00",
    }
    assert (len(report["lines"]), len(report["refused"]), report["is_sample"]) == (20, 4, True)


def test_show_prints_every_line_and_says_that_it_is_a_sample(demonstrated):
    done = CliRunner().invoke(incentives, ["show", CODE], catch_exceptions=False)
    assert done.stdout.count("奖励 90,000.00 元。") == 10
    assert done.stdout.rstrip().endswith("以上均为虚构的演示数据。")
