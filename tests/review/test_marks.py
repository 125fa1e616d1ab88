"""Marks, comments and signatures of one assessor."""

import pytest
from django.db import IntegrityError, transaction

from factories import AFTER, OFFICE
from zhiheng.core.refusal import Refused
from zhiheng.ledger.domain import opens
from zhiheng.ledger.queries import lines_about
from zhiheng.review import actions, queries
from zhiheng.review.models import Mark, Scorebook

from .conftest import ITEMS, ROUND, assessor, make_experts, marks, stage_pk

pytestmark = pytest.mark.django_db


def give(judged, given, *, case=0, seat=0, by=None):
    return actions.give_marks(
        case_code=judged.codes[case], stage="documents", marks=given, by=by or judged.actors[seat], now=AFTER
    )


def sign(judged, *, case=0, seat=0):
    actions.sign_scorebook(case_code=judged.codes[case], stage="documents", by=judged.actors[seat], now=AFTER)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value


def test_unknown_item_is_refused_with_its_article_and_nothing_is_kept(judged):
    refusal = refused(give, judged, {ITEMS[0]: 50, "charm": 80})

    assert (refusal.code, [cite.article for cite in refusal.cites]) == ("mark.unknown_item", ["6"])
    assert not Mark.objects.exists()


@pytest.mark.parametrize("percent", [-5, 3, 105, True, 50.0, "50"])
def test_percent_off_the_scale_is_refused(judged, percent):
    assert refused(give, judged, {ITEMS[0]: percent}).code == "mark.percent"


@pytest.mark.parametrize("percent", [-5, 3, 105])
def test_the_table_itself_refuses_a_percent_off_the_scale(judged, percent):
    give(judged, {ITEMS[0]: 50})

    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.update(percent=percent)


def test_mark_given_again_withdraws_the_former_and_keeps_it(judged):
    give(judged, {ITEMS[0]: 50})
    give(judged, {ITEMS[0]: 55})

    rows = Mark.objects.order_by("pk").values_list("percent", "withdrawn_at")
    assert list(rows) == [(50, AFTER), (55, None)]


def test_the_same_mark_twice_changes_nothing_and_leaves_one_line(judged):
    assert (give(judged, {ITEMS[0]: 50}), give(judged, {ITEMS[0]: 50})) == (1, 0)
    about = f"{judged.codes[0]}/documents/A1/{ITEMS[0]}"
    assert lines_about("350200", about).count() == 1


def test_a_mark_after_the_stage_closed_is_refused(judged):
    judged.hand_in(dict.fromkeys(judged.codes, (50, 50, 50)))
    judged.close("documents")

    assert refused(give, judged, {ITEMS[0]: 60}).code == "stage.not_open"


def test_ledger_holds_a_commitment_that_the_salt_opens_and_never_the_value(judged):
    give(judged, {ITEMS[0]: 85})

    line = lines_about("350200", f"{judged.codes[0]}/documents/A1").get()
    mark = Mark.objects.get()
    assert list(line.body) == ["commitment"]
    assert opens(line.body["commitment"], mark.salt, {"percent": 85})
    assert not opens(line.body["commitment"], mark.salt, {"percent": 80})


def test_signing_names_the_items_without_a_mark(judged):
    give(judged, dict.fromkeys(ITEMS[2:], 0))

    refusal = refused(sign, judged)
    assert refusal.code == "mark.missing"
    assert refusal.message.zh == f"尚有 2 个条目未评分：{ITEMS[0]}、{ITEMS[1]}；未评不按零分计。"


def test_signed_scorebook_is_locked_until_the_office_reopens_it_with_a_ground(judged):
    give(judged, marks(50))
    sign(judged)
    assert refused(give, judged, {ITEMS[0]: 60}).code == "scorebook.signed"

    again = {"case_code": judged.codes[0], "stage": "documents", "seat": "A1", "by": OFFICE, "now": AFTER}
    assert refused(actions.reopen_scorebook, ground=" ", **again).code == "scorebook.no_ground"
    actions.reopen_scorebook(ground="条目 4.1.1 录入有误", **again)
    assert give(judged, {ITEMS[0]: 60}) == 1
    assert lines_about("350200", judged.codes[0]).get(act="review.scorebook_reopened").body == {
        "ground": "条目 4.1.1 录入有误"
    }


def test_stranger_office_and_unseated_assessor_do_not_mark(judged):
    [(_, other)] = make_experts(1, "other")

    for actor in (OFFICE, assessor(other), assessor("acct-nobody")):
        assert refused(give, judged, {ITEMS[0]: 50}, by=actor).code == "mark.not_yours"
    assert not Scorebook.objects.exists()


def test_an_account_that_lost_its_role_does_not_mark(judged):
    from zhiheng.core.actor import Actor

    former = Actor(judged.actors[0].code)
    assert refused(give, judged, {ITEMS[0]: 50}, by=former).code == "mark.not_yours"


def test_comment_is_kept_with_its_kind_and_enters_the_ledger_sealed(judged):
    said = {"case_code": judged.codes[0], "stage": "documents", "by": judged.actors[0], "now": AFTER}
    actions.give_comment(item=ITEMS[0], kind="strength", text="方法系统", **said)

    assert queries.comments_for(stage_pk("documents"), judged.codes[0], ["A1"]) == (
        {"seat": "A1", "item": ITEMS[0], "kind": "strength", "text": "方法系统"},
    )
    assert list(lines_about("350200", judged.codes[0]).get(act="review.comment_given").body) == ["commitment"]
    assert (
        refused(actions.give_comment, item=ITEMS[0], kind="praise", text="x", **said).code == "comment.kind"
    )


def test_stage_waits_for_signatures_by_seat(judged):
    judged.hand_in(dict.fromkeys(judged.codes[1:], (50, 50, 50)))
    give(judged, marks(50))
    sign(judged)

    refusal = refused(judged.close, "documents")
    assert refusal.code == "stage.awaits"
    assert "A2、A3 的评分手册未签署" in refusal.message.zh


def test_every_signed_scorebook_opens_its_line(judged):
    judged.hand_in(dict.fromkeys(judged.codes, (50, 60, 70)))

    for opening in queries.openings_of(ROUND, "documents"):
        line = lines_about("350200", opening.about).get(act="review.scorebook_handed_in")
        assert opens(line.body["commitment"], opening.salt, opening.body)


def test_an_assessors_task_is_done_with_the_last_signature(judged):
    from zhiheng.casework.models import Task

    mine = Task.objects.filter(account=judged.experts[0][1])
    for case in range(len(judged.codes)):
        assert mine.get().done_at is None
        give(judged, marks(50), case=case)
        sign(judged, case=case)

    assert mine.get().done_at == AFTER
    assert Task.objects.filter(account=judged.experts[1][1]).get().done_at is None
