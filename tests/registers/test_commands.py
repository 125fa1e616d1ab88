import json

import pytest
from click.testing import CliRunner

from registers.conftest import TODAY, grant, organisation
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.registers import queries
from zhiheng.registers.commands import register

SECRET = "correct horse battery\n"


def run(*words, **more):
    done = CliRunner().invoke(register, words, catch_exceptions=False, standalone_mode=False, **more)
    if done.exception:
        raise done.exception
    return done.output


def answer(*words):
    return json.loads(run(*words, "--json"))


@pytest.mark.django_db
def test_setup_can_be_repeated():
    first, again = answer("setup"), answer("setup")

    assert (first["regions"]["new"], first["honours"]["new"]) == (3342, 848)
    assert (again["regions"]["new"], again["honours"]["new"]) == (0, 0)
    assert run("setup").splitlines()[1] == "历年荣誉：共 848 条，新增 0 条，更新 0 条。"


@pytest.mark.usefixtures("places")
def test_regions_are_looked_up_with_what_lies_above():
    assert run("regions", "湖里") == "350206  湖里区  (350200 < 350000 < 000000)\n"
    assert [one["code"] for one in answer("regions", "3304")] == ["330400", "330424"]


@pytest.mark.usefixtures("places")
def test_an_unknown_region_is_refused():
    with pytest.raises(Refused) as refusal:
        run("regions", "亚特兰蒂斯")

    assert refusal.value.code == "region.unknown"


@pytest.mark.usefixtures("places")
def test_an_organisation_is_shown_by_either_code_with_its_record():
    row = organisation()
    grant(row)

    by_code, by_uscc = answer("organisation", row.code), answer("organisation", row.uscc)

    assert by_code == by_uscc
    assert by_code["organisation"]["name"] == row.name
    assert [one["award"] for one in by_code["honours"]] == ["厦门市质量奖"]
    assert row.name in run("organisation", row.code).splitlines()[0]


@pytest.mark.usefixtures("places")
def test_honours_are_searched_and_their_standing_shown():
    row = organisation()
    grant(row)

    found = answer("honours", "--region", "350000", "--organisation", "甲乙", "--decided")

    assert (found["total"], found["rows"][0]["winner"], found["rows"][0]["standing"]) == (1, row.name, "held")
    assert run("honours", "--award", "质量奖").splitlines() == [
        f"2026  厦门市质量奖  第 8 届  正奖  {row.name}  [有效]",
        "共 1 条，第 1/1 页。",
    ]


@pytest.mark.usefixtures("places")
def test_an_account_is_opened_and_given_a_role():
    code = run("account", "open", "li.ming", input=SECRET * 2).splitlines()[-1]

    run("account", "role", "li.ming", "office", "350200", "--from", str(TODAY))

    assert queries.actor_of(code, TODAY).has(Role.OFFICE, "350200")


@pytest.mark.usefixtures("places")
def test_a_role_for_an_unknown_account_is_refused():
    with pytest.raises(Refused) as refusal:
        run("account", "role", "nobody", "office", "350200")

    assert refusal.value.code == "account.unknown"
