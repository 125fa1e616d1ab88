"""Who may not sit together: panels apart from other stages' panels, members from outside, bodies that share nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.review.actions.desk import Desk
from zhiheng.review.models import BallotMember, Expert
from zhiheng.review.queries.panels import seated_at
from zhiheng.rules.bodies import overlaps
from zhiheng.rules.model import BallotStage, HearingStage, Rulebook, ScoreStage
from zhiheng.rules.model.stages import Panel

Seated = Desk[ScoreStage | HearingStage]


def refuse_unless_apart(desk: Seated, experts: Mapping[str, Expert]) -> None:
    """Refuse an expert whom the stage's rule keeps off its panels, by name and article.

    ``apart_from``: who sat in those stages; ``same_as``: who did not sit in that one; and who sits in a body that may
    share nobody with this stage's.
    """
    rule = desk.rule.panel
    if rule is not None:
        for stage in rule.apart_from or ():
            _refuse_both(desk, experts, seated_at(desk.round_code, [stage]), stage)
        if rule.same_as is not None:
            _refuse_others(desk, experts, seated_at(desk.round_code, [rule.same_as]), rule.same_as)
    refuse_overlaps(desk.book, desk.round_code, desk.rule.body, experts.keys())


def barred_by_rule(desk: Seated, experts: Collection[str]) -> frozenset[str]:
    """Return those of *experts* whom :func:`refuse_unless_apart` would refuse one by one."""
    rule, barred = desk.rule.panel, set[str]()
    if rule is not None:
        barred |= set(experts) & seated_at(desk.round_code, list(rule.apart_from or ()))
        if rule.same_as is not None:
            barred |= set(experts) - seated_at(desk.round_code, [rule.same_as])
    own = set(desk.rule.body)
    if own and any(body.apart_from for body in desk.book.bodies):
        members = _members(desk.book, desk.round_code)
        for body in own:
            members[body].update(experts)
        for one in overlaps(desk.book, members):
            if {one.one, one.other} & own:
                barred |= set(experts) & set(one.persons)
    return frozenset(barred)


def refuse_too_few_from_outside(desk: Seated, panel: str, experts: Collection[Expert]) -> None:
    """Refuse a panel of which too small a part comes from outside; an expert without a place counts as from here."""
    rule: Panel | None = desk.rule.panel
    if rule is None or rule.outside is None:
        return
    away = sum(
        bool(one.region) and not registers.descends_from(one.region, desk.authority) for one in experts
    )
    if Fraction(away, max(1, len(experts))) < rule.outside:
        raise Refused(
            "panel.outside",
            Text(
                f"评审组“{panel}”的 {len(experts)} 名评审员中有 {away} 名来自本地区以外，规则要求不少于 {rule.outside}。",
                f"{away} of {len(experts)} on panel “{panel}” are from outside; at least {rule.outside} must be.",
            ),
            desk.cites,
        )


def refuse_overlaps(book: Rulebook, round_code: str, bodies: Iterable[str], experts: Iterable[str]) -> None:
    """Refuse to appoint experts to bodies that would then share a member with a body they must be apart from."""
    own = tuple(bodies)
    if not own or not any(body.apart_from for body in book.bodies):
        return
    members = _members(book, round_code)
    for body in own:
        members[body].update(experts)
    found = [one for one in overlaps(book, members) if {one.one, one.other} & set(own)]
    if found:
        names = _names(found[0].persons)
        says = found[0].says
        raise Refused(
            "body.not_apart", Text(f"{says.zh}（{names}）", f"{says.en} ({names})"), [found[0].cite]
        )


def _members(book: Rulebook, round_code: str) -> dict[str, set[str]]:
    """Return who acts for each body in a round, by its stages: experts on panels, members of ballots."""
    members: dict[str, set[str]] = defaultdict(set)
    for stage in book.stages:
        if not stage.body:
            continue
        if isinstance(stage, ScoreStage | HearingStage):
            found = seated_at(round_code, [stage.id])
        elif isinstance(stage, BallotStage):
            rows = BallotMember.objects.filter(
                session__stage__round__code=round_code, session__stage__stage=stage.id
            )
            found = set(rows.values_list("expert__code", flat=True))
        else:
            continue
        for body in stage.body:
            members[body] |= found
    return members


def _refuse_both(desk: Seated, experts: Mapping[str, Expert], seated: set[str], stage: str) -> None:
    for code in sorted(experts.keys() & seated):
        title = desk.book.stage(stage).title
        raise Refused(
            "panel.not_apart",
            Text(
                f"{experts[code].name}（{code}）参加过“{title.zh}”，按规则不得再参加本环节。",
                f"{experts[code].name} ({code}) sat at “{title.en}” and by the rule stays off this stage.",
            ),
            desk.cites,
        )


def _refuse_others(desk: Seated, experts: Mapping[str, Expert], seated: set[str], stage: str) -> None:
    for code in sorted(experts.keys() - seated):
        title = desk.book.stage(stage).title
        raise Refused(
            "panel.not_the_same",
            Text(
                f"{experts[code].name}（{code}）没有参加“{title.zh}”；按规则本环节由该环节的评审员担任。",
                f"{experts[code].name} ({code}) did not sit at “{title.en}”, whose assessors this stage asks for.",
            ),
            desk.cites,
        )


def _names(codes: Iterable[str]) -> str:
    known = dict(Expert.objects.filter(code__in=list(codes)[:500]).values_list("code", "name"))
    return "、".join(f"{known.get(code, code)} {code}" for code in codes)
