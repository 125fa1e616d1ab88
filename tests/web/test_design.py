"""The living page of components: everything that pages are made of is on it."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from zhiheng import web

TEMPLATES = Path(web.__file__).parent / "templates"
FRAME = ("web/base.html", "components/visitor.html")


def shown():
    """Return the names of the components that the specimens, or the frame around every page, include."""
    told = [*(TEMPLATES / "web" / "design").glob("*.html"), *(TEMPLATES / name for name in FRAME)]
    text = "".join(path.read_text(encoding="utf-8") for path in told)
    return {*re.findall(r'include "components/(\w+)\.html"', text), *re.findall(r"{% (cite) ", text)}


def test_every_component_has_its_specimen():
    assert {path.stem for path in (TEMPLATES / "components").glob("*.html")} - shown() == set()


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("absent", "没有这个页面"),
        ("refused", "未予办理"),
        ("too-often", "提交过于频繁"),
        ("old-form", "表单已失效"),
        ("unreadable", "无法识别该请求"),
        ("broken", "系统出现故障"),
    ],
)
def test_a_page_that_shows_nothing_has_its_specimen(client, state, heading):
    page = client.get(f"/design/states/{state}/", headers={"accept-language": "zh-hans"}).content.decode()
    assert re.findall(r"<h1>(.*)</h1>", page) == [heading]


def test_law_among_the_specimens_names_its_places(client, db):
    page = client.get("/design/document/", headers={"accept-language": "zh-hans"}).content.decode()
    assert re.findall(r"(?<![（(])\b\d{6}\b(?![）)])", re.sub(r"<[^>]*>", "", page)) == []


def test_a_field_is_never_dressed_by_its_own_name(client, db):
    page = client.get("/design/forms/").content.decode()
    classes = re.findall(r'class="((?:field|ticks)(?: [^"]*)?)"', page)
    assert {name.split()[1].split("-")[0] for name in classes} == {"field"}


def test_a_list_of_one_page_has_no_pages_to_turn():
    assert render_to_string("components/pager.html", {"found": {"page": 1, "pages": 1}}).strip() == ""
