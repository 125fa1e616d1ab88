"""An organisation with two colleagues, a round that takes applications, and everybody who should see nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from factories import CLOSES, LOCAL, OPENS, make_account, make_organisation, make_round
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.programmes.awards.actions import drafts as actions
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.registers import actions as registers
from zhiheng.registers.models import Account

DURING = datetime(2025, 3, 3, 10, 42, 7, tzinfo=LOCAL)
AFTER_CLOSING = CLOSES + timedelta(seconds=3)
CONTACT = {"contact": "联系人甲", "phone": "0592-0000001", "email": "a@example.invalid", "remark": ""}
ORGANISATION = {"industry": "C3411", "size": "大型"}


def make_place(code: str = "xm-7", number: int = 1, **given: Any) -> queries.Place:
    """Return where an invented organisation applies to a round of the Xiamen award."""
    if not _has_round(code):
        make_round(code)
    one = make_organisation(number, **given)
    found = queries.place_of(code, one.code)
    assert found is not None
    return found


def _has_round(code: str) -> bool:
    from zhiheng.casework.models import Round

    return Round.objects.filter(code=code).exists()


def applicant_of(place: queries.Place, username: str = "amy") -> Actor:
    """Open an account that acts for the organisation of a place."""
    code = make_account(username, Role.APPLICANT, place.organisation.code)
    return Actor(code, frozenset({(Role.APPLICANT, place.organisation.code)}))


def signed_in(actor: Actor) -> Client:
    """Return a browser in which an actor has signed in."""
    client = Client()
    client.force_login(Account.objects.get(code=actor.code))
    return client


def address(place: queries.Place, rest: str = "") -> str:
    """Return an address of an application."""
    return f"/applications/{place.round.code}/{place.organisation.code}/{rest}"


def fill(place: queries.Place, by: Actor, now: datetime = DURING, *, but: tuple[str, ...] = ()) -> None:
    """Write every section of an application, in few words."""
    for section in place.sections:
        if section.id in but:
            continue
        values = {"text": f"{section.id} 的说明"} if section.is_report else {**CONTACT, **ORGANISATION}
        saved = queries.saved_section(queries.draft_of(place), section.id)
        actions.save_section(
            place=place, section=section.id, values=values, version=saved.version, by=by, now=now
        )


def handed_in(place: queries.Place, by: Actor, now: datetime = DURING) -> Any:
    """Write an application and hand it in."""
    fill(place, by, now)
    return actions.submit_draft(place=place, by=by, now=now)


def end_role(actor: Actor, place: queries.Place) -> None:
    """Take an actor's role at the organisation away."""
    registers.end_role(
        account=actor.code,
        role=Role.APPLICANT,
        place=place.organisation.code,
        day=OPENS.date(),
        by=SYSTEM,
        now=OPENS,
    )


def pdf(text: str = "示例", author: str = "") -> bytes:
    """Return a small PDF, with an author in its properties if one is given."""
    info = f"<</Author ({author})>>" if author else "<<>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        info.encode() + f"% {text}\n".encode(),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n" + table
    return body + b"trailer <</Size 5/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def docx(author: str = "张三", company: str = "示例公司") -> bytes:
    """Return a small Word file with an author and a company in its properties."""
    office = "http://schemas.openxmlformats.org"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="a" '
        f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body/></w:document>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{office}/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></cp:coreProperties>',
        "docProps/app.xml": f'<Properties xmlns="{office}/officeDocument/2006/extended-properties">'
        f"<Company>{company}</Company></Properties>",
    }  # fmt: skip
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return memory.getvalue()
