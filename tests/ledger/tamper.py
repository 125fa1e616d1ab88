"""Hands in the database, past every door of the house: what somebody with the password could do."""

from django.db import connection

from zhiheng.ledger.domain import CHAIN_START, Frontier, leaf_of, link
from zhiheng.ledger.models import Head
from zhiheng.ledger.queries import rows_of

from .conftest import BOOK

FAR = 1_000_000


def sql(statement, *values):
    """Run one statement as it is."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def set_line(number, /, **columns):
    """Change columns of one line."""
    names = ", ".join(f"{name} = %s" for name in columns)
    sql(f"UPDATE ledger_line SET {names} WHERE book = %s AND seq = %s", *columns.values(), BOOK, number)


def delete(seq):
    """Remove one line."""
    sql("DELETE FROM ledger_line WHERE book = %s AND seq = %s", BOOK, seq)


def renumber(first, by):
    """Move the numbers of all lines from *first* on, by way of numbers that nobody uses."""
    sql("UPDATE ledger_line SET seq = seq + %s WHERE book = %s AND seq >= %s", FAR, BOOK, first)
    sql("UPDATE ledger_line SET seq = seq + %s WHERE book = %s AND seq >= %s", by - FAR, BOOK, FAR)


def put_in(seq, *, chained=False):
    """Insert an invented line, with a right leaf and link if *chained*."""
    content = ["2026-11-20T04:00:00.123456+00:00", "case.opened", "u-9", "hl-999", "[]", "null"]
    before = rows_by_number().get(seq - 1)
    leaf = leaf_of(BOOK, seq, *content) if chained else b"\x01" * 32
    chain = link(before[8] if before else CHAIN_START, leaf) if chained else b"\x02" * 32
    sql(
        "INSERT INTO ledger_line (book, seq, at, act, actor, about, cites_json, body_json, leaf, chain) "
        "VALUES (%s, %s, '2026-11-20 04:00:00.123456', %s, %s, %s, %s, %s, %s, %s)",
        BOOK, seq, *content[1:], leaf, chain,
    )  # fmt: skip


def rows_by_number():
    """Return every stored row under its number."""
    return {row[0]: (*row[:7], bytes(row[7]), bytes(row[8])) for row in rows_of(BOOK)}


def swap(first, second, *columns):
    """Exchange columns of two lines."""
    rows = {}
    with connection.cursor() as cursor:
        for seq in (first, second):
            cursor.execute(
                f"SELECT {', '.join(columns)} FROM ledger_line WHERE book = %s AND seq = %s", [BOOK, seq]
            )
            rows[seq] = dict(zip(columns, cursor.fetchone(), strict=True))
    set_line(first, **rows[second])
    set_line(second, **rows[first])


def swap_numbers(first, second):
    """Exchange the numbers of two lines."""
    set_line(first, seq=FAR)
    set_line(second, seq=first)
    set_line(FAR, seq=second)


def reseal(first, last=None, *, head=False):
    """Compute leaf and link anew from a line on, as somebody who knows the house would; the head too if asked."""
    rows = rows_by_number()
    chain, tree = CHAIN_START, Frontier()
    for seq in sorted(rows):
        leaf, stored = rows[seq][7:]
        if first <= seq <= (last or seq):
            leaf = leaf_of(BOOK, *rows[seq][:7])
            stored = link(chain, leaf)
            set_line(seq, leaf=leaf, chain=stored)
        chain = stored
        tree.append(leaf)
    if head:
        Head.objects.filter(book=BOOK).update(
            size=tree.size, chain=chain, peaks=tree.packed(), root=tree.root().hex()
        )
