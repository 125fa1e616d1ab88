"""The slips of a secret vote: one for each case on a paper, sorted by random salts.

A slip names a case, a choice and a salt of 32 random bytes. Cutting a paper into slips keeps two things from
leading back to a member: which cases a paper leaves out (a recusal), and a pattern of choices that
somebody was told to make. Each slip has a commitment (``ledger.domain.commit``) that is published at closing;
a member finds the own slips with the salts on the receipt.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhiheng.calc.tally import Votes, count
from zhiheng.ledger.domain import commit, opens

CHOICES = ("yes", "no", "abstain")
Slip = dict[str, str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a member takes home: the ballot, and for each case the salt of the own slip. It is kept nowhere."""

    ballot: str
    salts: Mapping[str, str]


def slips_of(
    ballot: str, choices: Mapping[str, str], salted: Callable[[int], bytes] = secrets.token_bytes
) -> list[Slip]:
    """Cut one paper into slips, each with a fresh salt."""
    return [
        {"case": case, "choice": choice, "salt": commit(_body(ballot, case, choice), salted).salt}
        for case, choice in choices.items()
    ]


def put_in(urn: Iterable[Slip], slips: Iterable[Slip]) -> list[Slip]:
    """Return the urn with more slips in it, in an order that depends on nothing but the salts."""
    return sorted([*urn, *slips], key=lambda slip: slip["salt"])


def commitments(ballot: str, urn: Iterable[Slip]) -> list[str]:
    """Return the sorted commitments of all slips, in hex."""
    return sorted(commitment(ballot, slip) for slip in urn)


def commitment(ballot: str, slip: Slip) -> str:
    """Return the commitment of one slip."""
    salt = bytes.fromhex(slip["salt"])
    return commit(_body(ballot, slip["case"], slip["choice"]), lambda _n: salt).digest


def is_among(published: Sequence[str], ballot: str, case: str, choice: str, salt: str) -> bool:
    """Tell whether a slip with this salt and choice is among the published commitments."""
    body = _body(ballot, case, choice)
    return any(opens(digest, salt, body) for digest in published)


def votes_by_case(urn: Iterable[Slip], cases: Iterable[str]) -> dict[str, Votes]:
    """Count the choices on each case; a case without a slip has no votes."""
    choices: dict[str, list[str]] = {case: [] for case in cases}
    for slip in urn:
        if slip["case"] in choices:
            choices[slip["case"]].append(slip["choice"])
    return {case: count(said) for case, said in choices.items()}


def _body(ballot: str, case: str, choice: str) -> dict[str, str]:
    return {"ballot": ballot, "case": case, "choice": choice}
