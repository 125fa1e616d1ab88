"""Any legal rulebook runs on any population: places are kept, nobody is lost, and every run re-computes equal."""

import json
from datetime import date

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from simulated import as_file, recomputed, too_many, without_an_end

from zhiheng.casework.domain.rankable import refuse_unless_rankable
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.programmes.awards.domain.flow import flow_differences
from zhiheng.programmes.awards.domain.granting import is_counted
from zhiheng.programmes.awards.simulation.assumptions import shipped
from zhiheng.programmes.awards.simulation.round import run_round
from zhiheng.rules.load import read_rulebook

DAY = date(2026, 3, 31)
# ruff: noqa: E501
HEAD = """\
rulebook: 350200/drawn-award/2025
title: {zh: 随机奖管理办法, en: Drawn award}
kind: award
authority: "350200"
in_force: {from: 2020-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise, individual]
classes:
  - {id: sme, title: {zh: 中小企业, en: SMEs}, of: {sizes: [medium, small, micro]}, art: "2"}
  - {id: big, title: {zh: 大型企业, en: large}, of: {sizes: [large]}, art: "2"}
"""
TITLE = "title: {zh: 名, en: name}"
CLASSES = ("sme", "big", "enterprise", "individual")
PANEL = "by: assessor, criteria: gbt19580_2012, panel: {assessors: 3, lead: 1}"
CONDITIONS = (
    "rule: attested, by: office, says: {zh: 甲, en: a}",
    "rule: operating_years, at_least: 3",
    "rule: legal_form, legal_person: true",
    'rule: registered_within, region: "350200"',
    "rule: event_within, event: major_accident, years: 3",
    "rule: honour_within, years: 5",
    "rule: measure, name: staff, at_least: 10, applies_to: [individual]",
)


@st.composite
def quotas(draw, *, times=False):
    """Draw the places of a tier, with bounds for classes or a multiple of the tier before."""
    most = draw(st.integers(1, 6))
    parts = [f"at_most: {most}"]
    kind = draw(st.sampled_from(["plain", "reserved", "caps", "ratio", "per", "times" if times else "plain"]))
    klass = draw(st.sampled_from(CLASSES))
    if kind in ("reserved", "caps"):
        parts.append(f"{kind}: {{{klass}: {draw(st.integers(1, most))}}}")
        parts.append(f"unused: {draw(st.sampled_from(['open', 'lapse']))}")
    elif kind == "ratio":
        parts.append(f"ratio: {{sme: {draw(st.integers(1, 3))}, big: {draw(st.integers(1, 3))}}}")
    elif kind == "per":
        other = draw(st.integers(1, 4))
        parts = [f"per: {{enterprise: {most}, individual: {other}}}"]
    elif kind == "times":
        parts.append(f"times: {{tier: t1, at_most: {draw(st.integers(1, 2))}}}")
    return f"quota: {{{', '.join(parts)}}}"


@st.composite
def tiers(draw, count, *, stepped):
    """Draw tiers: stepped ones, in which the first is chosen from the second, or side by side."""
    lines = []
    for number in range(1, count + 1):
        more = [draw(quotas(times=number > 1 and not stepped))]
        if draw(st.integers(0, 3)) == 0:
            more.append(f"open_to: {draw(st.sampled_from(CLASSES))}")
        if draw(st.integers(0, 3)) == 0:
            more.append("outside: {when: repeat_winner}")
        if draw(st.integers(0, 3)) == 0:
            more.append('needs: [{stage: documents, at_least: "450"}]')
        if stepped and number == 1:
            more.append("from: t2")
        lines.append(f'  - {{id: t{number}, {TITLE}, {", ".join(more)}, art: "3"}}')
    if draw(st.booleans()):
        lines.append(f'  - {{id: last, {TITLE}, given: {{from_win: 3}}, art: "3"}}')
    return lines


def ballot(id_, *, elects="", over="ranking"):
    """Return a vote that many pass."""
    elected = f"elects: [{elects}], " if elects else ""
    return f'{{id: {id_}, kind: ballot, {TITLE}, secret: true, quorum: "1/2", passes: {{share: "1/2", of: present}}, {elected}over: {over}, art: "9"}}'


