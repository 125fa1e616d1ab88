"""Too many objections from one place are answered by a page that says when the next is taken."""

from django.utils import timezone

from zhiheng.casework.models import Objection
from zhiheng.shell.models import Knock

SAID = {
    "case": "short-1-0001",
    "name": "林知行",
    "contact": "0592-0000000",
    "grounds": "营业收入与年报不符。",
}


ADDRESS = "/notices/short-1/notice/object/"


def test_one_more_than_the_limit_is_told_when_and_changes_nothing(client, noticed, settings):
    settings.ZHIHENG_OBJECTIONS_PER_HOUR = 1
    assert client.post(ADDRESS, SAID).status_code == 302
    answer = client.post(ADDRESS, SAID)
    assert answer.status_code == 429
    assert 3590 < int(answer["Retry-After"]) <= 3600
    assert "同一网络地址每小时最多提交 1 次" in answer.content.decode()
    assert Objection.objects.count() == 1


def test_reading_the_form_is_not_counted_and_stays_possible(client, noticed, settings):
    settings.ZHIHENG_OBJECTIONS_PER_HOUR = 1
    Knock.objects.create(what="objection", place="x", at=timezone.now())
    assert [client.get(ADDRESS).status_code for _ in range(3)] == [200] * 3
    assert Knock.objects.count() == 1


def test_an_absent_notice_stays_absent_and_counts_nothing(client, db):
    assert client.post("/notices/nothing/notice/object/", SAID).status_code == 404
    assert not Knock.objects.exists()


def test_a_receipt_outlives_a_change_of_the_key_as_long_as_the_old_one_is_kept(client, noticed, settings):
    receipt = client.post(ADDRESS, SAID)["Location"]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert client.get(receipt).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(receipt).status_code == 404
