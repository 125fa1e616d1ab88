"""All that is on record about many organisations as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Q

from zhiheng.registers.domain.kinds import HonourStatus, Relation
from zhiheng.registers.domain.rows import EventFact, HonourFact, OrganisationFacts
from zhiheng.registers.domain.standing import standing_on
from zhiheng.registers.models import Event, Honour, Organisation
from zhiheng.registers.queries.organisations import CHUNK, row_of

Relations = dict[int, list[tuple[int, Relation]]]


def facts_about(org_codes: Collection[str], as_of: date) -> dict[str, OrganisationFacts]:
    """Return what the registers hold about each organisation up to and including *as_of*.

    Four statements per 2,500 organisations, whatever is on record about them. Withdrawn events and
    proposed honours are left out; revoked and expired honours are there with that standing. The honours
    of the parent, of its other subsidiaries (group) and of the organisation's own ones come with their relation.
    """
    wanted = sorted(set(org_codes))
    facts: dict[str, OrganisationFacts] = {}
    for start in range(0, len(wanted), CHUNK // 2):
        facts.update(_facts(wanted[start : start + CHUNK // 2], as_of))
    return facts


def _facts(codes: Sequence[str], as_of: date) -> dict[str, OrganisationFacts]:
    found = list(Organisation.objects.filter(code__in=codes).select_related("region", "parent"))
    ids = [one.pk for one in found]
    events = _events(ids, as_of)
    relations = _relations(found)
    honours = _honours(relations, as_of)
    return {
        one.code: OrganisationFacts(row_of(one), as_of, tuple(events[one.pk]), tuple(honours[one.pk]))
        for one in found
    }


def _events(ids: Sequence[int], as_of: date) -> defaultdict[int, list[EventFact]]:
    events: defaultdict[int, list[EventFact]] = defaultdict(list)
    rows = Event.objects.filter(organisation__in=ids, day__lte=as_of, withdrawn_at=None)
    for one in rows.order_by("day", "code"):
        events[one.organisation_id].append(EventFact(one.code, one.event, one.day, one.source))
    return events


def _relations(found: Sequence[Organisation]) -> Relations:
    """Return, for the holder of any honour that counts, to whom it counts and in which relation."""
    ids = {one.pk for one in found}
    parents = {one.parent_id for one in found if one.parent_id is not None}
    below = Organisation.objects.filter(parent__in=ids | parents).values_list("pk", "parent_id")
    children: defaultdict[int, list[int]] = defaultdict(list)
    for child, parent in below:
        children[parent or 0].append(child)
    relations: Relations = defaultdict(list)
    for one in found:
        relations[one.pk].append((one.pk, Relation.SELF))
        for child in children[one.pk]:
            relations[child].append((one.pk, Relation.SUBSIDIARY))
        if one.parent_id is not None:
            relations[one.parent_id].append((one.pk, Relation.PARENT))
            siblings = (child for child in children[one.parent_id] if child != one.pk)
            for sibling in siblings:
                relations[sibling].append((one.pk, Relation.GROUP))
    return relations


def _honours(relations: Relations, as_of: date) -> defaultdict[int, list[HonourFact]]:
    holders = sorted(relations)
    honours: defaultdict[int, list[HonourFact]] = defaultdict(list)
    for one in _decided(holders, as_of):
        for organisation, relation in relations[one.organisation_id or 0]:
            honours[organisation].append(_fact(one, relation, as_of))
    return honours


def _decided(holders: Sequence[int], as_of: date) -> Iterable[Honour]:
    granted = Q(granted_day__lte=as_of) | Q(granted_day=None, year__lte=as_of.year)
    decided = Honour.objects.filter(granted, status=HonourStatus.DECIDED, organisation__in=holders)
    return decided.order_by("year", "code")


def _fact(one: Honour, relation: Relation, as_of: date) -> HonourFact:
    return HonourFact(
        code=one.code,
        award=one.award,
        authority=one.authority_id,
        tier=one.tier,
        session=one.session,
        day=one.granted_day or date(one.year, 12, 31),
        day_is_exact=one.granted_day is not None,
        relation=relation,
        standing=standing_on(
            as_of, status=HonourStatus.DECIDED, year=one.year, granted_day=one.granted_day,
            valid_to=one.valid_to, revoked_day=one.revoked_day,
        ),
        revoked_day=one.revoked_day if one.revoked_day is not None and one.revoked_day <= as_of else None,
        revoked_under=tuple(cite["rule"] for cite in one.revoked_cites),
    )  # fmt: skip
