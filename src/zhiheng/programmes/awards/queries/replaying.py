"""A past round held against another rulebook, from its rows."""

from __future__ import annotations

from typing import Any

from zhiheng.casework.queries.closed import closed_stages, withdrawn_before
from zhiheng.casework.queries.rounds import states_of
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.replay import PastStage, Replay, replay
from zhiheng.rules.model import Rulebook


def replayed(round_: Any, new: Rulebook) -> Replay:
    """Return which cases of a round would have ended otherwise; a round without a closed stage is refused."""
    past = [PastStage(one.stage, one.kind, one.inputs, one.conclusions) for one in closed_stages(round_)]
    if not past:
        raise Refused(
            "replay.nothing_closed",
            Text("这一届还没有结束的环节，没有可以重算的内容。", "No stage of this round has closed yet."),
        )
    cases = [code for code, _ in states_of(round_)]
    return replay(new, past, cases, withdrawn=withdrawn_before(round_))
