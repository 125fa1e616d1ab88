import pytest

from registers.conftest import PLACES
from zhiheng.registers.domain.places import Places

PATHS = {
    "000000": "000000",
    "350000": "000000/350000",
    "350200": "000000/350000/350200",
    "350206": "000000/350000/350200/350206",
    "330000": "000000/330000",
    "330400": "000000/330000/330400",
    "330424": "000000/330000/330400/330424",
}
TWICE = [("110101", "东城区", "000000/110101"), ("120101", "东城区", "000000/120101")]


@pytest.fixture
def places():
    return Places([(code, name, PATHS[code]) for code, (name, _, _) in PLACES.items()] + TWICE)


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("福建", "000000", "350000"),
        ("湖里区", "350200", "350206"),
        ("海盐", "330400", "330424"),
        ("厦门", "330000", "350200"),
    ],
)
def test_a_short_name_finds_its_place(places, name, within, code):
    assert places.found(name, within) == code


@pytest.mark.parametrize("name", ["", "东城", "Zhaoqing", "某开发区"])
def test_an_uncertain_name_finds_none(places, name):
    assert places.found(name, "000000") is None


def test_the_place_within_the_authority_is_meant_first(places):
    assert places.found("东城", "110101") == "110101"
