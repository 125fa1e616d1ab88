"""What is true of every page: headers, weight, escaping, one heading, both languages, no script and no cookie."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

PUBLIC = ["/", "/rounds/", "/rounds/xm-7/", "/rulebooks/", "/rulebooks/350200/quality-award/2020/",
          "/honours/", "/honours/?status=proposed", "/ledger/", "/sign-in/", "/nothing/"]  # fmt: skip
WEIGHT = 60_000
CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title><svg onload=alert(1)>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "javascript:alert(1)",
]


@pytest.fixture
def site(running, past):
    """A site with a running round and the past honours."""
    return running


def weight_of(body):
    """Return the bytes of a page with everything it loads; files count compressed, as production sends them."""
    found = re.findall(rb'(?:href|src)="/static/([^"]+)"', body)
    files = (Path(finders.find(name.decode())).read_bytes() for name in set(found))
    return len(body) + sum(len(gzip.compress(content)) for content in files)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_with_its_styles_weighs_less_than_60_kb(client, site, address):
    assert weight_of(client.get(address).content) < WEIGHT


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_has_no_script_and_no_inline_style(client, site, address):
    page = client.get(address).content.decode()
    assert re.findall(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", page) == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_forbids_by_header_what_it_does_not_use(client, site, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")


@pytest.mark.parametrize("address", [one for one in PUBLIC if one != "/sign-in/"])
def test_a_public_page_sets_no_cookie_and_is_the_same_bytes_again(client, site, address):
    first, second = client.get(address), client.get(address)
    assert list(first.cookies) == []
    assert first.content == second.content


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_has_one_heading_a_title_and_a_description_in_its_language(client, site, address, language):
    page = client.get(address, headers={"accept-language": language}).content.decode()
    assert page.count("<h1") == 1
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in page
    assert re.search(r"<title>\S.* · (质衡|Zhiheng)</title>", page)
    assert re.search(r'<meta name="description" content="[^"]{8,}">', page)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_english_page_has_no_chinese_word_outside_what_says_it_is_chinese(client, site, address):
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    unmarked = re.sub(
        r'<(\w+)[^>]*lang="zh-Hans"[^>]*>.*?</\1>|<title>.*?</title>|<p>.*?</p>', "", page, flags=re.DOTALL
    )
    assert re.findall(r"[\u4e00-\u9fff]+", re.sub(r'="[^"]*"', "", unmarked)) == []


@pytest.mark.parametrize("attack", CORPUS)
def test_a_name_with_markup_in_it_stays_text_on_every_page_that_shows_it(reader, site, attack):
    from zhiheng.casework.models import Case

    case = site[1][0]
    Case.objects.filter(pk=case.pk).update(name=attack)
    client = reader()
    for address in (f"/cases/{case.code}/", "/rounds/xm-7/"):
        page = client.get(address).content.decode()
        assert re.findall(r"<script|<img|<svg|14\d{0}2026", page) == []
        assert re.findall(r"""=["']?javascript:""", page) == []


@pytest.mark.parametrize("attack", CORPUS)
def test_what_was_typed_into_a_filter_comes_back_as_text(client, past, attack):
    page = client.get("/honours/", {"organisation": attack, "region": attack}).content.decode()
    assert re.findall(r"<script|<img|<svg", page) == []
