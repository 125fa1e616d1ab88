import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.registers.domain.names import folded, name_key, username_key

STEM = st.text(alphabet="甲乙丙丁华星机电精密东海ABCxyz09", min_size=2, max_size=8)
ANY = st.text(max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("厦门华星（集团）有限公司", "厦门华星(集团)有限公司"),
        ("厦门华星集团有限公司", "厦门 华星 集团 有限公司"),
        ("厦门ＡＢＣ有限公司", "厦门abc有限公司"),
        ("厦门华星有限责任公司", "厦门华星有限公司"),
        ("厦门市华星有限公司", "厦门华星有限公司"),
        ("福建省厦门市华星有限公司", "福建厦门华星有限公司"),
        ("海盐县华星有限公司", "海盐华星有限公司"),
        ("华星有限公司（厦门）", "华星有限公司【厦门】"),
        ("厦门市市政工程有限公司", "厦门市政工程有限公司"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("厦门华星股份有限公司", "厦门华星有限公司"),
        ("厦门华星有限公司", "漳州华星有限公司"),
        ("厦门华星有限公司", "厦门华星有限公司第一分公司"),
        ("厦门华星一有限公司", "厦门华星二有限公司"),
    ],
)
def test_different_names_keep_different_keys(one, other):
    assert name_key(one) != name_key(other)


@given(ANY)
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@given(STEM, st.sampled_from(["有限公司", "股份有限公司", "研究院"]))
def test_a_key_is_its_own_key(stem, ending):
    key = name_key(f"厦门市{stem}{ending}")

    assert name_key(key) == key


@given(STEM, st.sampled_from(["（", "(", " ", "　", "·", "【"]), st.integers(0, 8))
def test_brackets_and_spaces_anywhere_change_nothing(stem, sign, at):
    name = f"厦门{stem}有限公司"

    assert name_key(name[:at] + sign + name[at:]) == name_key(name)


@given(STEM)
def test_a_joint_stock_company_is_never_a_limited_one(stem):
    assert name_key(stem + "股份有限公司") != name_key(stem + "有限公司")


def test_a_name_of_signs_alone_has_no_key():
    assert name_key("（）——…  ") == ""


@given(st.text(alphabet="abcXYZ０９ＡＢ张三", min_size=1, max_size=20))
def test_a_username_has_one_spelling(text):
    assert username_key(username_key(text).upper()) == username_key(text)
