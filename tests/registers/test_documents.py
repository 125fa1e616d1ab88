from pathlib import Path

import pytest
from django.db import transaction

from registers.conftest import NOON, acts
from registers.samples import PDF, docx
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import InputRefused
from zhiheng.registers import actions, queries
from zhiheng.registers.models import Document

pytestmark = pytest.mark.django_db
LI = Actor("acct-li")


def keep(name="申报表.pdf", content=PDF, by=LI, **more):
    return actions.keep_document(content, name, by, NOON, **more)


def kept_files(home):
    return sorted(str(path.relative_to(home)) for path in (home / "files").rglob("*") if path.is_file())


def test_a_document_is_stored_under_its_digest_and_never_under_its_name(home):
    row = queries.document(keep(authority="350200"))

    digest = row.sha256
    assert kept_files(home) == [f"files/{digest[:2]}/{digest[2:4]}/{digest}"]
    assert queries.has_content(row)
    with queries.open_document(row) as file:
        assert file.read() == PDF
    assert acts() == [("350200", "registers.document_kept", row.code)]


def test_the_same_content_is_stored_once_for_two_owners(home):
    first, second = keep(), keep(by=Actor("acct-wang"))

    assert first != second
    assert len(kept_files(home)) == 1


@pytest.mark.usefixtures("home")
def test_the_same_upload_twice_is_one_document():
    assert keep() == keep()
    assert len(acts()) == Document.objects.count() == 1


@pytest.mark.usefixtures("home")
def test_what_the_browser_called_it_is_kept_apart_from_what_is_shown():
    code = keep("C:\\fakepath\\申报 表.pdf")

    one = Document.objects.get(code=code)
    assert (one.name, one.name_given) == ("申报 表.pdf", "C:\\fakepath\\申报 表.pdf")


def test_a_refused_upload_leaves_nothing_behind(home: Path):
    with pytest.raises(InputRefused):
        keep("a.pdf", docx())

    assert not (home / "files").exists()
    assert not Document.objects.exists()
    assert acts() == []


def test_a_failed_transaction_leaves_no_row(home):
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)

    assert not Document.objects.exists()
    assert len(kept_files(home)) == 1


def test_lost_bytes_are_seen_and_come_back_with_the_same_upload(home):
    row = queries.document(keep())
    (home / kept_files(home)[0]).unlink()

    assert not queries.has_content(row)
    assert keep() == row.code
    assert queries.has_content(row)


@pytest.mark.usefixtures("home")
def test_a_download_is_always_an_attachment_that_nobody_guesses_or_shows():
    headers = queries.download_headers(queries.document(keep()))

    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Disposition"].endswith("filename*=UTF-8''%E7%94%B3%E6%8A%A5%E8%A1%A8.pdf")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "private, no-store"
