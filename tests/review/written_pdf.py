"""A small true PDF with Chinese text and no font in it, as offices print them: the reader needs its character maps."""

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)


def pdf_of(*pages: str) -> bytes:
    """Return a PDF with one line of text on each page."""
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers).encode()
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        3: FONT,
    }
    for number, text in zip(numbers, pages, strict=True):
        said = b"BT /F1 28 Tf 40 240 Td <%s> Tj ET" % text.encode("utf-16-be").hex().encode()
        bodies[number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 297]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (number + 1)
        )
        bodies[number + 1] = b"<</Length %d>>\nstream\n%s\nendstream" % (len(said), said)
    return _file(bodies)


def _file(bodies: dict[int, bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number in sorted(bodies):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, bodies[number])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, at = len(bodies) + 1, len(out)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, at,
    )  # fmt: skip
