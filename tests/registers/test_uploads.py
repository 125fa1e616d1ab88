import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.samples import JPEG, PDF, docx, png, xlsx
from zhiheng.core.refusal import InputRefused
from zhiheng.registers.domain.uploads import DocumentKind, inspected

TRUE = {
    "申报表.pdf": (PDF, DocumentKind.PDF),
    "报告.docx": (docx(), DocumentKind.DOCX),
    "名单.XLSX": (xlsx(), DocumentKind.XLSX),
    "图.png": (png(), DocumentKind.PNG),
    "照片.jpg": (JPEG, DocumentKind.JPEG),
    "照片.JPEG": (JPEG, DocumentKind.JPEG),
}


def refusal_of(content, name, **more):
    with pytest.raises(InputRefused) as refusal:
        inspected(content, name, **more)
    (problem,) = refusal.value.problems
    assert problem.remedy.zh
    assert problem.remedy.en
    return problem.code


@pytest.mark.parametrize("name", TRUE)
def test_a_true_file_is_what_its_name_says(name):
    content, kind = TRUE[name]

    assert (inspected(content, name).kind, inspected(content, name).name) == (kind, name)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (PDF, "a.docx", "content_mismatch"),
        (docx(), "a.pdf", "content_mismatch"),
        (docx(), "a.xlsx", "content_mismatch"),
        (png(), "a.jpg", "content_mismatch"),
        (b"\n" + PDF, "a.pdf", "content_mismatch"),
        (b"a,b\n1,2\n", "a.xlsx", "content_mismatch"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx", "content_mismatch"),
        (b"<svg onload=alert(1)>", "a.png", "content_mismatch"),
        (b"<html><script>1</script>", "a.pdf", "content_mismatch"),
        (b"<svg/>", "a.svg", "kind_refused"),
        (b"<html/>", "a.html", "kind_refused"),
        (docx(), "a.docm", "kind_refused"),
        (PDF, "a.pdf.exe", "kind_refused"),
        (PDF, "pdf", "kind_refused"),
        (PDF, "../a.pdf", "name_refused"),
        (PDF, "a\u202efdp.pdf", "name_refused"),
    ],
)
def test_a_hostile_file_is_refused_with_a_remedy(content, name, code):
    assert refusal_of(content, name) == f"document.{code}"


def test_the_limit_is_the_last_size_that_is_kept():
    assert inspected(PDF, "a.pdf", limit=len(PDF)).kind is DocumentKind.PDF
    assert refusal_of(PDF, "a.pdf", limit=len(PDF) - 1) == "document.too_large"


@given(st.sampled_from(sorted(TRUE)), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_spoilt_file_is_kept_or_refused_and_never_an_accident(name, at, spoilt):
    content = TRUE[name][0]
    at %= len(content)

    try:
        kind = inspected(content[:at] + spoilt + content[at + len(spoilt) :], name).kind
    except InputRefused as refusal:
        kind = TRUE[name][1] if refusal.problems else None

    assert kind is TRUE[name][1]


@given(st.binary(max_size=400), st.sampled_from(sorted(TRUE)))
def test_noise_is_always_refused(noise, name):
    with pytest.raises(InputRefused):
        inspected(noise, name)