@st.composite
def stages(draw, *, elections):
    """Draw two to seven stages before, between and after the votes."""
    before = [
        f'{{id: inquiry, kind: inquiry, {TITLE}, asks: [taxation], art: "6"}}',
        f'{{id: talk, kind: hearing, {TITLE}, by: assessor, applies_to: {draw(st.sampled_from(CLASSES))}, minutes: {{present: 5, answer: 5}}, points: 100, panel: {{assessors: 3}}, art: "6"}}',
        f'{{id: door, kind: gate, {TITLE}, by: committee, art: "6"}}',
        f'{{id: asked, kind: survey, {TITLE}, least_answers: 1, scored: true, pass_at: "20", art: "6"}}',
    ]
    chosen = draw(st.lists(st.sampled_from(before), unique=True, max_size=2))
    keep = draw(st.sampled_from([
        "", 'keep: {share: "1/2", least: 3}, ', "keep: {by_class: {sme: {at_most: 9}}, at_most: 9}, ", "keep: {at_most: 30}, ",
    ]))  # fmt: skip
    found = [f'{{id: check, kind: check, {TITLE}, art: "5"}}', *chosen]
    found.append(f'{{id: documents, kind: score, {TITLE}, {PANEL}, combine: mean, {keep}art: "7"}}')
    if elections:
        found.append(elections[0])
    if len(elections) > 1:
        between = [
            f'{{id: site, kind: score, {TITLE}, {PANEL}, combine: mean, keep: {{share: "2/3"}}, art: "7"}}',
            f'{{id: settling, kind: gate, {TITLE}, by: committee, art: "8"}}',
            f'{{id: shown, kind: notice, {TITLE}, for: {{days: 5}}, objections: {{named: true, written: true}}, of: passed, art: "8"}}',
        ]
        found += [*draw(st.lists(st.sampled_from(between), unique=True, max_size=2)), *elections[1:]]
    return [
        *found,
        f'{{id: approval, kind: approve, {TITLE}, art: "10"}}',
        f'{{id: granting, kind: grant, {TITLE}, art: "10"}}',
    ]


@st.composite
def rulebooks(draw):
    """Draw the text of a rulebook with random conditions, tiers, places and stages; the house checks that it is legal."""
    count, stepped = draw(st.integers(1, 3)), draw(st.booleans())
    stepped = stepped and count > 1
    over = draw(st.sampled_from(["ranking", "votes"]))
    elections = [ballot("vote", over=over)] if draw(st.booleans()) else []
    if stepped:
        lower = ", ".join(f"t{n}" for n in range(2, count + 1))
        elections = [
            ballot("nominating", elects=lower, over=over),
            ballot("awarding", elects="t1", over="votes"),
        ]
    conditions = draw(st.lists(st.sampled_from(CONDITIONS), unique=True, max_size=3))
    ties = draw(st.sampled_from(["ties: shared", "ties: shared, prefer: [{class: sme}]"]))
    lines = [HEAD, "tiers:", *draw(tiers(count, stepped=stepped))]
    if draw(st.integers(0, 2)) == 0:
        lines.append(
            f'pool: {{id: all, at_most: {draw(st.integers(2, 8))}, caps: {{individual: 2}}, art: "3"}}'
        )
    if conditions:
        lines.append("entry:")
        lines += [f'  - {{id: c{n}, {TITLE}, {rule}, art: "4"}}' for n, rule in enumerate(conditions)]
    lines += ["stages:", *(f"  - {one}" for one in draw(stages(elections=elections)))]
    lines.append(f'ranking: {{order: [{{stage: documents}}], {ties}, art: "7"}}')
    return "\n".join(lines) + "\n"


def legal(source):
    """Read a drawn rulebook; one that the house refuses is not looked at."""
    try:
        book = read_rulebook(source, "drawn")
    except InputRefused:
        reject()
    refuse_unless_rankable(book)
    return book


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@given(source=rulebooks(), applicants=st.integers(0, 40), seed=st.integers(0, 999))
@SLOW
def test_any_round_keeps_its_places_loses_nobody_and_re_computes(source, applicants, seed):
    book = legal(source)
    result = run_round(book, shipped(), max(1, applicants), DAY, (seed, 0), keep=True)
    file = as_file(book, result)

    assert result.stopped is None, source
    counted = [(row, tier) for row, tier in result.honours if is_counted(book.tier(tier))]
    outside = any(tier.outside is not None for tier in book.tiers)
    assert outside or too_many(book, counted) == []
    assert without_an_end(file) == set()
    assert (recomputed(book, file), list(flow_differences(book, file))) == ([], [])


@given(source=rulebooks(), seed=st.integers(0, 99), data=st.data())
@SLOW
def test_who_leaves_before_granting_gives_nobody_else_more_than_there_is(source, seed, data):
    """A case that is withdrawn after the votes leaves its place empty; restored, it has it again."""
    from zhiheng.programmes.awards.domain.recompute import CONCLUDERS

    book = legal(source)
    result = run_round(book, shipped(), 25, DAY, (seed, 1), keep=True)
    granting = next((one for one in result.told if one.stage == "granting"), None)
    if granting is None or granting.inputs is None:
        return
    cases = json.loads(json.dumps(granting.inputs))["cases"]
    whole = given_by(book, CONCLUDERS, cases)
    leaving = data.draw(st.sets(st.sampled_from(sorted(cases))))
    fewer = given_by(book, CONCLUDERS, {code: one for code, one in cases.items() if code not in leaving})
    again = given_by(book, CONCLUDERS, dict(reversed(list(cases.items()))))

    assert again == whole
    decided = all(one["tier"] is not None for one in cases.values())
    if decided:
        assert fewer == {code: tier for code, tier in whole.items() if code not in leaving}


def given_by(book, concluders, cases):
    """Return who is given what, or nothing where nobody is left."""
    if not cases:
        return {}
    try:
        made = concluders["grant"](book, book.stage("granting"), {"cases": cases})
    except Refused as refusal:
        raise AssertionError(refusal.message.en) from None
    return {one.case: one.details["tier"] for one in made}
