"""The shelf: shipped and saved rulebooks, and saving a new version."""

from __future__ import annotations

import hashlib

import pytest

from factories import AFTER, OFFICE, OTHER_OFFICE, SHORT, SUPERVISOR, XIAMEN, make_round
from registers.test_races import raced
from zhiheng.casework import actions
from zhiheng.casework.actions.rulebooks import next_version
from zhiheng.casework.models import RulebookVersion
from zhiheng.casework.queries.shelf import awards_on_shelf, on_shelf, shelf, versions_of
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.ledger import queries as ledger

ID = "350200/short-award/2025"
pytestmark = pytest.mark.django_db


def save(source=SHORT, by=OFFICE):
    """Save a text at a moment."""
    return actions.save_rulebook(source=source, by=by, now=AFTER)


def refused(source=SHORT, by=OFFICE):
    """Return the refusal of a text."""
    with pytest.raises(Refused) as refusal:
        save(source, by)
    return refusal.value


def lines():
    """Return the ledger's lines about saved rulebooks."""
    return [(one.act, one.body) for one in ledger.lines_about("350200", ID)]


def test_a_saved_text_stands_on_the_shelf_and_leaves_one_line_with_its_digest():
    book = save()
    assert on_shelf(ID).source == SHORT
    assert lines() == [("casework.rulebook_saved", {"digest": book.digest})]
    assert book.digest == hashlib.sha256(SHORT.encode()).hexdigest()


def test_the_same_text_twice_is_saved_once():
    assert save().digest == save().digest
    assert RulebookVersion.objects.count() == 1
    assert len(lines()) == 1


def test_another_text_under_the_same_id_is_refused_and_the_next_version_named():
    save()
    told = refused(SHORT.replace("at_most: 5", "at_most: 6"))
    assert told.code == "rulebook.version_exists"
    assert "350200/short-award/2025-2" in told.message.en
    assert on_shelf(ID).source == SHORT


def test_a_shipped_version_is_never_changed_and_saving_it_again_does_nothing():
    text = XIAMEN.read_text(encoding="utf-8")
    assert save(text).digest == on_shelf("350200/quality-award/2020").digest
    assert RulebookVersion.objects.count() == 0
    assert refused(text + "# more\n").code == "rulebook.version_exists"


def test_the_next_version_counts_on_from_one_that_is_counted():
    save(SHORT.replace("/2025", "/2025-2"))
    assert next_version("350200/short-award/2025-2") == "350200/short-award/2025-3"


@pytest.mark.parametrize("by", [OTHER_OFFICE, SUPERVISOR])
def test_only_the_office_of_its_authority_saves_a_rulebook(by):
    assert refused(by=by).code == "rulebook.not_yours"
    assert not RulebookVersion.objects.exists()


def test_a_text_with_problems_is_refused_with_each_at_its_line_and_nothing_is_saved():
    with pytest.raises(InputRefused) as refusal:
        save(SHORT.replace("kind: award", "kind: prize", 1).replace("years: 3", "years: many"))
    places = [(one.place.line, bool(one.message.zh), bool(one.remedy.zh)) for one in refusal.value.problems]
    assert places[0] == (3, True, True)
    assert len(places) >= 2
    assert not RulebookVersion.objects.exists()
    assert lines() == []


def test_a_text_that_a_round_holds_can_be_saved_and_stays_one(regions):
    make_round(source=SHORT)
    assert on_shelf(ID) is None
    save()
    assert RulebookVersion.objects.get().saved_by == OFFICE.code


def test_an_id_that_a_real_round_runs_on_is_not_given_to_another_text(regions):
    make_round(source=SHORT)
    assert refused(SHORT + "# more\n").code == "rulebook.version_exists"


def test_an_id_tried_in_a_sample_round_is_free(regions):
    make_round(source=SHORT, is_sample=True)
    assert save(SHORT + "# more\n").id == ID


def test_a_saved_text_that_was_changed_in_the_database_stays_off_the_shelf():
    save()
    RulebookVersion.objects.update(source=SHORT + "# tampered\n", digest="0" * 64)
    assert on_shelf(ID) is None


def test_the_shelf_costs_one_statement_once_its_texts_are_known(django_assert_num_queries):
    save()
    shelf()
    with django_assert_num_queries(1):
        shelf()
    save(SHORT.replace("/2025", "/2026"))
    shelf()
    with django_assert_num_queries(1):
        shelf()


def test_the_versions_of_an_instrument_come_the_latest_in_force_first():
    assert [book.id for book in versions_of("350200/quality-award")] == [
        "350200/quality-award/2025", "350200/quality-award/2020",
    ]  # fmt: skip


def test_a_saved_award_can_be_chosen_for_a_round_of_its_own_authority():
    save()
    assert ID in [book.id for book in awards_on_shelf(frozenset({"350200"}))]
    assert awards_on_shelf(frozenset({"350100"})) == ()


def test_of_texts_saved_at_once_under_one_id_one_stands_and_the_others_are_refused(tmp_path):
    script = """
from factories import OFFICE, OPENS, SHORT
from zhiheng.casework.actions import save_rulebook
from zhiheng.casework.models import RulebookVersion
from zhiheng.ledger.queries import lines_about
texts = [SHORT.replace("at_most: 5", f"at_most: {number + 2}") for number in range(4)]
told = at_once(lambda number: save_rulebook(source=texts[number], by=OFFICE, now=OPENS).id)
print(json.dumps([
    sorted(told), RulebookVersion.objects.exclude(saved_by="").count(),
    lines_about("350200", "350200/short-award/2025").count(),
]))
"""
    assert raced(script, tmp_path) == [[ID, *["rulebook.version_exists"] * 3], 1, 1]
