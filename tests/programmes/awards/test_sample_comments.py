"""What simulated assessors write: sample text that fits the category and the band, and comes with the scorebook."""

from random import Random

import pytest

from factories import AFTER, OFFICE
from review.conftest import Judged, marks
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.programmes.awards.data.comments import sample_comments
from zhiheng.review import actions
from zhiheng.review.domain.values import CommentGiven, ScorebookGiven
from zhiheng.review.models import Comment
from zhiheng.rules.criteria import criteria_model

MODEL = criteria_model("gbt19580_2012")


def written(**other):
    return sample_comments(MODEL, marks(50, **other), Random(3))


def test_strengths_are_where_the_marks_are_highest_and_say_that_they_are_samples():
    made = written(**{"4_1_2": 90, "4_7_2": 85, "4_5_2": 10, "4_6_3": 15})

    assert {(one.kind, one.item) for one in made} == {
        ("strength", "4.1.2"), ("strength", "4.7.2"), ("opportunity", "4.5.2"), ("opportunity", "4.6.3"),
    }  # fmt: skip
    assert all(one.text.startswith("（演示文字）") for one in made)
    assert written() == written()


@pytest.mark.parametrize("kind", ["strength", "opportunity"])
def test_texts_differ_by_category_and_by_band(kind):
    def texts(item, percent):
        made = [sample_comments(MODEL, marks(50) | {item: percent}, Random(n)) for n in range(60)]
        return {one.text for own in made for one in own if (one.item, one.kind) == (item, kind)}

    low, high = texts("4.2.2", 0), texts("4.2.2", 100)
    assert low.isdisjoint(high)
    assert all(len(own) >= 3 for own in (low, high) if own)


@pytest.mark.django_db
def test_comments_handed_in_with_a_scorebook_stand_and_leave_lines_that_do_not_tell_them(regions):
    judged = Judged()
    note = CommentGiven("4.1.2", "strength", "（演示文字）方法成熟。")
    book = ScorebookGiven(judged.codes[0], "A1", marks(), (note,))
    hand_in = {"round_code": "xm-7", "stage": "documents", "by": OFFICE, "now": AFTER}
    wrong = ScorebookGiven(judged.codes[0], "A1", marks(), (CommentGiven("charm", "strength", "x"),))
    with pytest.raises(Refused, match="评语"):
        actions.hand_in_scorebooks(scorebooks=[wrong], **hand_in)
    actions.hand_in_scorebooks(scorebooks=[book], **hand_in)

    assert list(Comment.objects.values_list("item", "text")) == [("4.1.2", "（演示文字）方法成熟。")]
    line = Line.objects.get(act="review.comment_given")
    assert line.about == f"{judged.codes[0]}/documents/A1/4.1.2"
    assert sorted(line.body) == ["commitment", "on_paper"]
