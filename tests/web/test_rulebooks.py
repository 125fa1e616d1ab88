"""A rulebook is read as law: an index, an anchor for each rule, and exactly the text that is meant."""

import re

import pytest

from factories import SHORT, XIAMEN, make_round


def test_the_shelf_lists_each_rulebook_with_the_rounds_that_use_it(client, regions):
    make_round()
    page = client.get("/rulebooks/").content.decode()
    assert "<code>350200/quality-award/2020</code>" in page
    assert page.count('href="/rounds/xm-7/"') == 1


def test_a_text_that_only_a_round_holds_stays_readable(client, regions):
    round_ = make_round(source=SHORT)
    assert "仅存于届次" in client.get("/rulebooks/").content.decode()
    page = client.get(f"/rulebooks/text/{round_.rulebook.digest}/").content.decode()
    assert "本正文因有届次锁定而保留" in page


def test_the_list_of_rulebooks_costs_three_statements_however_many_rounds(
    client, regions, django_assert_num_queries
):
    client.get("/rulebooks/")
    make_round("one", session="1")
    with django_assert_num_queries(3):  # saved texts, rounds, names of regions
        client.get("/rulebooks/")
    make_round("two", session="2")
    make_round("three", source=SHORT, session="3")
    with django_assert_num_queries(3):
        client.get("/rulebooks/")


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "申报条件"), ("en", "Conditions of entry")])
def test_a_rulebook_is_explained_in_the_language_of_the_page(client, db, language, word):
    page = client.get("/rulebooks/350200/quality-award/2020/", headers={"accept-language": language})
    assert word in page.content.decode()


def test_every_link_of_the_index_leads_to_one_anchor(client, db):
    page = client.get("/rulebooks/350200/quality-award/2020/").content.decode()
    targets = re.findall(r'href="#([^"]+)"', page)
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(targets) > 30
    assert sorted(set(targets) - set(anchors)) == []
    assert len(anchors) == len(set(anchors))


def test_the_whole_digest_of_the_text_is_shown(client, db):
    import hashlib

    digest = hashlib.sha256(XIAMEN.read_bytes()).hexdigest()
    assert digest in client.get("/rulebooks/350200/quality-award/2020/").content.decode()


@pytest.mark.parametrize("where", ["350200/quality-award/1999", "text/0000", "text/" + "a" * 64])
def test_a_rulebook_that_nobody_has_is_an_absent_page(client, db, where):
    assert client.get(f"/rulebooks/{where}/").status_code == 404


def test_an_invalid_file_stays_off_the_shelf(client, db, settings, tmp_path):
    folder = tmp_path / "rulebooks" / "350200" / "quality-award"
    folder.mkdir(parents=True)
    (folder / "2020.yaml").write_text("rulebook: nonsense", encoding="utf-8")
    settings.CHECKOUT = tmp_path
    assert "目前没有规则书。" in client.get("/rulebooks/").content.decode()
