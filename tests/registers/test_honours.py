import csv
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from django.db import IntegrityError, transaction

from registers.conftest import NOON, OFFICE, TODAY, acts, grant, organisation
from zhiheng.core.refusal import Citation, InputRefused, Refused
from zhiheng.registers import actions, queries
from zhiheng.registers.actions.honour_table import COLUMNS
from zhiheng.registers.domain.kinds import HonourStatus, Standing
from zhiheng.registers.domain.names import folded
from zhiheng.registers.models import Honour

CITES = (Citation("350200/quality-award/2021", "22"),)
ROW = "厦门市质量奖,Xiamen Quality Award,350200,prefectural,1,2021,award,organisation,{name},湖里,,,2021-05,{status}\n"


def write_table(folder, *rows):
    path = folder / "table.csv"
    path.write_text(",".join(COLUMNS) + "\n" + "".join(rows), encoding="utf-8-sig")
    return path


def row(name="厦门甲有限公司", status="decided"):
    return ROW.format(name=name, status=status)


def search(**asked):
    return queries.honours_matching(day=TODAY, **asked)


@pytest.fixture
def shipped(db):
    actions.load_regions(now=NOON)
    actions.import_honours(now=NOON)


@pytest.mark.usefixtures("shipped")
def test_the_shipped_table_keeps_decided_and_proposed_apart():
    found = [search(status=status).total for status in HonourStatus]

    assert dict(zip(HonourStatus, found, strict=True)) == {"proposed": 56, "decided": 792}
    assert {one.standing for one in search(status=HonourStatus.PROPOSED).rows} == {Standing.PROPOSED}


@pytest.mark.usefixtures("shipped")
def test_importing_again_changes_nothing_and_leaves_no_second_line():
    again = actions.import_honours(now=NOON)

    assert (again.new, again.changed, again.total) == (0, 0, 848)
    assert [act for _, act, _ in acts()].count("registers.honours_imported") == 1


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("part", ["海尔", "华为", "青岛港", "（集团）", "Hongtu", "ｈｏｎｇｔｕ"])
def test_a_part_of_a_name_finds_what_a_plain_reading_of_the_table_finds(part):
    table = (files("zhiheng.registers") / "data" / "honours.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    expected = sum(folded(part) in folded(row["winner_name_zh"]) for row in rows)

    assert search(organisation=part).total == expected > 0


@pytest.mark.usefixtures("shipped")
def test_every_honour_is_on_exactly_one_page():
    pages = [search(page=number) for number in range(1, 18)]

    codes = [one.code for page in pages for one in page.rows]
    assert (pages[0].total, pages[0].pages, len(codes), len(set(codes))) == (848, 17, 848, 848)
    assert search(page=99).page == 17


@pytest.mark.usefixtures("shipped")
def test_a_region_finds_its_own_honours_and_those_below_it():
    authorities = {one.authority for one in search(region="410000").rows}

    assert {"410000", "411600"} <= authorities
    assert search(region="000000").total == 848
    assert search(region="999999").total == 0


@pytest.mark.usefixtures("places")
def test_a_winner_from_a_region_is_found_though_another_authority_honoured_it():
    honour = grant(organisation(1, region="330424"))

    assert [one.code for one in search(region="330000").rows] == [honour]
    assert [one.code for one in search(region="350000").rows] == [honour]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    "asked", [{"award": "中国质量奖"}, {"year": 2013}, {"session": "8"}, {"tier": "nomination"}]
)
def test_a_search_narrows_to_rows_that_match_it(asked):
    found = search(**asked)

    field, value = next(iter(asked.items()))
    assert 0 < found.total < 848
    assert {getattr(one, field) for one in found.rows} == {value}


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_two_statements(count, django_assert_num_queries):
    for number in range(count):
        grant(organisation(number), case=f"xm-{number}")

    with django_assert_num_queries(2):
        assert len(search(region="350000", organisation="甲乙").rows) == count


@pytest.mark.usefixtures("places")
def test_a_decision_replaces_a_proposal_and_is_never_undone_by_a_file(tmp_path):
    for status in ("proposed", "decided", "proposed"):
        actions.import_honours(write_table(tmp_path, row(status=status)), now=NOON)

    (found,) = search().rows
    assert (found.status, found.standing) == (HonourStatus.DECIDED, Standing.HELD)
    assert [act for _, act, _ in acts()] == ["registers.honours_imported"] * 2


