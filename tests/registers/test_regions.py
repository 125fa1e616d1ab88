from collections import Counter
from datetime import date

import pytest

from registers.conftest import NOON, acts
from zhiheng.registers import queries
from zhiheng.registers.actions import load_regions
from zhiheng.registers.models import Region

STATE = date(2023, 6, 30)


@pytest.mark.django_db
def test_the_shipped_table_holds_the_tree_of_mid_2023():
    load_regions(now=NOON)

    valid = Region.objects.exclude(valid_to__lte=STATE)
    assert Counter(valid.values_list("level", flat=True)) == {
        "country": 1,
        "province": 31,
        "prefecture": 333,
        "county": 2851,
        "zone": 124,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "name", "above"),
    [
        ("330424", "海盐县", ("330400", "330000", "000000")),
        ("341881", "宁国市", ("341800", "340000", "000000")),
        ("350206", "湖里区", ("350200", "350000", "000000")),
        ("441284", "四会市", ("441200", "440000", "000000")),
        ("441204", "高要区", ("441200", "440000", "000000")),
        ("110101", "东城区", ("110000", "000000")),
    ],
)
def test_the_places_of_the_programmes_are_there(code, name, above):
    load_regions(now=NOON)

    found = queries.region(code)

    assert (found.name, found.ancestors) == (name, above)


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_leaves_no_second_line():
    first = load_regions(now=NOON)

    again = load_regions(now=NOON)

    assert (first.new, again.new, again.changed) == (3342, 0, 0)
    assert acts() == [("house", "registers.regions_loaded", "regions")]


@pytest.mark.django_db
def test_loading_corrects_a_row_that_differs_from_the_file():
    load_regions(now=NOON)
    Region.objects.filter(code="350206").update(name="湖外区")

    assert load_regions(now=NOON).changed == 1
    assert queries.region("350206").name == "湖里区"


@pytest.mark.django_db
def test_a_place_that_ended_is_found_for_its_own_days_with_its_successor():
    load_regions(now=NOON)

    before = queries.region("441283", date(2015, 4, 27))

    assert (before.name, before.successor) == ("高要市", "441204")
    assert queries.region("441283", date(2015, 4, 28)) is None
    assert queries.region("441204", date(2015, 4, 27)) is None


@pytest.mark.django_db
def test_a_zone_is_a_child_of_its_city():
    load_regions(now=NOON)

    zones = [one.code for one in queries.children("410400") if one.level == "zone"]

    assert zones == [code for code in zones if queries.descends_from(code, "410000")]
    assert zones == ["410471", "410472"]


@pytest.mark.usefixtures("places")
def test_descent_includes_the_place_itself_and_not_its_neighbours():
    assert queries.descends_from("350206", "350206")
    assert queries.descends_from("350206", "350000")
    assert not queries.descends_from("350206", "330000")
    assert not queries.descends_from("350200", "350206")
    assert not queries.descends_from("999999", "000000")
    assert queries.ancestors("999999") == ()


@pytest.mark.usefixtures("places")
def test_search_finds_by_a_part_of_the_name_or_the_beginning_of_the_code():
    assert [one.code for one in queries.regions_named("湖里")] == ["350206"]
    assert [one.code for one in queries.regions_named("3502")] == ["350200", "350206"]
    assert queries.regions_named("  ") == ()


@pytest.mark.usefixtures("places")
def test_search_takes_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.regions_named("35")
