"""An answer is yes or no with its reason, and can become a refusal."""

import pytest

from zhiheng.core.answer import Answer
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text

REASON = Text("您已回避。", "You stepped back.")


def test_answer_is_true_exactly_when_allowed():
    assert Answer(True, REASON)
    assert not Answer(False, REASON)


def test_no_becomes_a_refusal_with_the_same_reason_and_citations():
    cite = Citation("r", "12")

    with pytest.raises(Refused) as refusal:
        Answer(False, REASON, (cite,)).or_refuse("mark.recused")

    assert (refusal.value.code, refusal.value.message, refusal.value.cites) == (
        "mark.recused",
        REASON,
        (cite,),
    )


def test_yes_refuses_nothing():
    assert Answer(True, REASON).or_refuse() is None
