"""Slips in the urn."""

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.review.domain.urn import commitments, is_among, put_in, slips_of, votes_by_case

PAPERS = st.lists(
    st.fixed_dictionaries(
        {"a": st.sampled_from(["yes", "no", "abstain"]), "b": st.sampled_from(["yes", "no"])}
    ),
    max_size=6,
)


def urn_of(papers):
    urn = []
    for paper in papers:
        urn = put_in(urn, slips_of("xm/plenary", paper))
    return urn


@given(PAPERS)
def test_counts_equal_the_papers_whatever_the_order(papers):
    counted = votes_by_case(urn_of(papers), ["a", "b"])

    assert counted["a"].yes == sum(paper["a"] == "yes" for paper in papers)
    assert counted["b"].no == sum(paper["b"] == "no" for paper in papers)


@given(PAPERS)
def test_urn_lies_in_the_order_of_its_salts_alone(papers):
    salts = [slip["salt"] for slip in urn_of(papers)]
    assert salts == sorted(salts)
    assert {len(bytes.fromhex(salt)) for salt in salts} <= {32}


def test_a_slip_is_found_by_its_salt_and_choice_and_by_nothing_else():
    [slip] = slips_of("xm/plenary", {"a": "yes"})
    published = commitments("xm/plenary", [*urn_of([{"a": "no", "b": "yes"}]), slip])

    assert is_among(published, "xm/plenary", "a", "yes", slip["salt"])
    assert not is_among(published, "xm/plenary", "a", "no", slip["salt"])
    assert not is_among(published, "xm/other", "a", "yes", slip["salt"])
    assert not is_among(published, "xm/plenary", "a", "yes", "00" * 32)
