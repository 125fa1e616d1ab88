"""The pass over a book, on plain rows: nothing that was altered goes unseen, wherever it is."""

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.ledger.domain import CHAIN_START, Frontier, leaf_of, link
from zhiheng.ledger.domain.walk import MOST_NAMED, Walk

AT = "2026-11-20T04:00:00.000000+00:00"


def sealed(size, about="hl-{}"):
    """Return the rows of a book of this size, as the ledger writes them, with its chain's end and its tree."""
    rows, chain, tree = [], CHAIN_START, Frontier()
    for seq in range(1, size + 1):
        content = (AT, "case.opened", "u-1", about.format(seq), "[]", "null")
        leaf = leaf_of("b", seq, *content)
        chain = link(chain, leaf)
        tree.append(leaf)
        rows.append((seq, *content, leaf, chain))
    return rows, chain, tree


def walked(rows, end, tree):
    """Walk these rows against the head of the book as it was written."""
    walk = Walk("b", end)
    walk.run([row for row in rows if row[0] <= tree.size])
    beyond = [row[0] for row in rows if row[0] > tree.size]
    counted = (len(beyond), min(beyond, default=0), max(beyond, default=0))
    walk.finish(tree.size, tree.root().hex(), tree.packed(), counted)
    return walk


def named(walk):
    return [(fault.kind.value, fault.seq) for fault in walk.faults]


@given(st.integers(0, 40))
def test_what_was_written_has_no_fault(size):
    walk = walked(*sealed(size))

    assert (named(walk), walk.last, walk.sound) == ([], size, True)


@given(st.integers(1, 30), st.data())
def test_any_one_column_of_any_one_line_is_named(size, data):
    rows, end, tree = sealed(size)
    seq, column = data.draw(st.integers(1, size)), data.draw(st.integers(1, 8))
    row = list(rows[seq - 1])
    row[column] = row[column] + (b"x" if column > 6 else "x")

    assert named(walked([*rows[: seq - 1], tuple(row), *rows[seq:]], end, tree)) == [("changed", seq)]


@given(st.integers(1, 30), st.data())
def test_any_line_that_is_gone_is_named(size, data):
    rows, end, tree = sealed(size)
    seq = data.draw(st.integers(1, size))

    assert named(walked(rows[: seq - 1] + rows[seq:], end, tree)) == [("dropped", seq)]


@given(st.integers(1, 30), st.data())
def test_any_line_given_twice_is_named(size, data):
    rows, end, tree = sealed(size)
    seq = data.draw(st.integers(1, size))

    assert named(walked(rows[:seq] + rows[seq - 1 :], end, tree)) == [("inserted", seq)]


@given(st.integers(2, 30), st.data())
def test_any_two_lines_whose_numbers_are_exchanged_are_named(size, data):
    rows, end, tree = sealed(size)
    one, two = sorted(data.draw(st.sets(st.integers(1, size), min_size=2, max_size=2)))
    rows[one - 1], rows[two - 1] = (one, *rows[two - 1][1:]), (two, *rows[one - 1][1:])

    assert named(walked(rows, end, tree)) == [("reordered", one), ("reordered", two)]


@given(st.integers(1, 12), st.lists(st.integers(0, 11), max_size=12))
def test_any_other_choice_or_order_of_the_lines_has_a_fault(size, choice):
    rows, end, tree = sealed(size)
    chosen = [rows[index % size] for index in choice]
    renumbered = [(number, *row[1:]) for number, row in enumerate(chosen, 1)]

    assert bool(named(walked(renumbered, end, tree))) == (renumbered != rows)


@given(st.integers(1, 12), st.sets(st.integers(1, 12)), st.booleans())
def test_any_lines_replaced_by_those_of_another_book_have_a_fault(size, taken, with_chain):
    rows, end, tree = sealed(size)
    others = sealed(size, about="hl-000{}")[0]
    mixed = [
        (*others[row[0] - 1][:8], others[row[0] - 1][8] if with_chain else row[8]) if row[0] in taken else row
        for row in rows
    ]

    assert bool(named(walked(mixed, end, tree))) == (mixed != rows)


def test_a_book_with_every_line_renumbered_is_walked_to_its_end():
    rows, end, tree = sealed(3000)

    assert named(walked([(row[0] - 1, *row[1:]) for row in rows[1:]], end, tree)) == [("dropped", 1)]


def test_faults_beyond_a_thousand_are_counted_and_not_kept():
    rows, end, tree = sealed(MOST_NAMED + 50)
    walk = walked([(*row[:3], "u-2", *row[4:]) for row in rows], end, tree)

    assert (len(walk.faults), walk.unnamed) == (MOST_NAMED, 50)
