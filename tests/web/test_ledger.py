"""The ledger's page: the latest checkpoint of every book, as a page and as the note that witnesses keep."""

import re

import pytest

from factories import AFTER
from zhiheng.ledger.actions import publish_checkpoint
from zhiheng.ledger.domain.note import read_note
from zhiheng.ledger.queries import latest_checkpoint


@pytest.fixture
def published(running, home):
    """Two books with a checkpoint each."""
    return [publish_checkpoint(book=book, at=AFTER) for book in ("350200", "house")]


def test_each_book_shows_its_latest_checkpoint(client, published):
    page = client.get("/ledger/").content.decode()
    assert [page.count(point.root) for point in published] == [1, 1]


def test_a_book_is_called_by_the_name_of_its_authority(client, published):
    links = re.findall(r'<a href="/ledger/\w+/">(.*?)</a>', client.get("/ledger/").content.decode())
    assert links == ["厦门市 350200", "house"]
    page = client.get("/ledger/350200/").content.decode()
    assert re.findall(r"<h1>(.*)</h1>", page) == ["账簿 厦门市 350200"]


def test_the_checkpoints_of_any_number_of_books_cost_one_statement(
    client, published, django_assert_num_queries
):
    with django_assert_num_queries(1):
        client.get("/ledger/")


def test_a_checkpoint_is_handed_out_as_the_note_that_verification_reads(client, published):
    point = latest_checkpoint("350200")
    response = client.get(f"/ledger/350200/{point.size}/")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    note = read_note(response.content.decode(), "note")
    assert (note.book, note.size, note.root) == ("350200", point.size, point.root)


def test_a_book_lists_its_checkpoints_and_how_to_verify(client, published):
    page = client.get("/ledger/350200/").content.decode()
    assert page.count(published[0].root) == 1
    assert "zhiheng ledger verify --checkpoint FILE" in page


@pytest.mark.parametrize("where", ["no-such-book/", "350200/7777777/"])
def test_a_book_or_checkpoint_that_does_not_exist_is_an_absent_page(client, published, where):
    assert client.get(f"/ledger/{where}").status_code == 404


def test_without_a_checkpoint_the_page_says_how_one_is_published(client, db):
    assert "尚未公布检查点。" in client.get("/ledger/").content.decode()
