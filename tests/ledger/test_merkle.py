"""The tree against the vectors of Certificate Transparency and against the RFC's definitions, word for word."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.ledger.domain import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

INPUTS = [
    bytes.fromhex(data)
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [leaf_hash(data) for data in INPUTS]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def naive_root(leaves):
    """MTH of RFC 9162, 2.1.1, over leaf hashes."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m, leaves):
    """PATH of RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m, leaves, whole):
    """SUBPROOF of RFC 9162, 2.1.4.1."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def flipped(data):
    return bytes([data[0] ^ 1]) + data[1:]


def test_empty_tree_has_the_root_of_nothing():
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of([]) == EMPTY_ROOT


def test_reference_tree_has_the_published_roots_at_every_size():
    assert [root_of(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


def test_reference_tree_has_the_published_inclusion_proofs():
    assert [node.hex() for node in inclusion_proof(LEAVES, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [node.hex() for node in inclusion_proof(LEAVES[:3], 2)] == [ROOTS[1]]


def test_reference_tree_has_the_published_consistency_proofs():
    assert [node.hex() for node in consistency_proof(LEAVES, 1)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [node.hex() for node in consistency_proof(LEAVES[:5], 2)] == [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]


@given(HASHES)
def test_root_is_the_one_that_the_rfc_defines(leaves):
    assert root_of(leaves) == naive_root(leaves)


@given(HASHES, st.data())
def test_inclusion_proof_is_the_rfcs_and_verifies(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)

    assert proof == naive_path(index, leaves)
    assert verify_inclusion(leaves[index], index, len(leaves), proof, root_of(leaves))


@given(HASHES, st.data())
def test_consistency_proof_is_the_rfcs_and_verifies(leaves, data):
    first = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, first)

    assert proof == naive_subproof(first, leaves, True)
    assert verify_consistency(first, len(leaves), root_of(leaves[:first]), root_of(leaves), proof)


@given(HASHES, st.data())
def test_inclusion_of_anything_else_does_not_verify(leaves, data):
    index, size, root = data.draw(st.integers(0, len(leaves) - 1)), len(leaves), root_of(leaves)
    proof = inclusion_proof(leaves, index)

    assert not verify_inclusion(flipped(leaves[index]), index, size, proof, root)
    assert not verify_inclusion(leaves[index], index, size, [*proof, root], root)
    assert not verify_inclusion(leaves[index], size, size, proof, root)
    assert not verify_inclusion(leaves[index], -1, size, proof, root)
    for step in range(len(proof)):
        assert not verify_inclusion(leaves[index], index, size, proof[:step] + proof[step + 1 :], root)


@given(HASHES, st.data())
def test_consistency_with_another_past_does_not_verify(leaves, data):
    first, size = data.draw(st.integers(1, len(leaves))), len(leaves)
    old, new, proof = root_of(leaves[:first]), root_of(leaves), consistency_proof(leaves, first)

    assert not verify_consistency(first, size, flipped(old), new, proof)
    assert not verify_consistency(first, size, old, flipped(new), proof)
    assert not verify_consistency(first, size, old, new, [*proof, new])
    assert not verify_consistency(size + 1, size, old, new, proof)


@given(HASHES, st.integers(0, 70))
def test_frontier_can_be_stored_at_any_size_and_goes_on_the_same(leaves, cut):
    tree = Frontier()
    for leaf in leaves[:cut]:
        tree.append(leaf)
    tree = Frontier.unpacked(tree.size, tree.packed())
    for leaf in leaves[cut:]:
        tree.append(leaf)

    assert (tree.size, tree.root()) == (len(leaves), root_of(leaves))


def test_peaks_that_do_not_fit_the_size_are_an_error():
    with pytest.raises(ValueError, match="peaks"):
        Frontier.unpacked(3, bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier.unpacked(1, bytes(33))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_proof(LEAVES[:size], index)


@pytest.mark.parametrize("first", [0, 4])
def test_a_tree_that_is_empty_or_longer_has_no_consistency_proof(first):
    with pytest.raises(ValueError, match="no beginning"):
        consistency_proof(LEAVES[:3], first)
