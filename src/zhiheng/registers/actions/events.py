"""Put on record what happened to an organisation, and withdraw what was recorded wrongly."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, transaction

from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.canonical import Json
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.registers.domain.codes import new_code
from zhiheng.registers.models import Document, Event, Organisation, Region
from zhiheng.rules.vocabulary import EVENTS


@transaction.atomic
def record_event(
    *,
    organisation: str,
    event: str,
    day: date,
    source: str,
    authority: str,
    by: Actor | str,
    now: datetime,
    document: str | None = None,
    terms: Collection[str] = (),
) -> str:
    """Record an event of an organisation as a source reports it, and return the code of the row.

    ``authority`` is the region whose office records it, in whose book the line stands; ``document`` is
    the evidence, ``terms`` are the kinds that a rulebook adds to the common ones. The same event of the same
    day and source is recorded once. Raises ``Refused`` for an unknown kind (a misspelt one would
    never exclude anybody), a missing source or a day to come.
    """
    _refuse_bad_event(event, [*EVENTS, *terms], day, source, now)
    one = Event(event=event, day=day, source=source.strip(), authority=_authority(authority), recorded_at=now)
    one.organisation, one.document = _organisation(organisation), _evidence(document)
    one.code, one.recorded_by = new_code("evt"), by if isinstance(by, str) else by.code
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError:
        return _standing_like(one)
    body: Json = {
        "event": event,
        "day": day.isoformat(),
        "source": one.source,
        "row": one.code,
        "document": document,
    }
    write_line = partial(ledger.write, act="registers.event_recorded", actor=by, at=now)
    write_line(book=authority, about=organisation, body=body)
    return one.code


@transaction.atomic
def withdraw_event(*, event: str, ground: str, by: Actor | str, now: datetime) -> None:
    """Withdraw the event with this code: the row stays, and no longer counts as a fact.

    Raises ``Refused`` when there is no such row or no ground is given. Doing it twice changes nothing.
    """
    one = Event.objects.select_for_update().filter(code=event).first()
    if one is None:
        raise Refused("event.unknown", Text(f"记录“{event}”不存在。", f"There is no record “{event}”."))
    if not ground.strip():
        raise Refused("event.no_ground", Text("撤回记录须说明理由。", "A withdrawal states its ground."))
    if one.withdrawn_at is not None:
        return
    one.withdrawn_at, one.withdrawn_ground = now, ground.strip()
    one.withdrawn_by = by if isinstance(by, str) else by.code
    one.save(update_fields=["withdrawn_at", "withdrawn_ground", "withdrawn_by"])
    body: Json = {"row": event, "ground": one.withdrawn_ground}
    about = one.organisation.code
    ledger.write(
        book=one.authority, act="registers.event_withdrawn", actor=by, about=about, at=now, body=body
    )


def _refuse_bad_event(event: str, kinds: Collection[str], day: date, source: str, now: datetime) -> None:
    if event not in kinds:
        known = "、".join(sorted(kinds))
        zh, en = f"事件类别“{event}”不存在，可选：{known}。", f"No event “{event}”; choose one of {known}."
        raise Refused("event.kind_unknown", Text(zh, en))
    if not source.strip():
        raise Refused("event.no_source", Text("记录须注明来源。", "A record names its source."))
    if day > now.astimezone(SHANGHAI).date():
        raise Refused(
            "event.day_to_come", Text("事件日期不得晚于今天。", "An event does not lie in the future.")
        )


def _standing_like(one: Event) -> str:
    same = Event.objects.filter(
        organisation=one.organisation, event=one.event, day=one.day, source=one.source
    )
    return same.get(withdrawn_at=None).code


def _authority(code: str) -> str:
    if not Region.objects.filter(code=code).exists():
        raise Refused("region.unknown", Text(f"主管机关“{code}”不存在。", f"There is no authority “{code}”."))
    return code


def _organisation(code: str) -> Organisation:
    one = Organisation.objects.filter(code=code).first()
    if one is None:
        raise Refused(
            "organisation.unknown", Text(f"组织“{code}”不存在。", f"There is no organisation “{code}”.")
        )
    return one


def _evidence(code: str | None) -> Document | None:
    if code is None:
        return None
    one = Document.objects.filter(code=code).first()
    if one is None:
        raise Refused("document.unknown", Text(f"文件“{code}”不存在。", f"There is no document “{code}”."))
    return one
