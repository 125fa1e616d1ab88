"""What is known of each case on the day that counts: registers, what was declared, what was attested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.casework.models import Attestation, Case
from zhiheng.casework.queries.asked_facts import asked_facts, stated
from zhiheng.casework.queries.award_names import award_code
from zhiheng.core.calendar import SHANGHAI
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import HonourFact, OrganisationFacts
from zhiheng.rules import facts as rules
from zhiheng.rules.model import Rulebook

_FEW = 100


def as_of_day(run: StageRun) -> date:
    """Return the last day on which an application could be handed in, local time."""
    return (run.round_closes_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


def facts_of(run: StageRun, as_of: date) -> dict[str, rules.Facts]:
    """Return the facts about every case of the stage, by case code, in a constant number of queries."""
    known = registers.facts_about({case.subject for case in run.cases}, as_of)
    declared = dict(
        _narrowed(Case.objects.filter(round_id=run.round_pk), run, "pk").values_list("pk", "declared")
    )
    attested = _attested(run)
    places = {code for one in known.values() for code in one.organisation.regions} | {run.authority}
    names, asked = registers.region_names(places), asked_facts(run, known, as_of)
    return {
        case.code: _facts(run, case, known[case.subject], declared[case.pk], attested[case.pk], names)
        .model_copy(update={**asked[case.subject], **_stated(declared[case.pk], asked[case.subject])})
        for case in run.cases
    }  # fmt: skip


def _stated(declared: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the application states; other applicants that registers know are never declared away."""
    found = stated(declared)
    if "others" in found and known.get("others"):
        found["others"] = (*known["others"], *(found["others"] or ()))
    return found


def _facts(
    run: StageRun,
    case: CaseRef,
    known: OrganisationFacts,
    declared: dict[str, Any],
    attested: dict[str, Any],
    names: Mapping[str, str],
) -> rules.Facts:
    places = (known.organisation.region, run.authority)
    return facts_on_record(
        run.book,
        known,
        run.session,
        place_names={code: names[code] for code in places if code in names},
        holds=tuple(rules.Held.model_validate(held) for held in declared.get("holds", ())),
        measures=declared.get("measures", {}),
        attested=attested,
        papers=tuple(declared.get("papers", ())),
    )


def facts_on_record(book: Rulebook, known: OrganisationFacts, session: str, **said: Any) -> rules.Facts:
    """Return what the registers hold about an organisation as the rulebook names it, with what else was said."""
    one = known.organisation
    return rules.Facts(
        kind=one.kind,
        region=one.region,
        regions=one.regions,
        founded_day=one.founded_day,
        legal_person=one.legal_person,
        industry=one.industry or None,
        size=one.size or None,
        session=int(session) if session.isdigit() else None,
        events=tuple(rules.Event(event=e.event, day=e.day, source=e.source) for e in known.events),
        honours=tuple(_honour(book, honour) for honour in known.honours if honour.standing != "proposed"),
        **said,
    )


def _honour(book: Rulebook, honour: HonourFact) -> rules.PastHonour:
    return rules.PastHonour(
        award=award_code(book, honour.authority, honour.award),
        tier=honour.tier,
        session=int(honour.session) if honour.session.isdigit() else None,
        day=honour.day,
        relation=honour.relation.value,
    )


def _attested(run: StageRun) -> dict[int, dict[str, rules.Attestation]]:
    by_case: dict[int, dict[str, rules.Attestation]] = defaultdict(dict)
    witness = {id_: rule.by for id_, rule in run.book.attested().items()}
    rows = _narrowed(
        Attestation.objects.filter(case__round_id=run.round_pk, withdrawn_at=None), run, "case_id"
    )
    for pk, condition, holds, evidence in rows.values_list(
        "case_id", "condition", "holds", "evidence"
    ).iterator():
        word = rules.Attestation(by=witness.get(condition, "office"), holds=holds, evidence=evidence)
        by_case[pk][condition] = word
    return by_case


def _narrowed(rows: QuerySet[Any], run: StageRun, column: str) -> QuerySet[Any]:
    """Read only the cases of a run that holds few (a page of a list); of many, the whole round."""
    if len(run.cases) > _FEW:
        return rows
    return rows.filter(**{f"{column}__in": [case.pk for case in run.cases]})
