"""Where the work of a stage is done: the page for a role at a kind of stage.

Higher rooms add theirs in ``AppConfig.ready``: casework does not know what an assessor's page is called.
"""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

_ways: dict[tuple[str, str], str] = {}


def register_way(kind: str, role: str, to: str) -> None:
    """Name the page (``room:page``, given the round's code and the stage's) on which a role does its work."""
    if (kind, role) in _ways:
        raise RuntimeError(f"the way of {role} at {kind} is registered twice")
    _ways[kind, role] = to


def way_of(kind: str, role: str, round_code: str, stage: str) -> str:
    """Return the address of the page, or nothing where no room has one."""
    to = _ways.get((kind, role))
    if to is None:
        return ""
    try:
        return reverse(to, args=[round_code, stage])
    except NoReverseMatch:
        return reverse(to)
