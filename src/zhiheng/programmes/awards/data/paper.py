"""A small invented paper as a PDF, for samples: one page, one line, with or without an author in its properties."""

from __future__ import annotations


def sample_pdf(line: str, author: str = "") -> bytes:
    """Return a PDF of one A4 page with a line of plain letters; the same arguments give the same bytes."""
    drawn = f"BT /F1 18 Tf 72 760 Td ({line}) Tj ET".encode("ascii")
    names = f"/Author <FEFF{author.encode('utf-16-be').hex().upper()}>" if author else ""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<<{names}>>".encode("ascii"),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    tail = b"trailer <</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
        + table
        + tail
        % (
            len(parts) + 1,
            len(body),
        )
    )
