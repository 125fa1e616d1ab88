"""Public pages are kept a minute and answered with 304; what is somebody's own is kept by nobody."""

import pytest

PUBLIC = ("/", "/rounds/", "/honours/", "/rulebooks/", "/ledger/", "/notices/", "/calls/", "/api/")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_may_be_kept_a_minute_and_has_a_tag(client, running, address):
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["ETag"].startswith('"')
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}
    assert not answer.cookies


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_that_did_not_change_is_not_sent_again(client, running, address):
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_a_page_that_changed_is_sent_again(client, running):
    tag = client.get("/rounds/")["ETag"]
    from factories import conclude

    conclude()
    assert client.get("/rounds/", headers={"if-none-match": tag}).status_code == 200


def test_the_two_languages_are_two_pages(client, running):
    zh, en = (client.get("/", headers={"accept-language": one})["ETag"] for one in ("zh-CN", "en"))
    assert zh != en


def test_what_is_shown_to_somebody_who_signed_in_is_kept_by_nobody(reader, running):
    client = reader()
    for address in ("/", "/desk/", "/account/", "/rounds/xm-7/"):
        answer = client.get(address)
        assert (answer["Cache-Control"], answer.has_header("ETag")) == ("private, no-cache", False)


def test_a_page_with_a_form_of_ours_is_nobodys_to_keep(client, db):
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]
    assert client.get("/nothing/")["Cache-Control"] == "private, no-cache"


def test_an_act_is_not_kept(client, db):
    assert client.post("/language/", {"language": "en"})["Cache-Control"] == "private, no-cache"
