"""Facts that only some rulebooks ask for: read from registers and rounds where the pinned text speaks of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.casework.models import Case, Round
from zhiheng.casework.queries.award_names import award_code
from zhiheng.casework.queries.shelf import shelf
from zhiheng.core.calendar import SHANGHAI
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import HonourFact, OrganisationFacts
from zhiheng.rules import facts as rules
from zhiheng.rules.dates import later
from zhiheng.rules.model import Condition, Rulebook
from zhiheng.rules.model.rulebook import within

DECLARED = (
    *("classes", "yearly", "ratings", "standings", "lists", "channels", "practice", "office_rank"),
    *("paper_facts", "others"),
)
"""What an applicant states itself, under the names of ``rules.facts.Facts``."""
_LEVELS = {
    "country": "national", "province": "provincial", "prefecture": "city", "county": "county", "zone": "zone",
}  # fmt: skip
_KNOWN_RELATIONS = frozenset({"parent", "group", "subsidiary"})

Found = dict[str, Any]


def asked_facts(
    run: StageRun, known: Mapping[str, OrganisationFacts], as_of: date
) -> Mapping[str, Mapping[str, Any]]:
    """Return, by subject, the facts that this rulebook asks for beyond the usual ones.

    A constant number of statements, none for a rulebook that asks for nothing more.
    """
    book, every = run.book, tuple(_every(run.book))
    found: dict[str, Found] = {subject: {} for subject in known}
    if "region_levels" in book.source:
        levels = registers.region_levels({one.organisation.region for one in known.values()})
        for subject, one in known.items():
            found[subject]["region_level"] = _LEVELS.get(levels.get(one.organisation.region, ""))
    if "editions" in book.source:
        editions = _editions(run)
        for own in found.values():
            own["editions"] = editions
    if any(one.rule == "no_ban" for one in every):
        for subject, one in known.items():
            found[subject]["bans"] = _bans(book, one)
    if any(one.rule == "other_applicant" for one in every):
        _add_others(run, every, known, found)
    return found


def stated(declared: Mapping[str, Any]) -> Found:
    """Return the facts that an application declares, as values; what it does not name stays unknown."""
    named = {name: declared[name] for name in DECLARED if name in declared}
    if not named:
        return {}
    facts = rules.Facts.model_validate_json(json.dumps(named))
    return {name: getattr(facts, name) for name in named}


def _every(book: Rulebook) -> Iterator[Condition]:
    for outer in book.conditions:
        yield outer
        yield from within(outer)


def _editions(run: StageRun) -> tuple[rules.Edition, ...]:
    """Return earlier editions of the award that were run here, with the last day for applications."""
    rows = Round.objects.filter(programme__rounds__pk=run.round_pk, closes_at__lt=run.round_closes_at)
    found = []
    for session, closes_at in rows.order_by("closes_at", "pk").values_list("session", "closes_at"):
        if session.isdigit():
            last = (closes_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()
            found.append(rules.Edition(session=int(session), day=last))
    return tuple(found)


def _bans(book: Rulebook, known: OrganisationFacts) -> tuple[rules.Ban, ...]:
    """Return the bans that follow from honours of the subject itself that were revoked."""
    revoked = [one for one in known.honours if one.revoked_day is not None and one.relation == "self"]
    return tuple(ban for one in revoked if (ban := _ban(book, one)) is not None)


def _ban(book: Rulebook, honour: HonourFact) -> rules.Ban | None:
    award = award_code(book, honour.authority, honour.award)
    own = book if award == book.instrument else _latest(award)
    rules_of = own.after.revocation if own is not None and own.after is not None else ()
    banning = [one for one in rules_of if one.ban is not None]
    cited = [one for one in banning if one.id in honour.revoked_under]
    chosen = next(iter(cited or (banning if len(banning) == 1 else ())), None)
    if chosen is None or chosen.ban is None or honour.revoked_day is None:
        return None
    ban, since = chosen.ban, honour.revoked_day
    until = later(since, years=ban.years or 0, months=ban.months or 0) if ban.years or ban.months else None
    session = int(honour.session) if honour.session.isdigit() else None
    return rules.Ban(
        **{"from": since},
        award=award,
        until=until,
        session=session,
        editions=ban.editions,
        ever=bool(ban.ever),
    )


def _latest(instrument: str) -> Rulebook | None:
    found = [book for book in shelf().values() if book.instrument == instrument]
    return max(found, key=lambda book: (str(book.in_force.since or ""), book.id), default=None)


def _add_others(
    run: StageRun,
    every: tuple[Condition, ...],
    known: Mapping[str, OrganisationFacts],
    found: dict[str, Found],
) -> None:
    """Add the related applicants of the round; where relations are asked that no register holds, none is no answer."""
    asked = {str(r) for one in every if one.rule == "other_applicant" for r in one.relations}
    running = _running(run)
    for subject, own in known.items():
        related = tuple(_related(own, running))
        if related or asked <= _KNOWN_RELATIONS:
            found[subject]["others"] = related


def _running(run: StageRun) -> dict[str, tuple[CaseRef, str | None]]:
    """Return the running cases of the round by subject, each with the parent of its organisation."""
    rows = Case.objects.filter(round_id=run.round_pk, state=Case.State.RUNNING).order_by("number")
    cases = [CaseRef(*row) for row in rows.values_list("pk", "code", "subject", "name", "region")]
    organisations = registers.organisations_by_code({case.subject for case in cases})
    return {
        case.subject: (case, organisations[case.subject].parent)
        for case in cases
        if case.subject in organisations
    }


def _related(
    own: OrganisationFacts, running: Mapping[str, tuple[CaseRef, str | None]]
) -> Iterator[rules.Other]:
    code, parent = own.organisation.code, own.organisation.parent
    for subject, (case, theirs) in running.items():
        if subject == code:
            continue
        relation = (
            "parent" if subject == parent
            else "subsidiary" if theirs == code
            else "group" if parent is not None and theirs == parent
            else None
        )  # fmt: skip
        if relation is not None:
            yield rules.Other.model_validate({"relation": relation, "name": case.code})
