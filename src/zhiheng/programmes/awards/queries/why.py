"""Why a case ended as it did, from the rows of a round or from its exported file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.casework.queries.closed import closed_stages
from zhiheng.casework.queries.rounds import rulebook_of
from zhiheng.casework.queries.story import is_told
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.why import Proof, prove
from zhiheng.rules.load import read_rulebook


def proofs_of(case: Any, *, in_full: bool = True) -> list[Proof]:
    """Return the proof of every stage that concluded for a case, in the order in which they closed.

    Unless *in_full* (the subject's own view), what people judged stays out: it names seats and departments.
    """
    book = rulebook_of(case.round)
    return [
        prove(book, book.stage(closed.stage), closed.inputs, conclusion)
        for closed in closed_stages(case.round)
        if in_full or (is_told(closed.kind, case.state) and closed.kind == "check")
        for conclusion in closed.conclusions
        if conclusion["case"] == case.code
    ]


def proofs_in(file: Mapping[str, Any], code: str) -> list[Proof]:
    """Return the same from the exported file of a round, without a database; a case it does not hold is refused."""
    book = read_rulebook(file["rulebook"]["source"], file["rulebook"]["id"])
    if code not in {one["code"] for one in file["cases"]}:
        raise Refused("why.no_such_case", Text(f"文件中没有办件 {code}。", f"The file holds no case {code}."))
    return [
        prove(book, book.stage(stage["stage"]), stage["inputs"], conclusion)
        for stage in file["stages"]
        for conclusion in stage["conclusions"]
        if conclusion["case"] == code
    ]
