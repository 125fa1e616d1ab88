"""Take in past honours, and grant, link and revoke honours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

from django.db import transaction

from zhiheng.core.actor import SYSTEM, Actor
from zhiheng.core.canonical import Json
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.registers.actions.honour_table import honours_of
from zhiheng.registers.actions.regions import HOUSE, Loaded
from zhiheng.registers.domain.codes import code_from
from zhiheng.registers.domain.kinds import HONOUR_LEVELS, HonourStatus, RegionLevel
from zhiheng.registers.domain.names import folded
from zhiheng.registers.models import Honour, Organisation, Region

SHIPPED = files("zhiheng.registers") / "data" / "honours.csv"
UPDATED = ("award_en", "level", "winner_kind", "winner_place", "winner_region_id", "status",
           "source_url", "source_title", "source_date")  # fmt: skip


@transaction.atomic
def import_honours(path: Path | None = None, *, now: datetime, by: Actor = SYSTEM) -> Loaded:
    """Take in a table of past honours (CSV, UTF-8), by default the shipped one; all rows or none.

    A row is known again by authority, award, session, year, tier and winner, so a repeated run changes
    nothing and a corrected file updates its rows (a proposed honour that was decided since). A honour
    is never un-decided or removed by a file. Raises ``InputRefused`` with every bad row. When rows
    were new or changed, one ledger line holds the digest of the file and the counts.
    """
    content = SHIPPED.read_bytes() if path is None else path.read_bytes()
    wanted = {one.code: one for one in honours_of(content, "honours.csv" if path is None else path.name, now)}
    present = {one.code: one for one in Honour.objects.filter(round_code="")}
    new = [one for code, one in wanted.items() if code not in present]
    known = [(present[code], one) for code, one in wanted.items() if code in present]
    changed = [row for old, one in known if (row := _corrected(old, one)) is not None]
    loaded = Loaded(len(new), len(changed), len(wanted), hashlib.sha256(content).hexdigest())
    if new or changed:
        Honour.objects.bulk_create(new, batch_size=500)
        Honour.objects.bulk_update(changed, [field.removesuffix("_id") for field in UPDATED], batch_size=100)
        body: Json = {
            "new": loaded.new,
            "changed": loaded.changed,
            "total": loaded.total,
            "sha256": loaded.digest,
        }
        ledger.write(
            book=HOUSE, act="registers.honours_imported", actor=by, about="honours", at=now, body=body
        )
    return loaded


@transaction.atomic
def grant_honour(
    *,
    award: str,
    authority: str,
    session: str,
    year: int,
    tier: str,
    organisation: str,
    day: date,
    valid_to: date | None,
    round_code: str,
    case_code: str,
    by: Actor | str,
    now: datetime,
    award_en: str = "",
    winner_kind: str = "organisation",
    cites: Sequence[Citation] = (),
    is_sample: bool = False,
) -> str:
    """Enter the honour that a round gives to the organisation of one case, and return its code.

    ``valid_to`` is the first day on which it no longer holds. The same case is honoured once: given
    twice it is the same honour, given differently it is refused.
    """
    one = _won_by(_holder(organisation))
    one.code = code_from("hon", round_code, case_code)
    one.award, one.award_en, one.session, one.year, one.tier = award, award_en, session, year, tier
    one.authority, one.winner_kind, one.recorded_at = _authority(authority), winner_kind, now
    one.level = HONOUR_LEVELS[RegionLevel(one.authority.level)]
    one.granted_day, one.valid_to = day, valid_to
    one.round_code, one.case_code, one.is_sample = round_code, case_code, is_sample
    present = Honour.objects.filter(round_code=round_code, case_code=case_code).first()
    if present is not None:
        return _same_grant(present, one)
    one.save(force_insert=True)
    write_line = partial(ledger.write, act="registers.honour_granted", actor=by, at=now, cites=cites)
    write_line(book=authority, about=case_code, body=_grant_body(one, organisation))
    return one.code


@transaction.atomic
def discard_sample_honours(*, round_code: str, by: Actor | str, now: datetime) -> int:
    """Remove the honours of a sample round, so that a demonstration can start afresh; return how many.

    Real honours are never removed: only rows that were granted as samples go.
    """
    count, _ = Honour.objects.filter(round_code=round_code, is_sample=True).delete()
    if count:
        act, body = "registers.sample_honours_discarded", {"honours": count}
        ledger.write(book=HOUSE, act=act, actor=by, about=round_code, at=now, body=body)
    return count


@transaction.atomic
def link_honour(*, honour: str, organisation: str, by: Actor | str, now: datetime) -> None:
    """Say that a past honour is that of a registered organisation; an officer decides it, not the name.

    Raises ``Refused`` when the honour is linked to another one already.
    """
    one = _locked(honour)
    holder = Organisation.objects.filter(code=organisation).first()
    if holder is None or one.organisation_id not in (None, holder.pk):
        zh = f"荣誉“{honour}”不能关联到“{organisation}”：组织不存在，或已关联其他组织。"
        en = f"“{honour}” cannot be linked to “{organisation}”: it does not exist, or another one holds it."
        raise Refused("honour.link_refused", Text(zh, en))
    if one.organisation_id is None:
        Honour.objects.filter(pk=one.pk).update(organisation=holder)
        body: Json = {"organisation": organisation}
        ledger.write(
            book=one.authority_id, act="registers.honour_linked", actor=by, about=honour, at=now, body=body
        )


@transaction.atomic
def revoke_honour(
    *, honour: str, day: date, ground: str, cites: Sequence[Citation], by: Actor | str, now: datetime
) -> None:
    """Revoke an honour from *day* on, on a ground and under its articles; the row stays.

    Raises ``Refused`` for a proposed or already revoked honour, without a ground or an article, and for a
    day before it was granted.
    """
    one = _locked(honour)
    problem = _revocation_problem(one, day, ground, cites)
    if problem is not None:
        raise Refused("honour.revocation_refused", problem, cites)
    one.revoked_day, one.revoked_ground = day, ground.strip()
    one.revoked_cites = [cite.to_json() for cite in cites]
    one.save(update_fields=["revoked_day", "revoked_ground", "revoked_cites"])
    body: Json = {"day": day.isoformat(), "ground": one.revoked_ground}
    ledger.write(
        book=one.authority_id,
        act="registers.honour_revoked",
        actor=by,
        about=honour,
        at=now,
        cites=cites,
        body=body,
    )


def _corrected(present: Honour, one: Honour) -> Honour | None:
    """Return the present row with what the file corrects, or none when it says the same.

    What was decided is not un-decided by a file that still calls it proposed.
    """
    if present.status == HonourStatus.DECIDED:
        one.status = HonourStatus.DECIDED
    changed = [field for field in UPDATED if getattr(present, field) != getattr(one, field)]
    for field in changed:
        setattr(present, field, getattr(one, field))
    return present if changed else None


def _holder(code: str) -> Organisation:
    holder = Organisation.objects.select_related("region").filter(code=code).first()
    if holder is None:
        raise Refused(
            "organisation.unknown", Text(f"组织“{code}”不存在。", f"There is no organisation “{code}”.")
        )
    return holder


def _authority(code: str) -> Region:
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise Refused("region.unknown", Text(f"主管机关“{code}”不存在。", f"There is no authority “{code}”."))
    return region


def _won_by(holder: Organisation) -> Honour:
    return Honour(
        organisation=holder,
        winner_name=holder.name,
        winner_key=holder.name_key,
        search_text=folded(holder.name),
        winner_place=holder.region.name,
        winner_region_id=holder.region_id,
        status=HonourStatus.DECIDED,
    )


def _grant_body(one: Honour, organisation: str) -> Json:
    return {
        "honour": one.code,
        "award": one.award,
        "session": one.session,
        "tier": one.tier,
        "organisation": organisation,
        "day": _iso(one.granted_day),
        "valid_to": _iso(one.valid_to),
        "round": one.round_code,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _same_grant(present: Honour, one: Honour) -> str:
    same = ("award", "authority_id", "session", "tier", "organisation_id", "granted_day", "valid_to")
    if any(getattr(present, field) != getattr(one, field) for field in same):
        raise Refused(
            "honour.granted_already",
            Text(
                f"办件“{one.case_code}”已授予荣誉，内容不同。",
                f"Case “{one.case_code}” has another honour already.",
            ),
        )
    return present.code


def _locked(code: str) -> Honour:
    one = Honour.objects.select_for_update().filter(code=code).first()
    if one is None:
        raise Refused("honour.unknown", Text(f"荣誉“{code}”不存在。", f"There is no honour “{code}”."))
    return one


def _revocation_problem(one: Honour, day: date, ground: str, cites: Sequence[Citation]) -> Text | None:
    if one.status != HonourStatus.DECIDED:
        return Text("拟授名单不是荣誉，无从撤销。", "A proposed honour is not one; it cannot be revoked.")
    if one.revoked_day is not None:
        return Text(f"该荣誉已于 {one.revoked_day} 撤销。", f"It was revoked on {one.revoked_day} already.")
    if not ground.strip() or not cites:
        return Text("撤销荣誉须说明事由和依据条款。", "A revocation states its ground and its article.")
    if day < (one.granted_day or date(one.year, 1, 1)):
        return Text("撤销日期不得早于授予日期。", "It cannot be revoked before it was granted.")
    return None
