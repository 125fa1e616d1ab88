"""The register of honours: found by every filter, in pages of fifty, with its source, proposals kept apart."""

import pytest
from django.utils import timezone

from factories import conclude

pytestmark = pytest.mark.usefixtures("past")


def search(client, query="", **headers):
    """Return the page of a search."""
    return client.get(f"/honours/?{query}", headers=headers)


def test_all_entries_come_in_pages_of_fifty_with_their_total(client):
    page = search(client).content.decode()
    assert "共 848 条" in page
    assert "第 1 页，共 17 页" in page
    assert page.count("<tr>") + page.count('<tr class="proposed">') == 51
    assert '<a rel="next" href="?page=2">下一页</a>' in page


def test_the_last_page_has_the_rest_and_no_next(client):
    page = search(client, "page=17").content.decode()
    assert (page.count('class="main"'), 'rel="next"' in page) == (48, False)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("award=中国质量奖&year=2013", {"award": "中国质量奖", "year": 2013}),
        ("status=proposed", {"status": "proposed"}),
        ("tier=project", {"tier": "project"}),
        ("organisation=华为", {"winner_name__contains": "华为"}),
    ],
)
def test_each_filter_finds_what_it_names(client, query, meant):
    from zhiheng.registers.models import Honour

    counted = Honour.objects.filter(**meant).count()
    assert counted > 0
    assert f"共 {counted} 条" in search(client, query).content.decode()


def test_a_region_is_found_by_its_name_and_by_its_code(client):
    by_name = search(client, "region=深圳市").content.decode().partition("</form>")[2]
    by_code = search(client, "region=440300").content.decode().partition("</form>")[2]
    assert "条" in by_name
    assert (
        by_name.partition("<table")[2].partition("</table>")[0]
        == by_code.partition("<table")[2].partition("</table>")[0]
    )


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("region=朝阳", "有多个行政区划符合：朝阳区 110105"),
        ("region=亚特兰蒂斯", "没有名为“亚特兰蒂斯”的行政区划"),
        ("year=9", "请填写 1949 至 2100 之间的年份。"),
        ("year=x", "请填写 1949 至 2100 之间的年份。"),
        ("tier=nonsense", "请从列表中选择一项。"),
        ("organisation=%00", "含有无法保存的字符"),
    ],
)
def test_a_filter_that_makes_no_sense_is_said_beside_it_and_kept(client, query, told):
    response = search(client, query)
    assert response.status_code == 400
    assert told in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_an_empty_result_says_why_and_what_to_do(client):
    page = search(client, "organisation=无此单位").content.decode()
    assert "没有同时符合这些条件的记录。" in page
    assert '<a href="/honours/">查看全部记录</a>' in page


def test_a_proposed_row_is_marked_and_its_page_says_that_it_is_no_honour(client):
    from zhiheng.registers.models import Honour

    page = search(client, "status=proposed").content.decode()
    assert page.count("拟授（非荣誉）") == page.count('<tr class="proposed">') == 50
    code = Honour.objects.filter(status="proposed").first().code
    assert "不是荣誉" in client.get(f"/honours/{code}/").content.decode()


def test_every_row_shows_where_it_comes_from(client):
    from zhiheng.registers.models import Honour

    one = Honour.objects.exclude(source_url="").order_by("code").first()
    page = client.get(f"/honours/{one.code}/").content.decode()
    assert one.source_title in page
    assert f'href="{one.source_url}"' in page.replace("&amp;", "&")


@pytest.mark.parametrize("query", ["organisation=华为投资控股有限公司", "award=中国质量奖"])
def test_a_search_costs_three_statements_for_few_rows_and_for_many(client, django_assert_num_queries, query):
    with django_assert_num_queries(3):
        search(client, query)


def test_a_source_that_is_no_web_address_is_never_a_link(client):
    from zhiheng.registers.models import Honour

    Honour.objects.filter(award="中国质量奖").update(source_url="javascript:alert(1)")
    assert "javascript:" not in search(client, "award=中国质量奖").content.decode()


def test_names_stay_chinese_on_an_english_page_and_say_so(client):
    page = search(client, "organisation=华为投资控股有限公司", **{"accept-language": "en"}).content.decode()
    assert '<span lang="zh-Hans">华为投资控股有限公司</span>' in page
    assert "1 entry" in page


def test_an_honour_of_a_sample_round_is_marked_in_the_list_and_on_its_page(client, regions):
    from zhiheng.casework.models import Round
    from zhiheng.registers.models import Honour

    round_, cases = conclude(count=1)
    assert ">演示<" not in search(client, "award=示例短流程奖").content.decode()
    Round.objects.filter(pk=round_.pk).update(is_sample=True)
    assert search(client, "award=示例短流程奖").content.decode().count(">演示<") == 1
    code = Honour.objects.get(case_code=cases[0].code).code
    assert "申报单位为虚构" in client.get(f"/honours/{code}/").content.decode()


@pytest.mark.parametrize(
    ("language", "level"), [("zh-hans", "厦门市 · 市级"), ("en", "City (prefecture level)")]
)
def test_the_level_of_an_honour_that_a_round_granted_is_told_in_words(client, concluded, language, level):
    from zhiheng.registers.queries import honours_of_round

    code = honours_of_round(concluded[0].code, timezone.localdate())[0].code
    page = client.get(f"/honours/{code}/", headers={"accept-language": language}).content.decode()
    assert level in page
    assert "prefectur" not in page.replace("City (prefecture level)", "")
