"""Bodies that must be apart and act together, panels larger than their body, votes that cannot carry."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

from zhiheng.core.text import Text
from zhiheng.rules.model.bodies import Body
from zhiheng.rules.model.stage_parts import By
from zhiheng.rules.model.stages import BallotStage, ClaimStage, HearingStage, ScoreStage, Stage
from zhiheng.rules.sense.sight import Sight
from zhiheng.rules.who_wording import class_text


def check_people(sight: Sight) -> None:
    """Look at bodies, at who acts in which stage, at panels and ballots."""
    for number, body in enumerate(sight.book.bodies):
        _check_body(sight, number, body)
    _check_owned(sight)
    for stage in sight.book.stages:
        _check_acting(sight, stage)
        if isinstance(stage, ScoreStage | HearingStage):
            _check_panel(sight, stage)
        if isinstance(stage, BallotStage):
            _check_ballot(sight, stage)


def _check_body(sight: Sight, number: int, body: Body) -> None:
    if body.id in (body.apart_from or ()):
        sight.note(
            "apart_from_itself",
            ("bodies", number, "apart_from"),
            Text(f"{body.title.zh}不能与自己分离。", f"“{body.title.en}” cannot be apart from itself."),
            Text("写另一个机构的编号。", "Name another body."),
        )
    size = body.size
    exactly = size.at_least if size is not None and size.at_least == size.at_most else None
    if size is not None and size.odd and exactly is not None and exactly % 2 == 0:
        sight.note(
            "never_odd",
            ("bodies", number, "size"),
            Text(
                f"人数恰为 {exactly} 人，又要求单数。",
                f"It has exactly {exactly} members, and an odd number.",
            ),
            Text("改为单数，或删去 odd。", "Write an odd number, or remove odd."),
        )
    if body.term is not None and body.term.edition and body.term.at_most_terms is not None:
        sight.note(
            "terms_of_an_edition",
            ("bodies", number, "term", "at_most_terms"),
            Text("每届组建的机构没有连任。", "A body formed anew for each edition has no terms."),
            Text("删去 at_most_terms，或写 years。", "Remove at_most_terms, or write years."),
        )


def _check_owned(sight: Sight) -> None:
    owner: dict[str, Body] = {}
    for number, body in enumerate(sight.book.bodies):
        for one in body.owns or ():
            if one in owner:
                name, other = class_text(one, sight.book), owner[one].title
                sight.note(
                    "owned_twice",
                    ("bodies", number, "owns"),
                    Text(
                        f"{name.zh}已由{other.zh}负责。",
                        f"“{other.en}” is responsible for {name.en} already.",
                    ),
                    Text("只由一个机构负责。", "Leave it to one of them."),
                )
            owner.setdefault(one, body)


def _may_be(body: Body) -> str:
    """Return by whom a stage is, if this body acts in it."""
    return " / ".join(f"by: {by}" for by in get_args(By) if body.may_do(by)) or "acts_as"


def _check_acting(sight: Sight, stage: Stage) -> None:
    path = sight.of(stage, "body")
    if stage.by == "applicant" and not isinstance(stage, ClaimStage):
        sight.note(
            "applicant_decides",
            sight.of(stage, "by"),
            Text("申报主体不能办理这一环节。", "An applicant cannot act in this stage."),
            Text("写办理它的机构。", "Write who acts in it."),
        )
    for id_ in stage.body:
        body = sight.book.body(id_)
        if not body.may_do(stage.by):
            sight.note(
                "body_does_not_act",
                path,
                Text(
                    f"{body.title.zh}（{body.acts_as}）不能办理 by: {stage.by} 的环节。",
                    f"“{body.title.en}” acts as {body.acts_as}; the stage is by {stage.by}.",
                ),
                Text(
                    f"写 {_may_be(body)}，或更正 body、acts_as。",
                    f"Write {_may_be(body)}, or correct body or acts_as.",
                ),
            )
    if not (stage.jointly or isinstance(stage, ScoreStage | HearingStage | BallotStage)):
        return
    for one, other in combinations(stage.body, 2):
        if one != other and sight.book.must_be_apart(one, other):
            a, b = sight.book.body(one).title, sight.book.body(other).title
            sight.note(
                "apart_yet_together",
                path,
                Text(
                    f"{a.zh}与{b.zh}须相互分离，却共同办理一个环节。",
                    f"“{a.en}” and “{b.en}” must be apart, but act together.",
                ),
                Text("由其中一个办理，或删去 apart_from。", "Leave it to one of them, or remove apart_from."),
            )


def _check_panel(sight: Sight, stage: ScoreStage | HearingStage) -> None:
    panel = stage.panel
    if panel is None:
        return
    sizes = [
        (b, b.size.at_most) for id_ in stage.body if (b := sight.book.body(id_)).size is not None and b.size
    ]
    for body, most in sizes:
        if most is not None and panel.assessors > most:
            sight.note(
                "panel_above_body",
                sight.of(stage, "panel"),
                Text(
                    f"评审组 {panel.assessors} 人，多于{body.title.zh}的 {most} 人。",
                    f"The panel has {panel.assessors}, “{body.title.en}” at most {most} members.",
                ),
                Text("减少评审员，或更正机构人数。", "Seat fewer, or correct the size of the body."),
            )
    named = [("apart_from", one) for one in panel.apart_from or ()]
    named += [("same_as", panel.same_as)] if panel.same_as is not None else []
    for key, other in named:
        _check_other_panel(sight, stage, key, other)
    same = None if panel.same_as is None else getattr(sight.book.stage(panel.same_as), "panel", None)
    if same is not None and same.assessors != panel.assessors:
        sight.note(
            "same_panel_of_another_size",
            sight.of(stage, "panel", "assessors"),
            Text(
                f"与“{panel.same_as}”同一评审组，那里是 {same.assessors} 名，这里却是 {panel.assessors} 名。",
                f"The panel of “{panel.same_as}” has {same.assessors} assessors, here it has {panel.assessors}.",
            ),
            Text("写同样的人数，或删去 same_as。", "Write the same number, or remove same_as."),
        )
    if panel.same_as is not None and panel.same_as in (panel.apart_from or ()):
        sight.note(
            "same_yet_apart",
            sight.of(stage, "panel", "same_as"),
            Text("同一评审组既要相同又要不同。", "The panel is to be the same, and apart."),
            Text("删去其中之一。", "Remove one of them."),
        )


def _check_other_panel(sight: Sight, stage: ScoreStage | HearingStage, key: str, other: str) -> None:
    path, there = sight.of(stage, "panel", key), sight.book.stage(other)
    if other == stage.id or not isinstance(there, ScoreStage | HearingStage) or there.panel is None:
        sight.note(
            "no_panel_there",
            path,
            Text(f"“{there.title.zh}”没有另一个评审组。", f"“{there.title.en}” has no other panel."),
            Text("写另一个评分或答辩环节。", "Name another stage that has a panel."),
        )
        return
    pairs = [(one, two) for one in stage.body for two in there.body if one != two]
    if key == "same_as" and any(sight.book.must_be_apart(one, two) for one, two in pairs):
        sight.note(
            "same_panel_of_apart_bodies",
            path,
            Text(
                "两个环节的机构须相互分离，评审组不能相同。",
                "The bodies of the two stages must be apart; their panels cannot be the same.",
            ),
            Text("删去 same_as，或更正 apart_from。", "Remove same_as, or correct apart_from."),
        )


def _check_ballot(sight: Sight, stage: BallotStage) -> None:
    if stage.passes.more_than and stage.passes.share == 1:
        sight.note(
            "more_than_all",
            sight.of(stage, "passes"),
            Text("同意票不可能超过全部票数。", "No more than all can vote yes."),
            Text("删去 more_than。", "Remove more_than."),
        )
    committees = [body for body in sight.book.bodies if body.acts_as == "committee"]
    if len(committees) > 1 and not stage.body:
        named = "、".join(body.id for body in committees), ", ".join(body.id for body in committees)
        sight.note(
            "which_body",
            sight.of(stage, "kind"),
            Text(
                f"有 {len(committees)} 个机构担任评委会，没有写由哪一个表决。",
                f"{len(committees)} bodies act as committee; which of them votes is not said.",
            ),
            Text(f"写 body: {named[0]} 之一。", f"Write body: one of {named[1]}."),
        )