@pytest.mark.usefixtures("places")
def test_a_table_with_bad_rows_is_refused_whole_with_each_in_its_place(tmp_path):
    path = write_table(tmp_path, row(), row(status="maybe"), row(name="").replace("350200", "999999"))

    with pytest.raises(InputRefused) as refusal:
        actions.import_honours(path, now=NOON)

    found = [(problem.place.row, problem.place.column) for problem in refusal.value.problems]
    assert found == [(3, "status"), (4, "authority_region_code"), (4, "winner_name_zh")]
    assert not Honour.objects.exists()


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 not a table", "奖项,年份\n甲,1\n".encode(), "奖".encode("gb18030")]
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    with pytest.raises(InputRefused) as refusal:
        actions.import_honours(path, now=NOON)

    assert [problem.code for problem in refusal.value.problems] == ["honours.columns_wrong"]


@pytest.mark.usefixtures("places")
def test_a_grant_is_entered_once_with_its_line_under_the_case():
    row = organisation()

    assert grant(row) == grant(row)
    assert queries.honour(grant(row), TODAY).level == "prefectural"
    assert acts()[1:] == [("350200", "registers.honour_granted", "xm-001")]
    assert [one.winner for one in queries.honours_of_round("xm", TODAY)] == [row.name]


@pytest.mark.usefixtures("places")
def test_another_honour_for_the_same_case_is_refused():
    row = organisation()
    grant(row)

    with pytest.raises(Refused) as refusal:
        grant(row, tier="nomination")

    assert refusal.value.code == "honour.granted_already"


@pytest.mark.usefixtures("places")
def test_a_revoked_honour_is_revoked_from_its_day_on():
    honour = grant(organisation())
    actions.revoke_honour(
        honour=honour, day=date(2027, 3, 1), ground="申报弄虚作假", cites=CITES, by=OFFICE, now=NOON
    )

    standings = [queries.honour(honour, day).standing for day in (date(2027, 2, 28), date(2027, 3, 1))]

    assert standings == [Standing.HELD, Standing.REVOKED]
    assert acts()[-1] == ("350200", "registers.honour_revoked", honour)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("more", [{"ground": " "}, {"cites": ()}, {"day": date(2026, 11, 19)}])
def test_a_revocation_without_ground_article_or_possible_day_is_refused(more):
    honour = grant(organisation())
    stated = {"day": date(2027, 3, 1), "ground": "弄虚作假", "cites": CITES}

    with pytest.raises(Refused) as refusal:
        actions.revoke_honour(honour=honour, by=OFFICE, now=NOON, **(stated | more))

    assert refusal.value.code == "honour.revocation_refused"
    assert queries.honour(honour, date(2028, 1, 1)).standing is Standing.HELD


@pytest.mark.usefixtures("places")
def test_a_proposed_honour_cannot_be_revoked(tmp_path):
    actions.import_honours(write_table(tmp_path, row(status="proposed")), now=NOON)
    (found,) = search().rows

    with pytest.raises(Refused):
        actions.revoke_honour(honour=found.code, day=TODAY, ground="x", cites=CITES, by=OFFICE, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Honour.objects.update(revoked_day=TODAY, revoked_ground="x")


@pytest.mark.usefixtures("places")
def test_a_past_honour_is_linked_by_an_officer_and_not_by_its_name(tmp_path):
    actions.import_honours(write_table(tmp_path, row("厦门市甲有限责任公司")), now=NOON)
    holder, other = organisation(1, "厦门甲有限公司"), organisation(2)

    (suggested,) = queries.honours_with_the_name_of(holder.code, TODAY)
    assert queries.facts_about([holder.code], TODAY)[holder.code].honours == ()
    actions.link_honour(honour=suggested.code, organisation=holder.code, by=OFFICE, now=NOON)

    assert queries.honours_with_the_name_of(holder.code, TODAY) == ()
    (fact,) = queries.facts_about([holder.code], TODAY)[holder.code].honours
    assert (fact.day, fact.day_is_exact) == (date(2021, 12, 31), False)
    with pytest.raises(Refused):
        actions.link_honour(honour=suggested.code, organisation=other.code, by=OFFICE, now=NOON)
    assert queries.honour(suggested.code, TODAY) == replace(suggested, organisation=holder.code)
