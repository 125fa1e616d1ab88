"""What the tables refuse."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from zhiheng.ledger import actions, seals
from zhiheng.ledger.models import Checkpoint, Line, Sealed

from .conftest import BOOK, NOON, write


def test_migrations_alone_seal_the_tables(django_db_setup):
    assert django_db_setup is True


@pytest.mark.django_db
def test_a_line_is_not_changed_or_deleted_by_code():
    line = write()
    line.about = "hl-002"

    with pytest.raises(Sealed):
        line.save()
    with pytest.raises(Sealed):
        line.delete()
    assert Line.objects.get().about == "hl-001"


@pytest.mark.django_db
def test_lines_are_not_changed_or_deleted_in_bulk():
    line = write()

    with pytest.raises(Sealed):
        Line.objects.update(about="hl-002")
    with pytest.raises(Sealed):
        Line.objects.bulk_update([line], ["about"])
    with pytest.raises(Sealed):
        Line.objects.filter(book=BOOK).delete()


@pytest.mark.django_db
def test_a_checkpoint_is_not_changed_or_deleted_by_code():
    write()
    checkpoint = actions.publish_checkpoint(book=BOOK, at=NOON)

    with pytest.raises(Sealed):
        checkpoint.delete()
    with pytest.raises(Sealed):
        Checkpoint.objects.update(size=2)


@pytest.mark.django_db
@pytest.mark.parametrize("table", seals.TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET size_or_seq = 9", "DELETE FROM {}"])
def test_database_itself_refuses(sealed, table, statement):
    write()
    actions.publish_checkpoint(book=BOOK, at=NOON)
    column = "seq" if table == "ledger_line" else "size"

    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.replace("size_or_seq", column).format(table))


@pytest.mark.django_db
def test_sealed_tables_still_take_new_lines(sealed):
    assert [write().seq, write().seq] == [1, 2]
    assert seals.is_sealed(connection)


@pytest.mark.django_db
def test_two_lines_cannot_have_one_number():
    line = write()
    double = Line(book=line.book, seq=1, at=NOON, act="x", actor="x", about="x", leaf=b"", chain=b"")

    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()
