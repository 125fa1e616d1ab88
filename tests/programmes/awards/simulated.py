"""A simulated round as the file that an exported one is, and what must hold of it."""

import json
from collections import Counter

from zhiheng.programmes.awards.domain.recompute import CONCLUDERS


def as_file(book, result) -> dict:
    """Return what an exported round holds of its cases and stages, through JSON."""
    stages = [
        {
            "stage": told.stage,
            "kind": book.stage(told.stage).kind,
            "inputs": told.inputs or {"cases": {one.case: {} for one in told.conclusions}},
            "conclusions": [one.to_json() for one in told.conclusions],
        }
        for told in result.told
    ]
    cases = [{"code": code, "withdrawn_before": None} for code in result.population.codes]
    return json.loads(json.dumps({"cases": cases, "stages": stages}))


def recomputed(book, file) -> list[str]:
    """Return the stages that come out otherwise when their inputs are concluded again."""
    other = []
    for stage in file["stages"]:
        if stage["kind"] == "check":
            continue
        made = CONCLUDERS[stage["kind"]](book, book.stage(stage["stage"]), stage["inputs"])
        if json.loads(json.dumps([one.to_json() for one in made])) != stage["conclusions"]:
            other.append(stage["stage"])
    return other


def too_many(book, honours) -> list[str]:
    """Return the tiers and pools that have more honours than places."""
    given = Counter(tier for _, tier in honours)
    over = [t.id for t in book.tiers if t.at_most is not None and given[t.id] > t.at_most]
    pooled = {pool.id: sum(n for tier, n in given.items() if pool.covers(tier)) for pool in book.pools}
    return over + [
        pool.id for pool in book.pools if pool.at_most is not None and pooled[pool.id] > pool.at_most
    ]


def without_an_end(file) -> set[str]:
    """Return the cases that neither ended with a finding nor were honoured."""
    ended = {one["case"] for stage in file["stages"] for one in stage["conclusions"] if not one["goes_on"]}
    last = file["stages"][-1]
    granted = {one["case"] for one in last["conclusions"] if one["details"].get("tier")}
    return {one["code"] for one in file["cases"]} - ended - granted
