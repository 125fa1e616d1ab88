"""Papers are read in the page, in a real browser, under the site's strict rules for scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from factories import AFTER, OFFICE
from registers.samples import PDF, png
from review.written_pdf import pdf_of
from zhiheng.casework.models import Case
from zhiheng.ledger.models import Line
from zhiheng.registers import actions as registers

from .test_assessor import SHEET, enter, judged  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept(judged):  # noqa: F811
    """A report of two pages, a file that is broken, and a picture."""
    case = judged.cases[0]
    contents = {"self_assessment_report": (pdf_of("质量管理自评报告", "第二页：顾客与市场"), "自评报告.pdf"),
                "application_form": (PDF, "申报表.pdf"), "licence": (png(), "执照.png")}  # fmt: skip
    documents = {
        paper: registers.keep_document(
            content, name, OFFICE, AFTER, authority="350200", organisation=case.subject
        )
        for paper, (content, name) in contents.items()
    }
    Case.objects.filter(pk=case.pk).update(declared={"documents": documents})
    return documents


def opened(enter, name, **look):  # noqa: F811
    """Open the sheet and, in it, the paper with this file name; collect what the browser complains of."""
    page = enter("/review/", **look)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{SHEET}#document" if look.get("width") == 375 else SHEET)
    page.locator("#reader[data-ready]").wait_for(state="attached")
    page.locator(f'.papers a[data-title="{name}"]').click()
    return page


def leaf(page, number):
    """Wait for a page of the paper to be drawn and return the text of its layer."""
    page.locator(f'.leaf[data-page="{number}"]').wait_for()
    return page.locator(".textLayer").inner_text().strip()


INK = """() => { const c = document.querySelector(".leaf canvas");
const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
let dark = 0; for (let i = 0; i < d.length; i += 4) if (d[i] < 128 && d[i + 3] > 128) dark += 1; return dark; }"""


def test_a_paper_in_chinese_is_drawn_beside_the_sheet_with_its_text_for_the_screen_reader(enter, kept):  # noqa: F811
    page = opened(enter, "自评报告.pdf")
    assert leaf(page, 1) == "质量管理自评报告"
    assert page.evaluate(INK) > 500
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator(".pages")).to_have_text("2", use_inner_text=True)
    assert page.complaints == []
    assert Line.objects.filter(act="review.paper_read").count() == 1


def test_pages_are_turned_by_keyboard_and_the_place_is_found_again(enter, kept):  # noqa: F811
    page = opened(enter, "自评报告.pdf")
    leaf(page, 1)
    page.keyboard.press("ArrowRight")
    assert leaf(page, 2) == "第二页：顾客与市场"
    page.keyboard.press("ArrowRight")
    expect(page.locator(".reader-bar input")).to_have_value("2")
    page.keyboard.press("Escape")
    page.locator("#reader").wait_for(state="hidden")
    page.keyboard.press("Enter")  # the focus is back on the list
    page.locator(".reader").wait_for()
    page.locator('.papers a[data-title="自评报告.pdf"]').click()
    assert leaf(page, 2) == "第二页：顾客与市场"
    page.keyboard.press("Home")
    assert leaf(page, 1) == "质量管理自评报告"


def test_a_paper_that_cannot_be_drawn_says_so_and_offers_the_download(enter, kept):  # noqa: F811
    page = opened(enter, "申报表.pdf")
    page.locator(".failed a").wait_for()
    expect(page.locator("#reader .told")).to_have_text(
        "此材料无法在页面中显示，请下载后打开。", use_inner_text=True
    )
    with page.expect_download() as taken:
        page.locator(".failed a").click()
    assert taken.value.suggested_filename == "申报表.pdf"


def test_a_picture_is_drawn_and_says_that_it_holds_no_text(enter, kept):  # noqa: F811
    page = opened(enter, "执照.png")
    page.locator(".leaf").wait_for()
    expect(page.locator("#reader .told")).to_have_text(
        "本页是图像，没有可供朗读的文字。", use_inner_text=True
    )


def test_a_sign_in_that_expired_is_told_in_place_of_the_paper(enter, kept):  # noqa: F811
    page = enter(SHEET)
    page.locator("#reader[data-ready]").wait_for(state="attached")
    page.context.clear_cookies(name="sessionid")
    page.locator('.papers a[data-title="自评报告.pdf"]').click()
    page.locator("#reader .told", has_text="登录可能已经失效").wait_for()


def test_without_scripts_a_paper_is_a_download(enter, kept):  # noqa: F811
    page = enter(SHEET, scripts=False)
    with page.expect_download() as taken:
        page.locator(".papers a", has_text="报告").click()
    assert taken.value.suggested_filename == "自评报告.pdf"


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (375, "dark")])
def test_an_open_paper_has_no_barrier_and_scrolls_the_page_nowhere_sideways(enter, kept, width, theme):  # noqa: F811
    page = opened(enter, "自评报告.pdf", width=width, theme=theme)
    leaf(page, 1)
    violations = Axe().run(page).response["violations"]
    assert [one["id"] for one in violations if one["impact"] in ("serious", "critical", "moderate")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
