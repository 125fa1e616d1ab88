"""Filter bars read addresses; a page number that makes no sense is the first page."""

import pytest

from zhiheng.web.forms import CaseFilter, HonourSearch


@pytest.mark.parametrize(
    ("asked", "page"),
    [("3", 3), ("", 1), ("x", 1), ("-2", 1), ("٣", 1), ("9" * 30, 1), ("1.5", 1), ("0", 0)],
)
def test_a_page_number_is_digits_or_the_first_page(asked, page):
    assert HonourSearch({"page": asked}).page() == page


def test_a_region_is_one_code_whether_named_or_coded(regions):
    for asked in ("厦门市", "350200", " 厦门市 ", "厦门"):
        form = HonourSearch({"region": asked})
        assert form.is_valid()
        assert form.wanted()["region"] == "350200"


def test_a_state_that_is_not_one_is_no_filter():
    form = CaseFilter({"state": "nonsense"})
    form.full_clean()
    assert form.choice("state") == ""
