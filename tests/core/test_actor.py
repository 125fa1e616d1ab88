"""A role is held at a place, not everywhere."""

from zhiheng.core.actor import NOBODY, Actor, Role

OFFICER = Actor(
    "li", frozenset({(Role.OFFICE, "350200"), (Role.OFFICE, "350206"), (Role.ASSESSOR, "410000")})
)


def test_role_at_one_place_is_not_held_at_another():
    assert OFFICER.has(Role.OFFICE, "350200")
    assert not OFFICER.has(Role.OFFICE, "410000")


def test_places_are_those_of_one_role():
    assert OFFICER.places(Role.OFFICE) == {"350200", "350206"}
    assert OFFICER.places(Role.SUPERVISOR) == frozenset()


def test_nobody_holds_nothing():
    assert NOBODY.holds == frozenset()
