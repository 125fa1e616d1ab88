"""What the ledger answers."""

import json

import pytest
from django.db import connection

from zhiheng.core.canonical import canonical_bytes
from zhiheng.core.refusal import Refused
from zhiheng.ledger import actions, queries
from zhiheng.ledger.domain import leaf_hash, verify_inclusion
from zhiheng.ledger.domain.proof import Proof

from .conftest import BOOK, NOON, write


@pytest.mark.django_db
def test_lines_about_a_thing_include_what_lies_below_it_and_nothing_beside_it():
    for about in ("hl-007", "hl-007/mark/4.1", "hl-0071", "hl-00", "HL-007/mark", "hl-007-a", "hl-007/缺"):
        write(about)
    write("hl-007", book="house")

    found = [line.about for line in queries.lines_about(BOOK, "hl-007")]
    assert found == ["hl-007", "hl-007/mark/4.1", "hl-007/缺"]
    assert [line.about for line in queries.lines_about(BOOK, "hl-007", below=False)] == ["hl-007"]


@pytest.mark.django_db
def test_lines_of_a_book_come_by_number_both_ends_included():
    for about in "abcde":
        write(about)

    assert [line.about for line in queries.lines_of(BOOK, 2, 4)] == ["b", "c", "d"]
    assert [line.seq for line in queries.lines_of(BOOK)] == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_latest_checkpoint_is_the_one_over_the_most_lines():
    assert queries.latest_checkpoint(BOOK) is None
    for _ in range(3):
        write()
        actions.publish_checkpoint(book=BOOK, at=NOON)

    assert queries.latest_checkpoint(BOOK).size == 3


@pytest.mark.django_db
def test_stored_row_has_the_instant_as_it_was_hashed():
    write(at=NOON)
    write(at=NOON.replace(microsecond=0))
    write(at=NOON.replace(microsecond=120000))

    assert [row[1] for row in queries.rows_of(BOOK)] == [
        "2026-11-20T04:00:00.123456+00:00",
        "2026-11-20T04:00:00.000000+00:00",
        "2026-11-20T04:00:00.120000+00:00",
    ]


@pytest.mark.django_db
def test_proof_of_each_line_can_be_checked_from_its_json_alone():
    for n in range(7):
        write(f"hl-{n}", body={"n": n})
    checkpoint = actions.publish_checkpoint(book=BOOK, at=NOON)
    write("later")

    for seq in range(1, 8):
        proof = json.loads(json.dumps(queries.proof_of(BOOK, seq).to_json()))
        leaf, path = (
            leaf_hash(canonical_bytes(proof["line"])),
            [bytes.fromhex(node) for node in proof["path"]],
        )
        assert (proof["size"], proof["root"]) == (7, checkpoint.root)
        assert verify_inclusion(leaf, seq - 1, 7, path, bytes.fromhex(checkpoint.root))
        assert Proof.read(proof).holds()


@pytest.mark.django_db
def test_a_line_after_the_latest_checkpoint_is_proved_against_the_head():
    write()
    actions.publish_checkpoint(book=BOOK, at=NOON)
    write()

    assert (queries.proof_of(BOOK, 2).size, queries.proof_of(BOOK, 2).root) == (2, queries.head_of(BOOK).root)


@pytest.mark.django_db
def test_a_proof_of_another_line_does_not_hold():
    write(body={"vote": "yes"})
    write()
    proof = queries.proof_of(BOOK, 1).to_json()

    assert not Proof.read({**proof, "line": [*proof["line"][:7], {"vote": "no"}]}).holds()
    assert not Proof.read({**proof, "path": ["zz"]}).holds()
    assert not Proof.read({**proof, "line": []}).holds()


@pytest.mark.django_db
@pytest.mark.parametrize(("seq", "size"), [(4, None), (0, None), (2, 1), (1, 4)])
def test_a_line_or_size_that_the_book_does_not_have_is_refused(seq, size):
    for _ in range(3):
        write()

    with pytest.raises(Refused) as refusal:
        queries.proof_of(BOOK, seq, size)

    assert refusal.value.code == "ledger.no_such_line"


@pytest.mark.django_db
def test_a_changed_line_has_no_proof():
    for _ in range(3):
        write()
    actions.publish_checkpoint(book=BOOK, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_line SET about = 'hl-002' WHERE seq = 2")

    with pytest.raises(Refused) as refusal:
        queries.proof_of(BOOK, 2)

    assert refusal.value.code == "ledger.proof_fails"
